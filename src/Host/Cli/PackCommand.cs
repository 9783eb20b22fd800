using Ptracer.Packer.Packing;

namespace Ptracer.Host.Cli;

/// <summary>A parsed command line of <c>pack</c>.</summary>
internal sealed record PackCommand
{
    /// <summary>What is asked for.</summary>
    public PackAction Action { get; init; }

    /// <summary>Where the pack goes, or the pack that is checked.</summary>
    public string Output { get; init; } = "";

    /// <summary>What it is written as.</summary>
    public OutputFormat Format { get; init; }

    /// <summary>What happens to something that is there.</summary>
    public ExistingOutput Existing { get; init; }

    /// <summary>What is packed from.</summary>
    public string From { get; init; } = "/";

    /// <summary>What goes in, but for what a run adds.</summary>
    public PackRequest Request { get; init; } = new();

    /// <summary>LD_LIBRARY_PATH; null: none.</summary>
    public string? LibraryPath { get; init; }

    /// <summary>The run of --trace or --check; its rootfs is set by the verb.</summary>
    public SessionOptions Run { get; init; } = new();
}

/// <summary>What a command line of <c>pack</c> asks for.</summary>
internal enum PackAction
{
    /// <summary>Make a pack.</summary>
    Make,

    /// <summary>Make a pack, with what a run uses.</summary>
    MakeByRun,

    /// <summary>Run a command in a pack, and tell what it missed.</summary>
    Check,

    /// <summary>Show the help.</summary>
    ShowHelp,
}
