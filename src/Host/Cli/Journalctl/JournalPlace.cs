namespace Ptracer.Host.Cli.Journalctl;

/// <summary>Where journals are.</summary>
internal static class JournalPlace
{
    /// <summary>The directory of a guest's journal.</summary>
    /// <param name="guest">The guest's name; null: the only guest.</param>
    /// <exception cref="JournalctlFailure">There is no such guest, or it is not clear which.</exception>
    public static string Of(string? guest)
    {
        string guests = Path.Combine(Home(), "guests");
        if (guest is null)
        {
            string[] all = Directory.Exists(guests) ? [.. Directory.GetDirectories(guests).Order(StringComparer.Ordinal)] : [];
            return all switch
            {
                [string only] => Path.Combine(only, "journal"),
                [] => throw new JournalctlFailure($"No guests in {guests}; make one with ptracer guest create, or give -D DIR"),
                _ => throw new JournalctlFailure($"Which guest? Give -M NAME, one of: {string.Join(' ', all.Select(Path.GetFileName))}"),
            };
        }

        string directory = Path.Combine(guests, guest);
        return guest.Length > 0 && !guest.Contains('/', StringComparison.Ordinal) && guest is not ("." or "..") && Directory.Exists(directory)
            ? Path.Combine(directory, "journal")
            : throw new JournalctlFailure($"No guest {guest} in {guests}; ptracer guest list names them");
    }

    private static string Home()
    {
        if (Environment.GetEnvironmentVariable("PTRACER_HOME") is { Length: > 0 } home)
        {
            return Path.GetFullPath(home);
        }

        string? data = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        return string.IsNullOrEmpty(data)
            ? Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "/", ".local/share/ptracer")
            : Path.Combine(data, "ptracer");
    }
}
