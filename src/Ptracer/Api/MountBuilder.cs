using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer;

/// <summary>Opens the rootfs and the bindings, and finds out where in the guest each binding lies.</summary>
internal static unsafe class MountBuilder
{
    private const long ProcSuperMagic = 0x9fa0;

    public static BindingTable Build(SessionOptions options, IGuestProcesses processes)
    {
        BindingTable table = new(Open(options.RootfsPath, "rootfs", [], MountAccess.ReadWrite));
        PathTranslator translator = new(table, processes);
        Resolution place = new();
        foreach (Binding binding in options.Bindings)
        {
            LookupKind kind = binding.Lookup == MountPointLookup.NoFollow ? LookupKind.NoFollow : LookupKind.Follow;
            byte[] point = FindMountPoint(translator, HostText.Bytes(binding.GuestPath), kind, place);
            if (point.Length == 0)
            {
                throw new PtracerException($"binding {binding.HostPath}: its guest path is the root; use --rootfs for that");
            }

            MountAccess access = binding.Access == BindingAccess.ReadOnly ? MountAccess.ReadOnly : MountAccess.ReadWrite;
            table.Add(Open(binding.HostPath, "binding", point, access));
        }

        return table;
    }

    /// <summary>The canonical guest path of a mount point; what does not exist is taken as it is written.</summary>
    private static byte[] FindMountPoint(PathTranslator translator, byte[] guestPath, LookupKind kind, Resolution place)
    {
        int self = Unistd.getpid();
        ReadOnlySpan<byte> path = guestPath.AsSpan().TrimEnd((byte)'/');
        ReadOnlySpan<byte> rest = default;
        while (!path.IsEmpty)
        {
            Errno error = translator.Translate(new LookupProcess(self, self), Fcntl.AT_FDCWD, path, kind, LookupLimits.NeedPlace, place);
            if (error == Errno.None)
            {
                place.Guest.Append(rest);
                return place.Guest.Span.TrimEnd((byte)'/').ToArray();
            }

            int slash = path.LastIndexOf((byte)'/');
            rest = guestPath.AsSpan(slash);
            path = path[..slash].TrimEnd((byte)'/');
            kind = LookupKind.Follow;
        }

        return rest.TrimEnd((byte)'/').ToArray();
    }

    public static Mount Open(string hostPath, string thing, byte[] guestPath, MountAccess access, MountType? given = null)
    {
        int descriptor = HostFiles.OpenPath(HostText.WithNul(hostPath));
        PathBuffer canonical = new(Resolution.PathMax * 2);
        Stat.stat status = default;
        if (descriptor < 0 || Stat.fstat(descriptor, &status) != 0)
        {
            throw new PtracerException($"{thing} {hostPath}: cannot be opened ({(Errno)(-descriptor)}); check its permissions");
        }

        if (!HostFiles.PathOf(descriptor, canonical))
        {
            throw new PtracerException($"{thing} {hostPath}: its real path cannot be told; mount /proc, or give this process access to it");
        }

        bool isDirectory = (status.st_mode & Stat.S_IFMT) == Stat.S_IFDIR;
        MountType type = given ?? (!isDirectory ? MountType.File : IsProc(descriptor) ? MountType.Proc : MountType.Directory);
        return new Mount(guestPath, canonical.Span.SequenceEqual("/"u8) ? [] : canonical.Span.ToArray(), descriptor, access, type);
    }

    private static bool IsProc(int descriptor)
    {
        byte* status = stackalloc byte[120]; // struct statfs; f_type comes first
        return Raw.Call(Sysno.fstatfs, descriptor, (long)status) == 0 && *(long*)status == ProcSuperMagic;
    }
}
