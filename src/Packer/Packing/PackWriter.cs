using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>Writes a plan to its output.</summary>
internal static class PackWriter
{
    /// <summary>Writes all entries, and lets the output take its place.</summary>
    /// <param name="plan">What is written.</param>
    /// <param name="output">Where to.</param>
    /// <param name="progress">Told the bytes of content written so far, of how many; null: nobody is.</param>
    public static PackSummary Write(PackPlan plan, IPackOutput output, Action<long, long>? progress)
    {
        long total = 0, written = 0;
        int files = 0, links = 0;
        foreach (PackItem item in plan.Items)
        {
            total += item.Entry.Type == TreeEntryType.File ? item.Entry.SizeBytes : 0;
        }

        foreach (PackItem item in plan.Items)
        {
            output.Write(item);
            files += item.Entry.Type == TreeEntryType.File ? 1 : 0;
            links += item.Entry.Type == TreeEntryType.Link ? 1 : 0;
            written += item.Entry.Type == TreeEntryType.File ? item.Entry.SizeBytes : 0;
            progress?.Invoke(written, total);
        }

        output.Complete();
        return new PackSummary(files, links, total);
    }
}

/// <summary>What was written.</summary>
/// <param name="Files">Regular files.</param>
/// <param name="Links">Symbolic links.</param>
/// <param name="SizeBytes">The files' content.</param>
internal sealed record PackSummary(int Files, int Links, long SizeBytes);
