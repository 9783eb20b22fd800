namespace Ptracer.Units;

/// <summary>What no single line shows: settings that are missing or do not go together.</summary>
internal static class UnitVerifier
{
    /// <summary>Errors make the unit one with a bad setting.</summary>
    public static List<Diagnostic> Verify(Unit unit)
    {
        List<Diagnostic> found = [];
        string? refusal = unit switch
        {
            { Service: { } service } => Refusal(service, unit.Section),
            { Socket: { } socket } => Refusal(socket),
            { Timer: { } timer } => timer.Values.Count == 0 && !timer.OnClockChange && !timer.OnTimezoneChange ? "Timer unit lacks value setting. Refusing." : null,
            { Path: { } path } => path.Watches.Count == 0 ? "Path unit lacks path setting. Refusing." : null,
            { Mount: { } mount, Type: UnitType.Mount or UnitType.Automount } => Refusal(mount, unit),
            _ => null,
        };
        if (refusal is not null)
        {
            found.Add(new Diagnostic(DiagnosticSeverity.Error, "", 0, $"{unit.Id}: {refusal}"));
        }
        else if (unit.Service is { } service)
        {
            found.AddRange(Warnings(service).Select(warning => new Diagnostic(DiagnosticSeverity.Warning, "", 0, $"{unit.Id}: {warning}")));
        }

        return found;
    }

    private static string? Refusal(Service service, UnitSection section)
    {
        bool isOneshot = service.Type == ServiceType.Oneshot;
        if (service.Commands.Start.Count == 0)
        {
            return NoStartRefusal(service, section, isOneshot);
        }

        if (!isOneshot)
        {
            return service.Commands.Start.Count > 1
                ? "Service has more than one ExecStart= setting, which is only allowed for Type=oneshot services. Refusing."
                : service.Type == ServiceType.DBus && service.BusName is null
                ? "Service is of type D-Bus but no D-Bus service name has been specified. Refusing."
                : PamRefusal(service);
        }

        return OneshotRefusal(service) ?? PamRefusal(service);
    }

    private static string? NoStartRefusal(Service service, UnitSection section, bool isOneshot)
    {
        if (service.Commands.Stop.Count == 0 && section.SuccessAction == EmergencyAction.None)
        {
            return "Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.";
        }

        if (!isOneshot)
        {
            return "Service has no ExecStart= setting, which is only allowed for Type=oneshot services. Refusing.";
        }

        return !service.RemainAfterExit && section.SuccessAction == EmergencyAction.None
            ? "Service has no ExecStart= and no SuccessAction= settings and does not have RemainAfterExit=yes set. Refusing."
            : OneshotRefusal(service) ?? PamRefusal(service);
    }

    private static string? OneshotRefusal(Service service)
    {
        if (service.Restart is ServiceRestart.Always or ServiceRestart.OnSuccess)
        {
            return "Service has Restart= set to either always or on-success, which isn't allowed for Type=oneshot services. Refusing.";
        }

        if (!service.RestartForceExitStatus.IsEmpty)
        {
            return "Service has RestartForceExitStatus= set, which isn't allowed for Type=oneshot services. Refusing.";
        }

        return service.ExitType == ServiceExitType.Cgroup
            ? "Service has ExitType=cgroup set, which isn't allowed for Type=oneshot services. Refusing."
            : null;
    }

    private static string? PamRefusal(Service service) =>
        service.Exec.PAMName is not null && service.Kill.KillMode is not (KillMode.ControlGroup or KillMode.Mixed)
            ? "Service has PAM enabled. Kill mode must be set to 'control-group' or 'mixed'. Refusing."
            : null;

    private static string? Refusal(SocketUnit socket)
    {
        if (socket.Listens.Count == 0)
        {
            return "Unit has no Listen setting (ListenStream=, ListenDatagram=, ListenFIFO=, ...). Refusing.";
        }

        if (socket.Accept && socket.Listens.Any(listen => !Accepts(listen)))
        {
            return "Unit configured for accepting sockets, but sockets are non-accepting. Refusing.";
        }

        if (socket.Accept && socket.Service is not null)
        {
            return "Explicit service configuration for accepting socket units not supported. Refusing.";
        }

        return socket.Symlinks.Count > 0 && socket.Listens.Count(HasNode) != 1
            ? "Unit has symlinks set but none or more than one node in the file system. Refusing."
            : null;
    }

    private static bool Accepts(SocketListen listen) => listen.Kind is SocketListenKind.Stream or SocketListenKind.SequentialPacket;

    private static bool HasNode(SocketListen listen) =>
        listen.Kind == SocketListenKind.FIFO
        || (listen.Address.StartsWith('/') && listen.Kind is SocketListenKind.Stream or SocketListenKind.Datagram or SocketListenKind.SequentialPacket);

    private static string? Refusal(MountUnit mount, Unit unit)
    {
        if (mount.Where is null)
        {
            return null;
        }

        return UnitEscape.EscapePath(mount.Where) is { } name && name + UnitName.SuffixOf(unit.Type) != unit.Id
            ? "Where= setting doesn't match unit name. Refusing."
            : null;
    }

    private static IEnumerable<string> Warnings(Service service)
    {
        if (service.Timeouts.RuntimeMax.IsInfinite && !service.Timeouts.RuntimeRandomizedExtra.IsZero)
        {
            yield return "Service has RuntimeRandomizedExtraSec= setting, but no RuntimeMaxSec=. Ignoring.";
        }

        if (!service.Timeouts.RuntimeMax.IsInfinite && service.Type == ServiceType.Oneshot)
        {
            yield return "RuntimeMaxSec= has no effect in combination with Type=oneshot. Ignoring.";
        }
    }
}
