namespace Ptracer.Units;

/// <summary>The environment that processes of a unit get: systemd.exec(5).</summary>
internal sealed class ExecContext
{
    /// <summary>Reads it from a unit's own section.</summary>
    public ExecContext(SettingReader settings)
    {
        DynamicUser = settings.Flag("DynamicUser");
        User = UserNames.Read(settings, "User") ?? (DynamicUser ? UserNames.ForDynamicUser(settings.Specifiers) : null);
        Group = UserNames.Read(settings, "Group") ?? (DynamicUser ? User : null);
        SupplementaryGroups = UserNames.ReadGroups(settings);
        WorkingDirectory = WorkingDirectory.Read(settings);
        RootDirectory = settings.FatalPath("RootDirectory");
        UMask = settings.Mode("UMask", 0b10_010);
        Limits = ReadLimits(settings);
        Nice = ReadNumber(settings, "Nice", -20, 19, ("nice priority", "Nice priority"));
        OOMScoreAdjust = ReadNumber(settings, "OOMScoreAdjust", -1000, 1000, ("the OOM score adjust value", "OOM score adjust value"));
        IOSchedulingClass = settings.Last("IOSchedulingClass", ExecWords.IOClass, "Failed to parse IO scheduling class");
        IOSchedulingPriority = settings.Last("IOSchedulingPriority", text => Numbers.Signed(text, 0, 7), "Failed to parse IO priority");
        Environment = Environments.Read(settings);
        EnvironmentFiles = Environments.ReadFiles(settings);
        PassEnvironment = Environments.ReadPassed(settings);
        UnsetEnvironment = Environments.ReadUnset(settings);
        StandardInputData = StandardInputContent.Read(settings);
        StandardStream? input = StandardStream.ReadInput(settings);
        StandardInput = input is not { Kind: not StandardStreamKind.Null }
            ? new StandardStream(StandardInputData.Count > 0 ? StandardStreamKind.Data : StandardStreamKind.Null)
            : input;
        (StandardOutput, StandardError) = ReadOutputs(settings, StandardInput);
        Terminal = new TerminalSettings(settings);
        Syslog = new SyslogSettings(settings);
        Directories = [.. Enum.GetValues<ServiceDirectoryKind>().Select(kind => new ServiceDirectories(settings, kind))];
        RuntimeDirectoryPreserve = settings.Last("RuntimeDirectoryPreserve", ExecWords.Preserve, "Failed to parse runtime directory preserve mode") ?? RuntimeDirectoryPreserve.No;
        ExecSearchPath = settings.SearchPath("ExecSearchPath");
        IgnoreSIGPIPE = settings.Flag("IgnoreSIGPIPE", true);
        NoNewPrivileges = settings.Flag("NoNewPrivileges");
        PAMName = settings.Text("PAMName");
        PrivateTmp = settings.Flag("PrivateTmp") || DynamicUser;
    }

    /// <summary>A name or number; null: as the service manager runs.</summary>
    public string? User { get; }

    public string? Group { get; }

    public IReadOnlyList<string> SupplementaryGroups { get; }

    public bool DynamicUser { get; }

    /// <summary>Null: the root directory.</summary>
    public WorkingDirectory? WorkingDirectory { get; }

    public string? RootDirectory { get; }

    public uint UMask { get; }

    public IReadOnlyList<ResourceLimit> Limits { get; }

    public int? Nice { get; }

    public int? OOMScoreAdjust { get; }

    public IOSchedulingClass? IOSchedulingClass { get; }

    public int? IOSchedulingPriority { get; }

    /// <summary>Names and values, in the order of the files.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; }

    public IReadOnlyList<EnvironmentFileReference> EnvironmentFiles { get; }

    public IReadOnlyList<string> PassEnvironment { get; }

    /// <summary>Names, and <c>NAME=VALUE</c> for a variable that is removed only when it has that value.</summary>
    public IReadOnlyList<string> UnsetEnvironment { get; }

    public StandardStream StandardInput { get; }

    public StandardStream StandardOutput { get; }

    public StandardStream StandardError { get; }

    /// <summary>The bytes of StandardInputText= and StandardInputData=.</summary>
    public IReadOnlyList<byte> StandardInputData { get; }

    public TerminalSettings Terminal { get; }

    public SyslogSettings Syslog { get; }

    /// <summary>One for each kind, in the order of <see cref="ServiceDirectoryKind"/>.</summary>
    public IReadOnlyList<ServiceDirectories> Directories { get; }

    public RuntimeDirectoryPreserve RuntimeDirectoryPreserve { get; }

    /// <summary>Where programs that are named without a directory are searched; empty: where systemd does.</summary>
    public IReadOnlyList<string> ExecSearchPath { get; }

    public bool IgnoreSIGPIPE { get; }

    public bool NoNewPrivileges { get; }

    public string? PAMName { get; }

    /// <summary>What PrivateTmp= or DynamicUser= says.</summary>
    public bool PrivateTmp { get; }

    /// <summary>The directories of a kind.</summary>
    public ServiceDirectories DirectoriesOf(ServiceDirectoryKind kind) => Directories[(int)kind];

    // Inherit is the default and a choice alike: where a service's input is no place to write to, the journal is meant.
    private static (StandardStream Output, StandardStream Error) ReadOutputs(SettingReader settings, StandardStream input)
    {
        StandardStream inherit = new(StandardStreamKind.Inherit);
        StandardStream output = StandardStream.ReadOutput(settings, "StandardOutput") ?? inherit;
        StandardStream error = StandardStream.ReadOutput(settings, "StandardError") ?? inherit;
        return output.Kind == StandardStreamKind.Inherit && !input.IsBidirectional
            ? (new StandardStream(StandardStreamKind.Journal), error)
            : (output, error);
    }

    private static int? ReadNumber(SettingReader settings, string key, int minimum, int maximum, (string Unreadable, string OutOfRange) what)
    {
        int? result = null;
        foreach (Assignment assignment in settings.Of(key))
        {
            long? number = Numbers.Signed(assignment.Value);
            if (assignment.Value.Length == 0)
            {
                result = null;
            }
            else if (number is { } value && value >= minimum && value <= maximum)
            {
                result = (int)value;
            }
            else
            {
                settings.Warn(assignment, number is null
                    ? $"Failed to parse {what.Unreadable} '{assignment.Value}', ignoring: Invalid argument"
                    : $"{what.OutOfRange} out of range, ignoring: {assignment.Value}");
            }
        }

        return result;
    }

    private static List<ResourceLimit> ReadLimits(SettingReader settings)
    {
        List<ResourceLimit> limits = [];
        foreach (ResourceLimitKind kind in Enum.GetValues<ResourceLimitKind>())
        {
            ResourceLimit? limit = settings.Last($"Limit{kind}", text => ResourceLimit.Parse(kind, text), "Failed to parse resource value");
            if (limit is { } value)
            {
                limits.Add(value);
            }
        }

        return limits;
    }
}
