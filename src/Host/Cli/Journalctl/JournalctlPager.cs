using System.Diagnostics;

namespace Ptracer.Host.Cli.Journalctl;

/// <summary>Standard output, through a pager when it is a terminal: $SYSTEMD_PAGER, $PAGER, less or more.</summary>
internal sealed class JournalctlPager : IDisposable
{
    private readonly Process? _pager;

    private JournalctlPager(Process? pager)
    {
        _pager = pager;
        Output = pager?.StandardInput.BaseStream ?? Console.OpenStandardOutput();
    }

    /// <summary>Where to write.</summary>
    public Stream Output { get; }

    /// <summary>Opens it.</summary>
    /// <param name="isWanted">Whether a pager may be started.</param>
    /// <param name="jumpsToEnd">Whether it shows the end first.</param>
    public static JournalctlPager Open(bool isWanted, bool jumpsToEnd)
    {
        if (!isWanted || Console.IsOutputRedirected)
        {
            return new JournalctlPager(null);
        }

        string? chosen = Environment.GetEnvironmentVariable("SYSTEMD_PAGER") ?? Environment.GetEnvironmentVariable("PAGER");
        string[] candidates = chosen is null ? ["less", "more"] : [chosen];
        foreach (string candidate in candidates)
        {
            if (candidate is "" or "cat" || Start(candidate, jumpsToEnd) is not { } pager)
            {
                continue;
            }

            return new JournalctlPager(pager);
        }

        return new JournalctlPager(null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Output.Dispose();
        }
        catch (IOException)
        {
            // The pager was left before the end: that is how it is used.
            _pager?.WaitForExit();
        }

        _pager?.WaitForExit();
        _pager?.Dispose();
    }

    private static Process? Start(string command, bool jumpsToEnd)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        ProcessStartInfo start = new(words[0], words[1..]) { RedirectStandardInput = true };
        start.Environment["LESS"] = Environment.GetEnvironmentVariable("SYSTEMD_LESS") ?? ("FRSXMK" + (jumpsToEnd ? " +G" : ""));
        start.Environment["LESSCHARSET"] = Environment.GetEnvironmentVariable("SYSTEMD_LESSCHARSET") ?? "utf-8";
        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Not installed: the next one, or none.
            return null;
        }
    }
}
