using Ptracer.Host.Tests.Harness;

namespace Ptracer.Host.Tests.Cli;

/// <summary>The base of tests that write ptracer's whole command line themselves.</summary>
public abstract class CliTest(string? rootfs = null) : GuestTest(rootfs)
{
    /// <summary>Runs a command of the host as the guests' user, with empty input, to its end.</summary>
    protected GuestRun RunHost(params string[] line) => StartHost([.. HostUser, .. line]).Feed([]).Wait();

    /// <summary>Sets a file's mode, as chmod(1) takes it.</summary>
    protected static void Mode(string mode, string path) => HostCommand.Run("chmod", mode, path);
}
