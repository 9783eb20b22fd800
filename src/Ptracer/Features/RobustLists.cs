using Ptracer.Guest;

namespace Ptracer.Features;

/// <summary>
/// The robust futex lists of threads where the kernel may not be told of them (set_robust_list(2)): kept here, and walked
/// when a thread ends.
/// </summary>
internal sealed class RobustLists : IGuestObserver
{
    private ulong[] _heads = new ulong[64];

    public ulong this[int index]
    {
        get => _heads[index];
        set => _heads[index] = value;
    }

    public void Born(in Birth birth)
    {
        if (birth.Index >= _heads.Length)
        {
            Array.Resize(ref _heads, Math.Max(birth.Index + 1, _heads.Length * 2));
        }

        _heads[birth.Index] = 0;
    }

    public void Executed(int index) => _heads[index] = 0;

    public void Died(int index, int process)
    {
    }
}
