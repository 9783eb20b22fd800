using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ptracer.Linux;

namespace Ptracer.Paths;

/// <summary>
/// What the code in guest processes must know to answer calls with a path itself, and which processes may not. It knows
/// the simplest case of <see cref="PathTranslator"/>'s rules: a path without links, without <c>..</c>, and away from
/// bindings. Everything else traps, as if there were no fast path.
/// </summary>
internal sealed class FastPath
{
    private const uint ReadOnlyFlag = 1; // PTRACER_FAST_READ_ONLY, and so with the others
    private const uint Openat2Flag = 2;
    private const uint Faccessat2Flag = 4;
    private const uint StatxFlag = 8;
    private const int HeaderSizeBytes = 8;
    private const int MaxRootBytes = 1024;
    private const int MaxSettingsBytes = 4096;

    private static readonly int[] s_calls = // that it makes in any case
    [
        Sysno.openat, Sysno.close, Sysno.fstat, Sysno.newfstatat, Sysno.readlinkat, Sysno.fcntl, Sysno.fstatfs,
        Sysno.faccessat, Sysno.getxattr,
    ];

    private readonly HashSet<int> _off = [];
    private readonly byte[] _settings;

    private FastPath(byte[] settings) => _settings = settings;

    /// <summary>struct ptracer_fast of native/shim/shim.h, with what follows it.</summary>
    public ReadOnlySpan<byte> Settings => _settings;

    /// <summary>The settings for a session's mounts; null: what they show cannot be told by a path's text.</summary>
    /// <param name="paths">Says what they are.</param>
    /// <param name="mayCall">Whether a call is allowed to us, and to guests.</param>
    public static FastPath? Build(PathTranslator paths, Func<int, bool> mayCall)
    {
        BindingTable mounts = paths.Table;
        if (mounts.StandIns is not null || mounts.ShowsRootTwice() || mounts.Root.HostPath.IsEmpty ||
            mounts.Root.HostPath.Length > MaxRootBytes || !Array.TrueForAll(s_calls, new Predicate<int>(mayCall)))
        {
            return null;
        }

        uint flags = (mounts.HasReadOnly ? ReadOnlyFlag : 0) | (paths.HasOpenat2 ? Openat2Flag : 0) |
            (mayCall(Sysno.faccessat2) && IsKnown(Sysno.faccessat2) ? Faccessat2Flag : 0) |
            (mayCall(Sysno.statx) && IsKnown(Sysno.statx) ? StatxFlag : 0);
        List<byte> settings = [.. new byte[HeaderSizeBytes], .. mounts.Root.HostPath];
        for (int i = 0; i < mounts.Count; i++)
        {
            if (mounts[i] != mounts.Root)
            {
                settings.AddRange(mounts[i].GuestPath[1..]);
                settings.Add(0);
            }
        }

        settings.Add(0);
        Span<byte> header = CollectionsMarshal.AsSpan(settings)[..HeaderSizeBytes];
        BinaryPrimitives.WriteInt32LittleEndian(header, mounts.Root.HostPath.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[sizeof(int)..], flags);
        return settings.Count > MaxSettingsBytes ? null : new FastPath([.. settings]);
    }

    private static bool IsKnown(int call) => Raw.Call(call, -1, 0, 0, 0, 0) != -(long)Errno.ENOSYS;

    public bool IsOn(int process) => !_off.Contains(process);

    /// <summary>A process, and what it starts, does without from now on.</summary>
    public void TurnOff(int process) => _off.Add(process);

    /// <summary>A child process starts with what its maker has.</summary>
    public void Copy(int from, int to)
    {
        if (_off.Contains(from))
        {
            _off.Add(to);
        }
    }

    public void Forget(int process) => _off.Remove(process);
}
