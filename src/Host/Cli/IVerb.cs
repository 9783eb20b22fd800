namespace Ptracer.Host.Cli;

/// <summary>A verb of the command line with its words parsed: what is left is to do it.</summary>
internal interface IVerb
{
    /// <summary>Does it, and answers the exit status of the process.</summary>
    int Run();
}
