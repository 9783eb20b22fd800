using System.Buffers.Binary;
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

        byte[] settings = new byte[MaxSettingsBytes];
        BinaryPrimitives.WriteInt32LittleEndian(settings, mounts.Root.HostPath.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(settings.AsSpan(4), mounts.HasReadOnly ? ReadOnlyFlag : 0);
        mounts.Root.HostPath.CopyTo(settings.AsSpan(8));
        int length = 8 + mounts.Root.HostPath.Length;
        foreach (byte[] name in mounts.SensitiveNames)
        {
            if (name.Length > byte.MaxValue || length + name.Length + 2 > settings.Length)
            {
                return null;
            }

            settings[length] = (byte)name.Length;
            name.CopyTo(settings, length + 1);
            length += 1 + name.Length;
        }

        return new FastPath(settings[..(length + 1)]);
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
