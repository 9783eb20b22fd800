namespace Ptracer.Features.Ipc;

/// <summary>Ids of System V objects: an index into a table, and a number that tells its users over time apart.</summary>
internal static class IpcId
{
    private const int IndexBits = 15;
    private const int SequenceMask = 0xffff;

    public static int Of(int index, int sequence) => ((sequence & SequenceMask) << IndexBits) | index;

    public static int IndexOf(int id) => id & ((1 << IndexBits) - 1);

    public static int SequenceOf(int id) => id >> IndexBits;
}
