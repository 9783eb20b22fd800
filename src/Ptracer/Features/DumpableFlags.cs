using Ptracer.Guest;

namespace Ptracer.Features;

/// <summary>What processes believe of their PR_SET_DUMPABLE (prctl(2)); the kernel is never told.</summary>
internal sealed class DumpableFlags : IGuestObserver
{
    private Flag[] _flags = new Flag[64];

    public int Get(int index) => _flags[index].Value;

    public void Set(int index, int value) => _flags[index].Value = value;

    public void Born(in Birth birth)
    {
        int index = birth.Index;
        if (index >= _flags.Length)
        {
            Array.Resize(ref _flags, Math.Max(index + 1, _flags.Length * 2));
        }

        _flags[index] = birth.ParentIndex < 0 ? new Flag(1)
            : birth.SharesMemory ? _flags[birth.ParentIndex]
            : new Flag(_flags[birth.ParentIndex].Value);
    }

    /// <summary>begin_new_exec(), fs/exec.c: new memory, SUID_DUMP_USER.</summary>
    public void Executed(int index) => _flags[index] = new Flag(1);

    public void Died(int index, int process)
    {
    }

    /// <summary>It belongs to the memory, not to the thread.</summary>
    private sealed class Flag(int value)
    {
        public int Value { get; set; } = value;
    }
}
