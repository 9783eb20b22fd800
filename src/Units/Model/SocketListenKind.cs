namespace Ptracer.Units;

/// <summary>What a socket unit opens.</summary>
internal enum SocketListenKind
{
    /// <summary>SOCK_STREAM.</summary>
    Stream,

    /// <summary>SOCK_DGRAM.</summary>
    Datagram,

    /// <summary>SOCK_SEQPACKET.</summary>
    SequentialPacket,

    /// <summary>A FIFO.</summary>
    FIFO,

    /// <summary>A netlink family.</summary>
    Netlink,

    /// <summary>A device or other special file.</summary>
    Special,

    /// <summary>A POSIX message queue.</summary>
    MessageQueue,

    /// <summary>An endpoint of FunctionFS.</summary>
    USBFunction,
}
