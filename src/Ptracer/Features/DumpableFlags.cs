using Ptracer.Guest;

namespace Ptracer.Features;

/// <summary>What processes believe of their PR_SET_DUMPABLE (prctl(2)); the kernel is never told.</summary>
internal sealed class DumpableFlags : IGuestObserver
{
    private int[] _values = new int[64];

    public int Get(int index) => _values[index];

    public void Set(int index, int value) => _values[index] = value;

    public void Born(in Birth birth)
    {
        int index = birth.Index;
        if (index >= _values.Length)
        {
            Array.Resize(ref _values, Math.Max(index + 1, _values.Length * 2));
        }

        _values[index] = birth.ParentIndex < 0 ? 1 : _values[birth.ParentIndex];
    }

    public void Died(int index, int process)
    {
    }
}
