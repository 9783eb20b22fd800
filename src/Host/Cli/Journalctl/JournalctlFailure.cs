namespace Ptracer.Host.Cli.Journalctl;

/// <summary>What journalctl says in one line before it exits with status 1.</summary>
internal sealed class JournalctlFailure(string message) : Exception(message);
