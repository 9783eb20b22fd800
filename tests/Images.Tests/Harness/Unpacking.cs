using Packer.Tests.Harness;
using Ptracer;
using Ptracer.Images.Rootfs;
using Xunit;

namespace Images.Tests.Harness;

/// <summary>Unpacks, and looks at what came of it.</summary>
internal static class Unpacking
{
    public static RootfsReport Unpack(this ScratchDirectory place, string archive, RootfsLimits? limits = null) =>
        ArchiveImport.Unpack(place[archive], place["out"], limits ?? new RootfsLimits(), null, TestContext.Current.CancellationToken);

    public static RootfsReport Layers(this ScratchDirectory place, params TarBuilder[] layers)
    {
        using RootfsWriter writer = new(place["out"], new RootfsLimits(), TestContext.Current.CancellationToken);
        foreach (TarBuilder layer in layers)
        {
            using MemoryStream stream = new(layer.Bytes());
            writer.AddLayer("layer", stream);
        }

        return writer.Complete();
    }

    /// <summary>It is refused in one line that names the thing, and nothing is left.</summary>
    public static string Refused(this ScratchDirectory place, Action action)
    {
        string[] before = place.Names;
        PtracerException failure = Assert.Throws<PtracerException>(action);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.Equal(before, place.Names);
        return failure.Message;
    }

    public static string Tree(this ScratchDirectory place, string directory = "out") =>
        place.Shell($"cd {directory}; find . -mindepth 1 -printf '%P\\n' | LC_ALL=C sort").TrimEnd('\n').Replace('\n', ' ');
}
