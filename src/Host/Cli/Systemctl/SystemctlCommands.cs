using System.Text;
using Ptracer.Host.Daemon.Control;
using Ptracer.Units;
using UnitText = Ptracer.Host.Daemon.Control.UnitText;

namespace Ptracer.Host.Cli.Systemctl;

/// <summary>The commands of <c>systemctl</c>; the façade does the work, this has systemd's words and statuses.</summary>
internal sealed class SystemctlCommands(IUnitControl units, IJournalControl journal, string guest, SystemctlOptions options)
{
    private const int NotActive = 3;
    private const int NoSuchUnit = 4;

    private readonly StringBuilder _out = new();

    /// <summary>Does the command.</summary>
    /// <returns>The exit status.</returns>
    public int Run()
    {
        int status = options.Command switch
        {
            "" or "list-units" or "list-sockets" or "list-timers" => new UnitLists(units, guest, options, _out).Units(),
            "status" => new StatusView(units, journal, guest, options, _out).Show(),
            "show" => Show(),
            "cat" => Cat(),
            "is-active" => Is("active", "reloading"),
            "is-failed" => Is("failed"),
            "is-enabled" => IsEnabled(),
            "is-system-running" => IsRunning(),
            "list-unit-files" => new UnitLists(units, guest, options, _out).Files(),
            "list-dependencies" => ListDependencies(),
            "runlevel" => Runlevel(),
            "get-default" => Line(Wait(units.GetDefault(guest, default))),
            "daemon-reload" or "daemon-reexec" => Done(units.Reload(guest, default)),
            "reset-failed" => ResetFailed(),
            "kill" => Kill(),
            "edit" => new UnitEditor(units, guest, options).Edit(),
            _ => Change(),
        };
        if (!options.IsQuiet)
        {
            Terminal.Write(_out.ToString());
        }

        return status;
    }

    /// <summary>A name with its suffix.</summary>
    internal static string FullName(string name) => UnitName.TypeOf(name) == UnitType.None ? name + ".service" : name;

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private int Change()
    {
        JobKind? kind = options.Command switch
        {
            "start" => JobKind.Start,
            "stop" => JobKind.Stop,
            "restart" => JobKind.Restart,
            "try-restart" or "condrestart" => JobKind.TryRestart,
            "reload" => JobKind.Reload,
            "reload-or-restart" or "force-reload" => JobKind.ReloadOrRestart,
            "try-reload-or-restart" => JobKind.TryReloadOrRestart,
            "isolate" or "default" => JobKind.Isolate,
            _ => null,
        };
        if (kind is { } job)
        {
            IReadOnlyList<string> names = options.Command == "default" ? [Wait(units.GetDefault(guest, default))] : Expanded();
            return names.Count > 0 ? RunJobs(job, names) : Fail("Too few arguments.");
        }

        UnitFileVerb? verb = options.Command switch
        {
            "enable" => UnitFileVerb.Enable,
            "disable" => UnitFileVerb.Disable,
            "reenable" => UnitFileVerb.Reenable,
            "mask" => UnitFileVerb.Mask,
            "unmask" => UnitFileVerb.Unmask,
            "preset" => options.Preset,
            "revert" => UnitFileVerb.Revert,
            _ => null,
        };
        if (verb is { } change)
        {
            return options.Names.Count > 0 ? ChangeFiles(change) : Fail("Too few arguments.");
        }

        if (options.Command == "set-default" && options.Names.Count == 1)
        {
            Say(Wait(units.SetDefault(guest, options.Names[0], default)));
            return 0;
        }

        return Fail($"Unknown command verb {options.Command}.");
    }

    private int RunJobs(JobKind kind, IReadOnlyList<string> names)
    {
        int status = 0;
        List<(string Name, Task<JobResult> Job)> jobs = [.. names.Select(name => (name, units.Run(guest, name, kind, options.Mode, default)))];
        foreach ((string name, Task<JobResult> job) in jobs)
        {
            try
            {
                JobResult result = Wait(job);
                if (result.Result is not ("done" or "skipped" or "queued"))
                {
                    Terminal.WriteError((result.Message.Length > 0 ? result.Message : $"Job for {FullName(name)} {result.Result}.") + "\n");
                    status = 1;
                }
            }
            catch (ControlException failure)
            {
                Terminal.WriteError(failure.Message + "\n");
                status = failure.Kind == ControlError.NotFound ? 5 : 1;
            }
        }

        return status;
    }

    private int ChangeFiles(UnitFileVerb verb)
    {
        UnitFileChanges changes = Wait(units.ChangeFiles(guest, verb, options.Names, options.Runtime, default));
        Say(changes);
        if (!changes.CarriesInstall && verb is UnitFileVerb.Enable or UnitFileVerb.Disable or UnitFileVerb.Reenable && !options.IsQuiet)
        {
            Terminal.WriteError(
                "The unit files have no installation config (WantedBy=, RequiredBy=, Also=,\nAlias= settings in the [Install] " +
                "section, and DefaultInstance= for template\nunits). This means they are not meant to be enabled or disabled using systemctl.\n");
        }

        return !options.Now ? 0 : verb switch
        {
            UnitFileVerb.Enable or UnitFileVerb.Reenable => RunJobs(JobKind.Start, options.Names),
            UnitFileVerb.Disable or UnitFileVerb.Mask => RunJobs(JobKind.Stop, options.Names),
            _ => 0,
        };
    }

    private void Say(UnitFileChanges changes)
    {
        if (!options.IsQuiet)
        {
            Terminal.WriteError(string.Concat(changes.Changes.Select(change => change + "\n")));
        }
    }

    /// <summary>Names with patterns replaced by the loaded units that they match.</summary>
    private IReadOnlyList<string> Expanded() => options.Names.Any(name => name.IndexOfAny(['*', '?', '[']) >= 0)
        ? [.. Wait(units.List(guest, default)).Select(unit => unit.Name).Where(name => UnitLists.IsMatch(options.Names, name))]
        : options.Names;

    private int Show()
    {
        bool first = true;
        foreach (string name in options.Names.Count == 0 ? [Wait(units.GetDefault(guest, default))] : options.Names)
        {
            if (!first)
            {
                _out.Append('\n');
            }

            first = false;
            IReadOnlyList<KeyValuePair<string, string>> properties = Wait(units.Show(guest, name, default));
            IEnumerable<KeyValuePair<string, string>> shown = options.Properties.Count == 0
                ? properties.Where(property => options.All || property.Value.Length > 0)
                : options.Properties.SelectMany(wanted => properties.Where(property => property.Key == wanted));
            foreach ((string key, string value) in shown)
            {
                _out.Append(options.OnlyValues ? value : $"{key}={value}").Append('\n');
            }
        }

        return 0;
    }

    private int Cat()
    {
        bool first = true;
        foreach (UnitText file in options.Names.SelectMany(name => Wait(units.Cat(guest, name, default))))
        {
            _out.Append(first ? "" : "\n").Append("# ").Append(file.Path).Append('\n').Append(file.Text);
            first = false;
        }

        return options.Names.Count > 0 ? 0 : Fail("Too few arguments.");
    }

    private int Is(params ReadOnlySpan<string> states)
    {
        bool any = false;
        bool isKnown = false;
        foreach (string name in Expanded())
        {
            UnitInfo unit = Wait(units.Get(guest, name, default));
            _out.Append(unit.ActiveState).Append('\n');
            any |= states.Contains(unit.ActiveState);
            isKnown |= unit.LoadState != "not-found";
        }

        return any ? 0 : options.Command == "is-failed" ? 1 : isKnown ? NotActive : NoSuchUnit;
    }

    private int IsEnabled()
    {
        bool any = false;
        foreach (string name in options.Names)
        {
            UnitInfo unit = Wait(units.Get(guest, FileOf(name), default));
            if (unit.UnitFileState.Length == 0)
            {
                throw new ControlException(ControlError.Failed, $"Failed to get unit file state for {FullName(name)}: No such file or directory");
            }

            string state = unit.FragmentPath.StartsWith("/etc/init.d/", StringComparison.Ordinal) ? StateOfScript(unit.Name) : unit.UnitFileState;
            _out.Append(state).Append('\n');
            any |= state is "enabled" or "enabled-runtime" or "static" or "alias" or "indirect" or "generated" or "transient";
        }

        return any ? 0 : 1;
    }

    // An init script has no unit file that says it.
    private string StateOfScript(string name) => Wait(units.Show(guest, name, default))
        .Any(property => property is { Key: "WantedBy", Value.Length: > 0 }) ? "enabled" : "disabled";

    // A template is asked about by its own name, which is none of a unit.
    private static string FileOf(string name) => UnitName.IsTemplate(FullName(name)) ? UnitName.Instantiate(FullName(name), "x") : name;

    private int IsRunning()
    {
        IReadOnlyList<UnitInfo> all = Wait(units.List(guest, default));
        string target = Wait(units.GetDefault(guest, default));
        string state = all.Any(unit => unit.ActiveState == "failed") ? "degraded"
            : all.FirstOrDefault(unit => unit.Name == target)?.ActiveState is "active" ? "running"
            : "starting";
        return Line(state) + (state == "running" ? 0 : 1);
    }

    /// <summary>runlevel(8): the one before, which nobody knows, and the present one. systemd.special(7) says which is which.</summary>
    private int Runlevel()
    {
        string[] active = [.. Wait(units.List(guest, default)).Where(unit => unit.ActiveState == "active").Select(unit => unit.Name)];
        string level = active.Contains("graphical.target") ? "5"
            : active.Contains("multi-user.target") ? "3"
            : active.Contains("rescue.target") ? "1"
            : "";
        return level.Length > 0 ? Line("N " + level) : Line("unknown") + 1;
    }

    private int ListDependencies()
    {
        string root = options.Names.Count > 0 ? FullName(options.Names[0]) : Wait(units.GetDefault(guest, default));
        _out.Append(root).Append('\n');
        new DependencyTree(name => Wait(units.Dependencies(guest, name, options.Reverse, default)), options).Append(_out, root);
        return 0;
    }

    private int ResetFailed()
    {
        foreach (string? name in options.Names.Count == 0 ? [null] : options.Names.AsEnumerable<string?>())
        {
            units.ResetFailed(guest, name, default).GetAwaiter().GetResult();
        }

        return 0;
    }

    private int Kill()
    {
        foreach (string name in Expanded())
        {
            units.Kill(guest, name, options.Signal, options.Whom, default).GetAwaiter().GetResult();
        }

        return options.Names.Count > 0 ? 0 : Fail("Too few arguments.");
    }

    private int Line(string text)
    {
        _out.Append(text).Append('\n');
        return 0;
    }

    private static int Done(Task task)
    {
        task.GetAwaiter().GetResult();
        return 0;
    }

    private static int Fail(string message)
    {
        Terminal.WriteError(message + "\n");
        return 1;
    }
}
