using Ptracer.Host.Daemon.Guests;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>As whom a command runs: User=, Group=, SupplementaryGroups=, DynamicUser= and the prefixes of Exec*.</summary>
internal sealed class CommandUser(KeeperContext context, ExecContext exec)
{
    private const uint FirstDynamicUser = 61184;
    private const uint DynamicUserCount = 4336;

    /// <summary>Finds it.</summary>
    /// <exception cref="PtracerException">There is no such user or group.</exception>
    public GuestUser Of(ExecCommand command)
    {
        GuestUsers users = new(context.Guest.Name, context.Guest.RootfsPath);
        GuestIdentity own = GuestSettingsCheck.Identity(context.Guest.Settings);
        bool isPrivileged = (command.Flags & (ExecCommandFlags.FullyPrivileged | ExecCommandFlags.NoSetuid)) != 0;
        if (isPrivileged || (exec.User is null && exec.Group is null && !exec.DynamicUser))
        {
            return users.Of(own);
        }

        GuestUser user = exec.User is { } name && !(exec.DynamicUser && !users.Has(name)) ? users.Find(name)
            : exec.DynamicUser ? DynamicUser()
            : users.Of(own);
        uint group = exec.Group is { } groupName ? users.GroupId(groupName) : user.Identity.GroupId;
        List<uint> groups = [group, .. (user.Identity.Groups ?? []).Where(id => id != user.Identity.GroupId)];
        groups.AddRange(exec.SupplementaryGroups.Select(users.GroupId).Where(id => !groups.Contains(id)));
        return user with { Identity = user.Identity with { GroupId = group, Groups = groups } };
    }

    // DynamicUser=: an id of its own, the same at each start: systemd.exec(5).
    private GuestUser DynamicUser()
    {
        uint id = FirstDynamicUser + (StableHash.Of(context.Unit.Id) % DynamicUserCount);
        string name = exec.User ?? UnitName.StemOf(context.Unit.Id);
        return new GuestUser(name, new GuestIdentity(id, id) { Groups = [id] }, "/", "/usr/sbin/nologin");
    }
}
