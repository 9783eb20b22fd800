namespace Ptracer.Units;

/// <summary>A value of <c>StandardInput=</c>, <c>StandardOutput=</c> or <c>StandardError=</c>.</summary>
/// <param name="Kind">Where it goes.</param>
/// <param name="Target">The path of a file, or the name of a descriptor; else null.</param>
internal sealed record StandardStream(StandardStreamKind Kind, string? Target = null)
{
    private static readonly NameTable<StandardStreamKind> s_inputs = new(
        ("null", StandardStreamKind.Null),
        ("tty", StandardStreamKind.Tty),
        ("tty-force", StandardStreamKind.TtyForce),
        ("tty-fail", StandardStreamKind.TtyFail),
        ("socket", StandardStreamKind.Socket),
        ("fd", StandardStreamKind.NamedDescriptor),
        ("data", StandardStreamKind.Data),
        ("file", StandardStreamKind.File));

    private static readonly NameTable<StandardStreamKind> s_outputs = new(
        ("inherit", StandardStreamKind.Inherit),
        ("null", StandardStreamKind.Null),
        ("tty", StandardStreamKind.Tty),
        ("kmsg", StandardStreamKind.Kmsg),
        ("kmsg+console", StandardStreamKind.KmsgAndConsole),
        ("journal", StandardStreamKind.Journal),
        ("journal+console", StandardStreamKind.JournalAndConsole),
        ("socket", StandardStreamKind.Socket),
        ("fd", StandardStreamKind.NamedDescriptor),
        ("file", StandardStreamKind.File),
        ("append", StandardStreamKind.Append),
        ("truncate", StandardStreamKind.Truncate));

    private static readonly (string Prefix, StandardStreamKind Kind)[] s_files =
    [
        ("file:", StandardStreamKind.File), ("append:", StandardStreamKind.Append), ("truncate:", StandardStreamKind.Truncate),
    ];

    /// <summary>Whether it is a stream that can be both read and written, so that output may inherit it.</summary>
    public bool IsBidirectional => Kind is StandardStreamKind.Tty or StandardStreamKind.TtyForce or StandardStreamKind.TtyFail
        or StandardStreamKind.Socket or StandardStreamKind.NamedDescriptor;

    /// <summary>As it stands in a unit file.</summary>
    public override string ToString() => Kind switch
    {
        StandardStreamKind.Data => "data",
        StandardStreamKind.TtyForce or StandardStreamKind.TtyFail => s_inputs.NameOf(Kind),
        _ => Target is null ? s_outputs.NameOf(Kind) : $"{s_outputs.NameOf(Kind)}:{Target}",
    };

    /// <summary>Reads StandardInput=; null when it is not set.</summary>
    public static StandardStream? ReadInput(SettingReader settings) => Read(settings, "StandardInput", s_inputs, 1, "input");

    /// <summary>Reads StandardOutput= or StandardError=; null when it is not set.</summary>
    public static StandardStream? ReadOutput(SettingReader settings, string key) => Read(settings, key, s_outputs, s_files.Length, "output");

    private static StandardStream? Read(SettingReader settings, string key, NameTable<StandardStreamKind> words, int files, string what)
    {
        StandardStream? result = null;
        foreach (Assignment assignment in settings.Of(key))
        {
            string value = UpdateObsolete(settings, assignment);
            StandardStream? stream = ReadNamed(settings, assignment, value, files, out bool isNamed)
                ?? (!isNamed && words.Find(value) is { } kind ? new StandardStream(kind) : null);
            if (stream is null && !isNamed)
            {
                settings.Warn(assignment, $"Failed to parse {what} specifier, ignoring: {value}");
            }

            result = stream ?? result;
        }

        return result;
    }

    private static string UpdateObsolete(SettingReader settings, Assignment assignment)
    {
        string updated = assignment.Value switch
        {
            "syslog" => "journal",
            "syslog+console" => "journal+console",
            string value => value,
        };
        if (updated != assignment.Value && assignment.Key != "StandardInput")
        {
            settings.Notice(assignment, $"Standard output type {assignment.Value} is obsolete, automatically updating to {updated}. Please update your unit file, and consider removing the setting altogether.");
        }

        return updated;
    }

    private static StandardStream? ReadNamed(SettingReader settings, Assignment assignment, string value, int files, out bool isNamed)
    {
        const string Descriptor = "fd:";
        isNamed = true;
        if (value.StartsWith(Descriptor, StringComparison.Ordinal))
        {
            string? name = settings.Expand(assignment, value[Descriptor.Length..]);
            return name is null ? null : new StandardStream(StandardStreamKind.NamedDescriptor, name.Length == 0 ? null : name);
        }

        foreach ((string prefix, StandardStreamKind kind) in s_files.AsSpan(0, files))
        {
            if (!value.StartsWith(prefix, StringComparison.Ordinal))
            {
                continue;
            }

            if (settings.Expand(assignment, value[prefix.Length..]) is not { } path)
            {
                return null;
            }

            if (UnitPath.IsAbsolute(path))
            {
                return new StandardStream(kind, UnitPath.Simplify(path));
            }

            settings.Refuse(assignment, $"{assignment.Key}= path is not absolute: {path}");
            return null;
        }

        isNamed = false;
        return null;
    }
}
