using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>NotifyAccess= of systemd.service(5).</summary>
internal static class NotifyRules
{
    /// <summary>Whether messages of a process count; 0 stands for a process that there is not.</summary>
    public static bool Allows(this NotifyAccess access, int sender, int mainPid, int controlPid) => access switch
    {
        NotifyAccess.None => false,
        NotifyAccess.All => true,
        NotifyAccess.Exec => sender == mainPid || sender == controlPid || mainPid == 0,
        _ => sender == mainPid || mainPid == 0,
    };
}
