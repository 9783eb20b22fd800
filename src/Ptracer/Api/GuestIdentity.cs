namespace Ptracer;

/// <summary>The user and group that the guest believes it runs as; (0, 0) is root.</summary>
/// <param name="UserId">The user id shown.</param>
/// <param name="GroupId">The group id shown.</param>
public sealed record GuestIdentity(uint UserId, uint GroupId)
{
    /// <summary>The supplementary group ids shown, getgroups(2); null: the group id alone.</summary>
    public IReadOnlyList<uint>? Groups { get; init; }
}
