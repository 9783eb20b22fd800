using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Features;

/// <summary>
/// What the code in guest processes must know to answer calls with a path itself, and which processes may not. It knows
/// the simplest case of <see cref="PathTranslator"/>'s rules: a path without links, without <c>..</c>, and away from
/// bindings. Everything else traps, as if there were no fast path.
/// </summary>
internal sealed class FastPath : IGuestObserver
{
    private const uint ReadOnlyFlag = 1; // PTRACER_FAST_READ_ONLY
    private const int HeaderSizeBytes = 8;
    private const int MaxRootBytes = 1024;
    private const int MaxSettingsBytes = 4096;

    private readonly HashSet<int> _off = [];
    private readonly byte[] _settings;

    private FastPath(byte[] settings) => _settings = settings;

    /// <summary>struct ptracer_fast of native/shim/shim.h, with what follows it.</summary>
    public ReadOnlySpan<byte> Settings => _settings;

    /// <summary>The settings for a session's mounts; null: what they show cannot be told by a path's text.</summary>
    public static FastPath? Build(PathTranslator paths)
    {
        BindingTable mounts = paths.Table;
        if (!paths.HasOpenat2 || mounts.StandIns is not null || mounts.ShowsRootTwice() || mounts.Root.HostPath.IsEmpty ||
            mounts.Root.HostPath.Length > MaxRootBytes)
        {
            return null;
        }

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
        BinaryPrimitives.WriteUInt32LittleEndian(header[sizeof(int)..], mounts.HasReadOnly ? ReadOnlyFlag : 0);
        return settings.Count > MaxSettingsBytes ? null : new FastPath([.. settings]);
    }

    public bool IsOn(int process) => !_off.Contains(process);

    /// <summary>A process, and what it starts, does without from now on.</summary>
    public void TurnOff(IGuest guest)
    {
        _off.Add(guest.Tgid);
        guest.TurnFastPathOff();
    }

    public void Born(in Birth birth)
    {
        if (_off.Count > 0 && birth.Process != birth.ParentProcess && _off.Contains(birth.ParentProcess))
        {
            _off.Add(birth.Process);
        }
    }

    public void Executed(int index)
    {
    }

    public void Died(int index, int process)
    {
        if (process != 0)
        {
            _off.Remove(process);
        }
    }
}
