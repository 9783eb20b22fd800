using Ptracer.Packer.Dependencies;

namespace Ptracer.Host.Cli;

/// <summary>How <c>deps</c> answers.</summary>
internal enum DepsForm
{
    Tree,
    Json,
    Dot,
    Svg,
    List,
}

/// <summary>What one answer is about.</summary>
internal enum DepsScope
{
    /// <summary>All programs together.</summary>
    All,

    /// <summary>Each program alone.</summary>
    Each,
}

/// <summary>How a tree is shown.</summary>
/// <param name="Verbose">Whether it tells how each file was found.</param>
/// <param name="Colors">Whether it is coloured.</param>
internal readonly record struct DepsTreeStyle(bool Verbose, bool Colors);

/// <summary>A parsed command line of <c>deps</c>.</summary>
/// <param name="Rootfs">The directory of this machine.</param>
/// <param name="Programs">Paths or names.</param>
/// <param name="Search">The environment of the programs.</param>
/// <param name="Form">How to answer.</param>
/// <param name="Scope">About what.</param>
/// <param name="Style">How the tree is shown.</param>
internal sealed record DepsRequest(
    string Rootfs,
    IReadOnlyList<byte[]> Programs,
    DependencyOptions Search,
    DepsForm Form,
    DepsScope Scope,
    DepsTreeStyle Style);
