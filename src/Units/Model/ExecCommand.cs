namespace Ptracer.Units;

/// <summary>A command line of <c>Exec…=</c>, with specifiers replaced and variables not yet.</summary>
/// <param name="Path">The program: an absolute path, or a name to be searched for.</param>
/// <param name="Arguments">The arguments, the first of which is the program's name for itself.</param>
/// <param name="Flags">What the prefixes of the path say.</param>
internal sealed record ExecCommand(string Path, IReadOnlyList<string> Arguments, ExecCommandFlags Flags)
{
    /// <summary>Whether a failure counts as success (<c>-</c>).</summary>
    public bool IgnoresFailure => Flags.HasFlag(ExecCommandFlags.IgnoreFailure);

    /// <summary>Whether variables are replaced (no <c>:</c>).</summary>
    public bool ExpandsVariables => !Flags.HasFlag(ExecCommandFlags.NoEnvironmentExpansion);
}
