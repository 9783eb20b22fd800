using System.Runtime.InteropServices;
using System.Text;
using Ptracer.Linux;

namespace Ptracer.Host.Posix;

/// <summary>
/// Unix sockets with what .NET's own lack: descriptors and credentials beside the bytes. Addresses longer than sun_path
/// (108 bytes) go by way of a descriptor of their directory.
/// </summary>
internal static unsafe class UnixSocket
{
    /// <summary>SOCK_STREAM.</summary>
    public const int Stream = 1;

    /// <summary>SOCK_DGRAM.</summary>
    public const int Datagram = 2;

    /// <summary>SOCK_SEQPACKET.</summary>
    public const int SequencedPacket = 5;

    private const int SOCK_CLOEXEC = Fcntl.O_CLOEXEC;
    private const int SOCK_NONBLOCK = Fcntl.O_NONBLOCK;
    private const int SCM_RIGHTS = 1;
    private const int SO_PASSCRED = 16;
    private const int MSG_DONTWAIT = 0x40;
    private const int MSG_NOSIGNAL = 0x4000;
    private const int MSG_CMSG_CLOEXEC = 0x40000000;
    private const int ControlSizeBytes = 1024;
    private const int LongestFileCount = 128;

    /// <summary>A new socket.</summary>
    public static Descriptor Create(int type, bool blocking = false) =>
        Descriptor.From(
            Raw.Call(Sysno.socket, Socket.AF_UNIX, type | SOCK_CLOEXEC | (blocking ? 0 : SOCK_NONBLOCK), 0), "socket");

    /// <summary>A new socket bound to a path, where an old one is replaced, with mode 0600 unless another is given.</summary>
    public static Descriptor Bind(string path, int type, int mode = 0x180, int backlog = 64)
    {
        File.Delete(path);
        Descriptor socket = Create(type);
        Address(path, (address, size) =>
            PosixException.Check(Raw.Call(Sysno.bind, socket.Number, address, size), path));
        File.SetUnixFileMode(path, (UnixFileMode)mode);
        if (type != Datagram)
        {
            PosixException.Check(Raw.Call(Sysno.listen, socket.Number, backlog), path);
        }

        return socket;
    }

    /// <summary>A new socket bound to a name of the abstract namespace.</summary>
    public static Descriptor BindAbstract(string name, int type, int backlog)
    {
        Descriptor socket = Create(type);
        byte[] text = Encoding.UTF8.GetBytes("\0\0\0" + name);
        text[0] = Socket.AF_UNIX;
        fixed (byte* address = text)
        {
            PosixException.Check(Raw.Call(Sysno.bind, socket.Number, (long)address, text.Length), $"@{name}");
        }

        if (type != Datagram)
        {
            PosixException.Check(Raw.Call(Sysno.listen, socket.Number, backlog), $"@{name}");
        }

        return socket;
    }

    /// <summary>Connects; null: nobody listens there.</summary>
    public static Descriptor? Connect(string path, int type, bool blocking)
    {
        Descriptor socket = Create(type, blocking);
        long result = 0;
        try
        {
            Address(path, (address, size) => result = Raw.Blocking(Sysno.connect, socket.Number, address, size));
        }
        catch (PosixException)
        {
            result = -(long)Errno.ENOENT; // its directory is gone
        }

        if (result == 0)
        {
            return socket;
        }

        socket.Dispose();
        return Raw.ErrnoOf(result) is Errno.ENOENT or Errno.ECONNREFUSED ? null : throw new PosixException(path, (int)-result);
    }

    /// <summary>Accepts a connection; null: none waits.</summary>
    public static Descriptor? Accept(Descriptor listener)
    {
        long result = Raw.Call(Sysno.accept4, listener.Number, 0, 0, SOCK_CLOEXEC | SOCK_NONBLOCK);
        return Raw.ErrnoOf(result) is Errno.EAGAIN or Errno.ECONNABORTED or Errno.EINTR
            ? null
            : Descriptor.From(result, "accept");
    }

    /// <summary>Has the kernel say who sends: needed before <see cref="Receive"/> tells a sender.</summary>
    public static void PassCredentials(Descriptor socket)
    {
        int on = 1;
        PosixException.Check(
            Raw.Call(Sysno.setsockopt, socket.Number, Socket.SOL_SOCKET, SO_PASSCRED, (long)&on, sizeof(int)), "SO_PASSCRED");
    }

    /// <summary>The process and user at the other end of a connection.</summary>
    public static (int ProcessId, uint UserId) Peer(Descriptor connection)
    {
        Socket.ucred peer = default;
        int size = sizeof(Socket.ucred);
        PosixException.Check(
            Raw.Call(Sysno.getsockopt, connection.Number, Socket.SOL_SOCKET, Socket.SO_PEERCRED, (long)&peer, (long)&size),
            "SO_PEERCRED");
        return (peer.pid, peer.uid);
    }

    /// <summary>Receives what is there.</summary>
    /// <param name="socket">From where.</param>
    /// <param name="buffer">Where to.</param>
    /// <param name="sender">The sender's process; 0: unknown.</param>
    /// <param name="files">Descriptors that came along; the caller closes them.</param>
    /// <param name="wait">Whether to wait until something comes.</param>
    /// <returns>Bytes; 0: the end (or an empty datagram); -1: nothing is there.</returns>
    public static int Receive(
        Descriptor socket, Span<byte> buffer, out int sender, List<Descriptor> files, bool wait = false)
    {
        byte* control = stackalloc byte[ControlSizeBytes];
        sender = 0;
        fixed (byte* start = buffer)
        {
            ulong* vector = stackalloc ulong[2];
            (vector[0], vector[1]) = ((ulong)start, (ulong)buffer.Length);
            Socket.msghdr message = new()
            {
                msg_iov = (ulong)vector,
                msg_iovlen = 1,
                msg_control = (ulong)control,
                msg_controllen = ControlSizeBytes,
            };
            long count = Raw.Blocking(
                Sysno.recvmsg, socket.Number, (long)&message, (wait ? 0 : MSG_DONTWAIT) | MSG_CMSG_CLOEXEC);
            if (Raw.ErrnoOf(count) is Errno.EAGAIN or Errno.EINTR)
            {
                return -1;
            }

            if (Raw.ErrnoOf(count) == Errno.ECONNRESET)
            {
                return 0;
            }

            PosixException.Check(count, "recvmsg");
            ReadControl(new ReadOnlySpan<byte>(control, (int)message.msg_controllen), ref sender, files);
            return (int)count;
        }
    }

    /// <summary>Sends bytes with descriptors beside them; false: the other side is gone or does not take it now.</summary>
    public static bool Send(Descriptor socket, ReadOnlySpan<byte> bytes, ReadOnlySpan<int> files = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(files.Length, LongestFileCount);
        byte* control = stackalloc byte[ControlSizeBytes];
        fixed (byte* start = bytes)
        {
            ulong* vector = stackalloc ulong[2];
            (vector[0], vector[1]) = ((ulong)start, (ulong)bytes.Length);
            Socket.msghdr message = new() { msg_iov = (ulong)vector, msg_iovlen = 1 };
            if (files.Length > 0)
            {
                *(ulong*)control = (ulong)(16 + (files.Length * sizeof(int)));
                ((int*)control)[2] = Socket.SOL_SOCKET;
                ((int*)control)[3] = SCM_RIGHTS;
                files.CopyTo(new Span<int>(control + 16, files.Length));
                message.msg_control = (ulong)control;
                message.msg_controllen = (ulong)(16 + (((files.Length * sizeof(int)) + 7) & ~7));
            }

            long result;
            do
            {
                result = Raw.Blocking(Sysno.sendmsg, socket.Number, (long)&message, MSG_NOSIGNAL | MSG_DONTWAIT);
            }
            while (Raw.ErrnoOf(result) == Errno.EINTR);
            return result == bytes.Length;
        }
    }

    /// <summary>Sends a datagram to a path; false: nobody listens there, or its queue is full.</summary>
    public static bool SendTo(Descriptor socket, string path, ReadOnlySpan<byte> bytes)
    {
        byte[] copy = bytes.ToArray();
        bool sent = false;
        try
        {
            Address(path, (address, size) =>
            {
                fixed (byte* start = copy)
                {
                    sent = Raw.Call(
                        Sysno.sendto, socket.Number, (long)start, copy.Length, MSG_DONTWAIT | MSG_NOSIGNAL, address, size) == copy.Length;
                }
            });
        }
        catch (PosixException)
        {
            return false;
        }

        return sent;
    }

    /// <summary>A pair of connected sockets.</summary>
    public static (Descriptor, Descriptor) Pair(int type)
    {
        int* ends = stackalloc int[2];
        PosixException.Check(Raw.Call(Sysno.socketpair, Socket.AF_UNIX, type | SOCK_CLOEXEC, 0, (long)ends), "socketpair");
        return (new Descriptor(ends[0]), new Descriptor(ends[1]));
    }

    private static void ReadControl(ReadOnlySpan<byte> control, ref int sender, List<Descriptor> files)
    {
        while (control.Length >= 16)
        {
            int length = (int)MemoryMarshal.Read<ulong>(control);
            int level = MemoryMarshal.Read<int>(control[8..]);
            int type = MemoryMarshal.Read<int>(control[12..]);
            ReadOnlySpan<byte> data = control[16..length];
            if (level == Socket.SOL_SOCKET && type == SCM_RIGHTS)
            {
                foreach (int number in MemoryMarshal.Cast<byte, int>(data))
                {
                    files.Add(new Descriptor(number));
                }
            }
            else if (level == Socket.SOL_SOCKET && type == Socket.SCM_CREDENTIALS)
            {
                sender = MemoryMarshal.Read<Socket.ucred>(data).pid;
            }

            control = control[Math.Min((length + 7) & ~7, control.Length)..];
        }
    }

    private static void Address(string path, Action<long, int> use)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        Descriptor? directory = null;
        if (bytes.Length >= Socket.SunPathSize)
        {
            string parent = Path.GetDirectoryName(path)!;
            directory = Files.Open(parent, Fcntl.O_PATH | Fcntl.O_DIRECTORY);
            bytes = Encoding.UTF8.GetBytes($"/proc/self/fd/{directory.Number}/{Path.GetFileName(path)}");
        }

        using (directory)
        {
            byte* address = stackalloc byte[Socket.SunPathOffset + Socket.SunPathSize];
            new Span<byte>(address, Socket.SunPathOffset + Socket.SunPathSize).Clear();
            *(ushort*)address = Socket.AF_UNIX;
            bytes.CopyTo(new Span<byte>(address + Socket.SunPathOffset, Socket.SunPathSize));
            use((long)address, Socket.SunPathOffset + bytes.Length + 1);
        }
    }
}
