using Ptracer.Features;
using Ptracer.Features.PortMap;
using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>What handlers share: the session's view of paths, its features, and buffers that are reused between stops.</summary>
internal sealed class SyscallContext(PathTranslator paths, IGuestProcesses processes, SyscallLog log)
{
    /// <summary>Room for a path that is too long, so that the kernel can say so.</summary>
    private readonly byte[] _path = GC.AllocateUninitializedArray<byte>(Resolution.PathMax, pinned: true);

    private GuestPtr _pathAddress;
    private int _pathLength;
    private ulong[] _pointers = new ulong[512];

    public PathTranslator Paths { get; } = paths;

    public IGuestProcesses Processes { get; } = processes;

    public SyscallLog Log { get; } = log;

    /// <summary>The first path of a call, and the second.</summary>
    public Resolution First { get; } = new();

    public Resolution Second { get; } = new();

    public PathBuffer Scratch { get; } = new(4 * Resolution.PathMax);

    /// <summary>Bytes on their way to or from the guest.</summary>
    public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(4 * Resolution.PathMax, pinned: true);

    public ExecBuilder Exec { get; set; } = null!;

    /// <summary>Room for an array of messages (sendmmsg).</summary>
    public byte[] Messages { get; } = GC.AllocateUninitializedArray<byte>(64 * 1024, pinned: true);

    public FakeIdentity? Identity { get; init; }

    /// <summary>What the place refuses or lacks.</summary>
    public PlaceSupport Place { get; init; } = new();

    /// <summary>Ports that are others on the host; null: none is.</summary>
    public MappedPorts? Ports { get; init; }

    /// <summary>Who wants to hear of each path that is used; null: nobody.</summary>
    public IPathWitness? Witness { get; init; }

    public ProcMaps Maps { get; init; } = null!;

    /// <summary>How many shown mount points a reader of a directory has been told, by process and descriptor.</summary>
    public Dictionary<(int Process, int Descriptor), int> Told { get; } = [];

    public DumpableFlags Dumpable { get; } = new();

    public UnixAddresses Addresses { get; } = new();

    public GuestFilters GuestFilters { get; } = new();

    public TrapActions TrapActions { get; } = new();

    /// <summary>With what a guest's own seccomp filters begin; nothing: they stay as they are.</summary>
    public Linux.Seccomp.sock_filter[] FilterBeginning { get; init; } = [];

    public RobustLists RobustLists { get; } = new();

    public IAffinity Affinity { get; init; } = null!;

    public byte[]? KernelRelease { get; init; }

    /// <summary>
    /// Whether tracer and guest have the same permissions, whatever the guest does: then the tracer may answer for it.
    /// False when ptracer runs as root, since a guest may then drop privileges.
    /// </summary>
    public bool MayAnswer { get; } = Unistd.geteuid() != 0;

    public static LookupProcess ProcessOf(IGuest guest) => new(guest.Tgid, guest.Tid);

    /// <summary>Reads a path of the guest: empty if there is none to translate, and the kernel shall say why.</summary>
    public ReadOnlySpan<byte> ReadPath(IGuest guest, GuestPtr address)
    {
        if (address != _pathAddress)
        {
            _pathAddress = address;
            _pathLength = guest.ReadString(address, _path);
        }

        return _pathLength <= 0 ? default : _path.AsSpan(0, _pathLength);
    }

    /// <summary>Why the path that was read last is none: EFAULT, ENAMETOOLONG.</summary>
    public Errno PathError => _pathLength < 0 ? (Errno)(-_pathLength) : Errno.None;

    /// <summary>A new call: nothing of the last one's memory is known any more.</summary>
    public void Begin() => _pathAddress = new GuestPtr(ulong.MaxValue);

    /// <summary>Translates one path of a call and, if it has changed, hands it to the kernel.</summary>
    public Errno Translate(IGuest guest, in PathArgument argument, Resolution result, LookupLimits limits = LookupLimits.None)
    {
        ReadOnlySpan<byte> path = ReadPath(guest, guest.Call.Pointer(argument.Path));
        result.IsUnchanged = true;
        result.Mount = null;
        if (path.IsEmpty)
        {
            return Errno.None;
        }

        Errno error = Resolve(guest, argument, path, KindOf(guest, argument), result, limits);
        if (error == Errno.None && result.Host.Length >= Resolution.PathMax && (limits & LookupLimits.NeedPlace) != 0)
        {
            // Too long with its place, but maybe not from its directory.
            error = Resolve(guest, argument, path, KindOf(guest, argument), result, limits & ~LookupLimits.NeedPlace);
        }

        return error != Errno.None || result.IsUnchanged ? error : Give(guest, argument.Path, result);
    }

    /// <summary>Looks a path up without handing it on.</summary>
    public Errno Resolve(
        IGuest guest, in PathArgument argument, ReadOnlySpan<byte> path, LookupKind kind, Resolution result, LookupLimits limits)
    {
        if (Witness is not null)
        {
            Tell(guest, argument, path);
        }

        if (Place.Hides(path))
        {
            return Errno.ENOENT;
        }

        bool mayShow = argument.Use == PathUse.Read && Place.MayShow(path);
        limits |= mayShow ? LookupLimits.NeedPlace : LookupLimits.None;
        Errno error = Paths.Translate(ProcessOf(guest), DirectoryOf(guest, argument), path, kind, limits, result);
        if (mayShow && error == Errno.None && kind == LookupKind.Follow && !result.IsUnchanged)
        {
            Place.ShowHidden(result.Host);
        }

        Log.Path(path, result, error);
        return error != Errno.None || result.IsUnchanged ? error : MountRules.Check(argument.Use, result);
    }

    /// <summary>Tells whoever wants to hear of it that an absolute path is used.</summary>
    public void Saw(ReadOnlySpan<byte> path) => Witness?.Used(path);

    private void Tell(IGuest guest, in PathArgument argument, ReadOnlySpan<byte> path)
    {
        if (path[0] == '/')
        {
            Witness!.Used(path);
        }
        else if (Paths.TryGetDirectory(ProcessOf(guest), DirectoryOf(guest, argument), out _, out ReadOnlySpan<byte> directory) &&
            Scratch.Set(directory) && Scratch.AppendComponent(path))
        {
            Witness!.Used(Scratch.Span);
        }
    }

    /// <summary>
    /// Reads a NULL-terminated array of pointers (argv), its first left out, behind <paramref name="room"/> free places:
    /// empty if it cannot be read.
    /// </summary>
    public Span<ulong> ReadPointers(IGuest guest, GuestPtr array, int room)
    {
        int count = room, size = GuestWords.SizeBytes(guest);
        for (GuestPtr at = array; !array.IsNull; at += size)
        {
            if (count + 1 >= _pointers.Length)
            {
                Array.Resize(ref _pointers, _pointers.Length * 2);
            }

            if (!GuestWords.TryRead(guest, at, _pointers.AsSpan(count, 1)))
            {
                return default;
            }

            if (_pointers[count] == 0)
            {
                break;
            }

            count += at == array ? 0 : 1;
        }

        _pointers[count] = 0;
        return _pointers.AsSpan(0, count + 1);
    }

    /// <summary>Makes the kernel see the host path as argument <paramref name="index"/>.</summary>
    public static Errno Give(IGuest guest, int index, Resolution result)
    {
        GuestPtr staged = result.Host.Length < Resolution.PathMax ? guest.Stage(result.Host.WithNul) : default;
        if (staged.IsNull)
        {
            return Errno.ENAMETOOLONG;
        }

        guest.SetArgument(index, staged.Address);
        return Errno.None;
    }

    public static int DirectoryOf(IGuest guest, in PathArgument argument) =>
        argument.Directory < 0 ? Fcntl.AT_FDCWD : guest.Call.Int(argument.Directory);

    public static LookupKind KindOf(IGuest guest, in PathArgument argument)
    {
        if (argument.Flags < 0)
        {
            return argument.Kind;
        }

        uint flags = (uint)guest.Call[argument.Flags];
        return (flags & argument.NoFollowFlag) != 0 ? LookupKind.NoFollow
            : (flags & argument.FollowFlag) != 0 ? LookupKind.Follow
            : argument.Kind;
    }
}
