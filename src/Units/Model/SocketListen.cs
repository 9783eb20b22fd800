namespace Ptracer.Units;

/// <summary>An address that a socket unit listens on.</summary>
/// <param name="Kind">What is opened.</param>
/// <param name="Address">A path, <c>@NAME</c>, or HOST:PORT as <see cref="SocketAddress"/> has it.</param>
internal sealed record SocketListen(SocketListenKind Kind, string Address)
{
    private static readonly (string Key, SocketListenKind Kind)[] s_keys =
    [
        ("ListenStream", SocketListenKind.Stream), ("ListenDatagram", SocketListenKind.Datagram),
        ("ListenSequentialPacket", SocketListenKind.SequentialPacket), ("ListenFIFO", SocketListenKind.FIFO),
        ("ListenNetlink", SocketListenKind.Netlink), ("ListenSpecial", SocketListenKind.Special),
        ("ListenMessageQueue", SocketListenKind.MessageQueue), ("ListenUSBFunction", SocketListenKind.USBFunction),
    ];

    /// <summary>Reads all Listen…= settings, in the order of the files; an empty one takes back all before it.</summary>
    public static IReadOnlyList<SocketListen> Read(SettingReader settings)
    {
        List<SocketListen> result = [];
        foreach (Assignment assignment in settings.StartingWith("Listen"))
        {
            if (assignment.Value.Length == 0)
            {
                result.Clear();
            }
            else if (ReadOne(settings, assignment) is { } listen)
            {
                result.Add(listen);
            }
        }

        return result;
    }

    private static SocketListen? ReadOne(SettingReader settings, Assignment assignment)
    {
        SocketListenKind kind = Array.Find(s_keys, entry => entry.Key == assignment.Key).Kind;
        if (settings.Expand(assignment) is not { } text)
        {
            return null;
        }

        if (kind is SocketListenKind.FIFO or SocketListenKind.Special or SocketListenKind.MessageQueue or SocketListenKind.USBFunction
            || UnitPath.IsAbsolute(text))
        {
            return settings.AbsolutePath(assignment, text) is { } path ? new SocketListen(kind, path) : null;
        }

        bool valid = kind == SocketListenKind.Netlink ? SocketAddress.IsNetlink(text) : SocketAddress.Parse(text) is not null;
        if (valid)
        {
            return new SocketListen(kind, text);
        }

        settings.Warn(assignment, $"Failed to parse address value in '{text}', ignoring: Invalid argument");
        return null;
    }
}
