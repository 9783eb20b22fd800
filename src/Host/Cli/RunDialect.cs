namespace Ptracer.Host.Cli;

/// <summary>By which name the command line of <c>run</c> was called.</summary>
internal enum RunDialect
{
    /// <summary><c>ptracer run ...</c>.</summary>
    Ptracer,

    /// <summary><c>proot ...</c>: no verb, and a missing binding is a warning, as PRoot has it.</summary>
    Proot,
}
