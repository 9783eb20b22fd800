using System.Runtime.InteropServices;
using Ptracer.Engines.Shim;

namespace Ptracer.Engines.Ptrace;

/// <summary>The image of a slot being filled for the call at hand, to be written into the guest at once.</summary>
internal sealed class Staging
{
    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(ShimLayout.SlotSizeBytes, pinned: true);
    private int _end;

    public bool IsEmpty => _end == ShimLayout.SlotData;

    public Span<byte> Header => _bytes.AsSpan(0, ShimLayout.SlotData);

    public ReadOnlySpan<byte> All => _bytes.AsSpan(0, _end);

    public void Begin() => _end = ShimLayout.SlotData;

    /// <summary>Adds bytes, aligned to eight: their offset in the slot, or -1 if they do not fit.</summary>
    public int Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _bytes.Length - _end - 8)
        {
            return -1;
        }

        int at = _end;
        bytes.CopyTo(_bytes.AsSpan(at));
        _end = (at + bytes.Length + 7) & ~7;
        return at;
    }

    public void SetWord(int offset, ulong value) => MemoryMarshal.Write(_bytes.AsSpan(offset), value);
}
