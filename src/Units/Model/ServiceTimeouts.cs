namespace Ptracer.Units;

/// <summary>How long a service may take to start, stop and run.</summary>
internal sealed class ServiceTimeouts
{
    /// <summary>Reads them.</summary>
    public ServiceTimeouts(SettingReader settings, UnitTime defaultStart, UnitTime defaultStop)
    {
        UnitTime? start = null;
        UnitTime? stop = null;
        foreach (Assignment assignment in settings.Of(["TimeoutSec", "TimeoutStartSec", "TimeoutStopSec"]))
        {
            if (ReadTime(settings, assignment) is not { } time)
            {
                continue;
            }

            start = assignment.Key == "TimeoutStopSec" ? start : time;
            stop = assignment.Key == "TimeoutStartSec" ? stop : time;
        }

        Start = start ?? defaultStart;
        Stop = stop ?? defaultStop;
        DeclaredAbort = ReadAbort(settings);
        StartFailureMode = settings.Word("TimeoutStartFailureMode", ServiceWords.FailureModes, TimeoutFailureMode.Terminate, "Failed to parse timeout failure mode");
        StopFailureMode = settings.Word("TimeoutStopFailureMode", ServiceWords.FailureModes, TimeoutFailureMode.Terminate, "Failed to parse timeout failure mode");
        RuntimeMax = settings.Time("RuntimeMaxSec", UnitTime.Infinity);
        RuntimeRandomizedExtra = settings.Time("RuntimeRandomizedExtraSec", UnitTime.Zero);
    }

    /// <summary>TimeoutStartSec=.</summary>
    public UnitTime Start { get; }

    /// <summary>TimeoutStopSec=.</summary>
    public UnitTime Stop { get; }

    /// <summary>What TimeoutAbortSec= says; null: as TimeoutStopSec=.</summary>
    public UnitTime? DeclaredAbort { get; }

    /// <summary>TimeoutAbortSec=.</summary>
    public UnitTime Abort => DeclaredAbort ?? Stop;

    public TimeoutFailureMode StartFailureMode { get; }

    public TimeoutFailureMode StopFailureMode { get; }

    public UnitTime RuntimeMax { get; }

    public UnitTime RuntimeRandomizedExtra { get; }

    private static UnitTime? ReadTime(SettingReader settings, Assignment assignment)
    {
        if (UnitTime.ParseLimit(assignment.Value) is { } time)
        {
            return time;
        }

        settings.Warn(assignment, assignment.Key == "TimeoutStopSec"
            ? $"Failed to parse time value, ignoring: {assignment.Value}"
            : $"Failed to parse {assignment.Key}= parameter, ignoring: {assignment.Value}");
        return null;
    }

    private static UnitTime? ReadAbort(SettingReader settings)
    {
        UnitTime? result = null;
        foreach (Assignment assignment in settings.Of("TimeoutAbortSec"))
        {
            if (assignment.Value.Length == 0)
            {
                result = null;
            }
            else if (UnitTime.ParseLimit(assignment.Value) is { } time)
            {
                result = time;
            }
            else
            {
                settings.Warn(assignment, $"Failed to parse TimeoutAbortSec= setting, ignoring: {assignment.Value}");
            }
        }

        return result;
    }
}
