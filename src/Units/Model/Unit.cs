namespace Ptracer.Units;

/// <summary>
/// A unit as its files describe it. Immutable. Which of the sections of types there is, <see cref="Type"/> says; a unit
/// that is not loaded has none but an empty [Unit] section.
/// </summary>
internal sealed class Unit
{
    /// <summary>The name it is known under: that of its file when it was asked for by an alias.</summary>
    public required string Id { get; init; }

    /// <summary>All its names, <see cref="Id"/> first.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    public required UnitType Type { get; init; }

    public required UnitLoadState LoadState { get; init; }

    /// <summary>Its file, a guest path; null when it has none.</summary>
    public string? FragmentPath { get; init; }

    /// <summary>Its drop-ins, guest paths, in the order they are read.</summary>
    public IReadOnlyList<string> DropInPaths { get; init; } = [];

    /// <summary>Units named by links in its <c>.wants</c> directories.</summary>
    public IReadOnlyList<string> WantsDirectories { get; init; } = [];

    /// <summary>Units named by links in its <c>.requires</c> directories.</summary>
    public IReadOnlyList<string> RequiresDirectories { get; init; } = [];

    /// <summary>Every assignment of its files with a known key, in order.</summary>
    public IReadOnlyList<Assignment> Assignments { get; init; } = [];

    /// <summary>What is wrong, in the order of the files.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];

    public required UnitSection Section { get; init; }

    public required InstallSection Install { get; init; }

    /// <summary>The slice that Slice= names; null when not set.</summary>
    public string? Slice { get; init; }

    public Service? Service { get; init; }

    public SocketUnit? Socket { get; init; }

    public TimerUnit? Timer { get; init; }

    public PathUnit? Path { get; init; }

    public MountUnit? Mount { get; init; }

    /// <summary>What it is called for people: Description=, or its name.</summary>
    public string Description => Section.Description ?? Id;

    /// <summary>The unit that it starts when something happens; null when it does not.</summary>
    public string? Triggers => Type switch
    {
        UnitType.Socket => Socket?.Service ?? (Socket?.Accept == true ? null : UnitName.ChangeSuffix(Id, UnitType.Service)),
        UnitType.Timer => Timer?.Unit ?? UnitName.ChangeSuffix(Id, UnitType.Service),
        UnitType.Path => Path?.Unit ?? UnitName.ChangeSuffix(Id, UnitType.Service),
        UnitType.Automount => UnitName.ChangeSuffix(Id, UnitType.Mount),
        _ => null,
    };
}
