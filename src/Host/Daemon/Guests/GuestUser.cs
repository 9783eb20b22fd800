using Ptracer.Host.Cli;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>A user of a guest, as its /etc/passwd and /etc/group have it.</summary>
/// <param name="Name">The name; the id as text where the files have none.</param>
/// <param name="Identity">The ids, with the supplementary groups.</param>
/// <param name="Home">The home directory's guest path.</param>
/// <param name="Shell">The login shell's guest path.</param>
internal sealed record GuestUser(string Name, GuestIdentity Identity, string Home, string Shell);

/// <summary>Looks users and groups of a guest up, in its files.</summary>
internal sealed class GuestUsers
{
    private const int LimitBytes = 4 * 1024 * 1024;
    private const int PasswdFields = 7;
    private const int GroupFields = 4;

    private readonly string _guest;
    private readonly List<string[]> _users;
    private readonly List<string[]> _groups;

    /// <summary>Reads the files.</summary>
    /// <param name="guest">The guest's name, for messages.</param>
    /// <param name="rootfs">The host path of its rootfs.</param>
    public GuestUsers(string guest, string rootfs)
    {
        _guest = guest;
        _users = Lines(rootfs, "/etc/passwd", PasswdFields);
        _groups = Lines(rootfs, "/etc/group", GroupFields);
    }

    /// <summary>Finds a user.</summary>
    /// <param name="text"><c>user</c> or <c>user:group</c>, names or ids. An id needs no entry: its group is then 0.</param>
    /// <exception cref="PtracerException">There is no such user or group.</exception>
    public GuestUser Find(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string user = colon < 0 ? text : text[..colon];
        string? group = colon < 0 ? null : text[(colon + 1)..];
        string[]? entry = _users.Find(fields => fields[0] == user);
        bool isId = IdentitySyntax.TryId(user, out uint id);
        entry ??= isId ? EntryOf(id) : null;
        if (entry is null && !isId)
        {
            throw new PtracerException($"user {user}: none of guest {_guest} (its /etc/passwd); give another name, or uid:gid");
        }

        GuestUser found = entry is null ? Unnamed(new GuestIdentity(id, 0)) : Named(entry);
        return group is null ? found : found with { Identity = found.Identity with { GroupId = GroupId(group), Groups = [GroupId(group)] } };
    }

    /// <summary>Whether there is a user of that name or id.</summary>
    public bool Has(string user) => _users.Exists(fields => fields[0] == user || fields[2] == user);

    /// <summary>The user that an identity is; where the files have none: nameless, at home in <c>/</c>.</summary>
    public GuestUser Of(GuestIdentity identity) =>
        EntryOf(identity.UserId) is { } entry ? Named(entry) with { Identity = WithGroups(entry[0], identity) } : Unnamed(identity);

    private static GuestUser Unnamed(GuestIdentity identity) =>
        new(identity.UserId.ToString(System.Globalization.CultureInfo.InvariantCulture), identity, "/", "/bin/sh");

    private static List<string[]> Lines(string rootfs, string path, int fields)
    {
        List<string[]> lines = [];
        foreach (string line in (GuestText.Read(rootfs, path, LimitBytes) ?? "").Split('\n'))
        {
            string[] parts = line.Split(':');
            if (parts.Length == fields && IdentitySyntax.TryId(parts[2], out _))
            {
                lines.Add(parts);
            }
        }

        return lines;
    }

    private string[]? EntryOf(uint user) => _users.Find(fields => IdentitySyntax.TryId(fields[2], out uint id) && id == user);

    private GuestUser Named(string[] entry)
    {
        _ = IdentitySyntax.TryId(entry[2], out uint user);
        uint group = IdentitySyntax.TryId(entry[3], out uint own) ? own : 0;
        return new GuestUser(
            entry[0],
            WithGroups(entry[0], new GuestIdentity(user, group)),
            entry[5].Length > 0 ? entry[5] : "/",
            entry[6].Length > 0 ? entry[6] : "/bin/sh");
    }

    // initgroups(3): the group itself, and each whose member the user is.
    private GuestIdentity WithGroups(string name, GuestIdentity identity)
    {
        List<uint> groups = [identity.GroupId];
        foreach (string[] fields in _groups)
        {
            if (IdentitySyntax.TryId(fields[2], out uint id) && !groups.Contains(id) && fields[3].Split(',').Contains(name))
            {
                groups.Add(id);
            }
        }

        return identity with { Groups = groups };
    }

    /// <summary>A group's id, by its name or id.</summary>
    /// <exception cref="PtracerException">There is no such group.</exception>
    public uint GroupId(string group)
    {
        string[]? entry = _groups.Find(fields => fields[0] == group);
        return IdentitySyntax.TryId(entry?[2] ?? group, out uint id)
            ? id
            : throw new PtracerException($"group {group}: none of guest {_guest} (its /etc/group); give another name, or its id");
    }
}
