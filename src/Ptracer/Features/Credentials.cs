namespace Ptracer.Features;

/// <summary>The ids of a process as it believes them to be (credentials(7)).</summary>
internal struct Credentials
{
    public uint RealUser, EffectiveUser, SavedUser, FileUser;
    public uint RealGroup, EffectiveGroup, SavedGroup, FileGroup;
    public uint[]? Groups;
    public CapabilitySets Capabilities;

    public readonly bool IsPrivileged => EffectiveUser == 0;

    public static Credentials Of(uint user, uint group, uint[] groups) => new()
    {
        RealUser = user,
        EffectiveUser = user,
        SavedUser = user,
        FileUser = user,
        RealGroup = group,
        EffectiveGroup = group,
        SavedGroup = group,
        FileGroup = group,
        Groups = groups,
        Capabilities = CapabilitySets.Of(user),
    };
}
