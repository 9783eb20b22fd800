using Ptracer.Packer.Packing;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Profiles;

/// <summary>
/// What a kind of program needs beyond the libraries that it says itself: what it opens by name, and the directories it
/// writes to. Read by <see cref="ProfileReader"/>.
/// </summary>
/// <param name="name">Its name.</param>
internal sealed class Profile(string name)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>What it is for, one line.</summary>
    public string About { get; set; } = "";

    /// <summary>Other profiles that it builds on.</summary>
    public List<string> Needs { get; } = [];

    /// <summary>
    /// It is taken by itself where one of these holds; none: only when it is asked for.
    /// </summary>
    public List<ProfileTrigger> Triggers { get; } = [];

    /// <summary>Programs, with all that they need to be loaded.</summary>
    public List<ProfileProgram> Programs { get; } = [];

    /// <summary>What is taken from the tree where it is there; programs and libraries in it bring what they need.</summary>
    public List<Glob> Includes { get; } = [];

    /// <summary>What is left out, whoever asked for it.</summary>
    public List<Glob> Excludes { get; } = [];

    /// <summary>What is made unless it is there.</summary>
    public List<ProfileEntry> Made { get; } = [];
}

/// <summary>When a profile is taken by itself.</summary>
/// <param name="Kind">What is looked at.</param>
/// <param name="Text">A library's file name, or a symbol's.</param>
internal sealed record ProfileTrigger(ProfileTriggerKind Kind, string Text);

/// <summary>What a trigger looks at.</summary>
internal enum ProfileTriggerKind
{
    /// <summary>A file of this name, a pattern, is packed.</summary>
    Library,

    /// <summary>A packed ELF file has this symbol in its table of names.</summary>
    Symbol,
}

/// <summary>A program of a profile.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="IsRequired">Whether a tree without it cannot be packed by this profile.</param>
internal sealed record ProfileProgram(string Path, bool IsRequired);

/// <summary>A directory, file or link that a profile makes.</summary>
/// <param name="Path">Where.</param>
/// <param name="Type">What.</param>
/// <param name="Permissions">07777.</param>
/// <param name="Content">A file's content, or a link's text.</param>
internal sealed record ProfileEntry(TreePath Path, TreeEntryType Type, uint Permissions, byte[]? Content);
