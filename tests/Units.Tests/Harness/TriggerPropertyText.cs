using System.Globalization;

namespace Ptracer.Units.Tests;

/// <summary>Properties of sockets, timers and paths in the words of a dump of systemd's.</summary>
internal static class TriggerPropertyText
{
    public static IEnumerable<(string Key, IReadOnlyList<string> Values)> OfSocket(Unit unit, SocketUnit socket)
    {
        foreach (IGrouping<SocketListenKind, SocketListen> listens in socket.Listens.GroupBy(listen => listen.Kind))
        {
            yield return ($"Listen{listens.Key}", [.. listens.Select(listen => AddressText(listen.Address))]);
        }

        yield return ("SocketMode", [Mode(socket.SocketMode)]);
        yield return ("DirectoryMode", [Mode(socket.DirectoryMode)]);
        yield return ("Backlog", [Math.Min(socket.Backlog, int.MaxValue).ToString(CultureInfo.InvariantCulture)]);
        yield return ("KeepAlive", [Flag(socket.Options.KeepAlive)]);
        yield return ("NoDelay", [Flag(socket.Options.NoDelay)]);
        yield return ("FreeBind", [Flag(socket.Options.FreeBind)]);
        yield return ("Transparent", [Flag(socket.Options.Transparent)]);
        yield return ("Broadcast", [Flag(socket.Options.Broadcast)]);
        yield return ("PassCredentials", [Flag(socket.Options.PassCredentials)]);
        yield return ("PassSecurity", [Flag(socket.Options.PassSecurity)]);
        yield return ("RemoveOnStop", [Flag(socket.RemoveOnStop)]);
        yield return ("Writable", [Flag(socket.Writable)]);
        yield return ("FlushPending", [Flag(socket.FlushPending)]);
        yield return ("FileDescriptorName", [socket.FileDescriptorName ?? (socket.Accept ? "connection" : unit.Id)]);
        yield return ("SocketUser", socket.SocketUser is null && socket.SocketGroup is null ? [] : [socket.SocketUser ?? "n/a"]);
        yield return ("SocketGroup", socket.SocketUser is null && socket.SocketGroup is null ? [] : [socket.SocketGroup ?? "n/a"]);
        yield return ("Symlinks", socket.Symlinks.Count == 0 ? [] : [string.Join(' ', socket.Symlinks)]);
        yield return ("ReceiveBuffer", Optional(socket.Options.ReceiveBuffer?.ToString(CultureInfo.InvariantCulture)));
        yield return ("SendBuffer", Optional(socket.Options.SendBuffer?.ToString(CultureInfo.InvariantCulture)));
        yield return ("TriggerLimitIntervalSec", [socket.TriggerLimitInterval.ToString()]);
        yield return ("TriggerLimitBurst", [socket.TriggerLimitBurst.ToString(CultureInfo.InvariantCulture)]);
        foreach ((string, IReadOnlyList<string>) pair in ExecPropertyText.Of(socket.Exec, socket.Kill))
        {
            yield return pair;
        }
    }

    public static IEnumerable<(string Key, IReadOnlyList<string> Values)> OfTimer(Unit unit, TimerUnit timer)
    {
        yield return ("Unit", Optional(unit.Triggers));
        yield return ("Persistent", [Flag(timer.Persistent)]);
        yield return ("WakeSystem", [Flag(timer.WakeSystem)]);
        yield return ("Accuracy", [timer.Accuracy.ToString()]);
        yield return ("RemainAfterElapse", [Flag(timer.RemainAfterElapse)]);
        yield return ("FixedRandomDelay", [Flag(timer.FixedRandomDelay)]);
        yield return ("OnCalendar", [.. timer.Values.Where(value => value.Calendar is not null).Select(value => value.Calendar!.ToString()).Reverse()]);
        foreach (TimerBase start in (TimerBase[])[TimerBase.Active, TimerBase.Boot, TimerBase.Startup, TimerBase.UnitActive, TimerBase.UnitInactive])
        {
            yield return ($"On{start}Sec", [.. timer.Values.Where(value => value.Base == start).Select(value => value.Time.ToString()).Reverse()]);
        }
    }

    public static IEnumerable<(string Key, IReadOnlyList<string> Values)> OfPath(Unit unit, PathUnit path)
    {
        yield return ("Unit", Optional(unit.Triggers));
        yield return ("MakeDirectory", [Flag(path.MakeDirectory)]);
        yield return ("DirectoryMode", [Mode(path.DirectoryMode)]);
        yield return ("TriggerLimitIntervalSec", [path.TriggerLimitInterval.ToString()]);
        yield return ("TriggerLimitBurst", [path.TriggerLimitBurst.ToString(CultureInfo.InvariantCulture)]);
        foreach (PathWatchKind kind in Enum.GetValues<PathWatchKind>())
        {
            string key = kind == PathWatchKind.DirectoryNotEmpty ? "DirectoryNotEmpty" : $"Path{kind}";
            yield return (key, [.. path.Watches.Where(watch => watch.Kind == kind).Select(watch => watch.Path).Reverse()]);
        }
    }

    // A port alone is printed as the any address of IPv6.
    private static string AddressText(string address) => Numbers.Unsigned(address) is null ? address : $"[::]:{address}";

    private static string Flag(bool value) => value ? "yes" : "no";

    private static string Mode(uint mode) => Convert.ToString(mode, 8).PadLeft(4, '0');

    private static IReadOnlyList<string> Optional(string? value) => value is null ? [] : [value];
}
