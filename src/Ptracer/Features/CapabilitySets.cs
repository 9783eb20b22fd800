namespace Ptracer.Features;

/// <summary>The capabilities of a thread as it believes them to be, by the rules of capabilities(7).</summary>
internal struct CapabilitySets
{
    public const int SetGroupId = 6; // CAP_SETGID
    public const int SetUserId = 7; // CAP_SETUID
    public const int SetCapabilities = 8; // CAP_SETPCAP
    public const int Last = 40; // CAP_CHECKPOINT_RESTORE

    private const ulong All = (1UL << (Last + 1)) - 1;

    public ulong Effective, Permitted, Inheritable, Bounding;

    /// <summary>PR_SET_KEEPCAPS.</summary>
    public bool AreKept;

    public static CapabilitySets Of(uint user) =>
        new() { Effective = user == 0 ? All : 0, Permitted = user == 0 ? All : 0, Bounding = All };

    public readonly bool Has(int capability) => (Effective & (1UL << capability)) != 0;

    /// <summary>capset(2): false where it is EPERM.</summary>
    public bool TrySet(ulong effective, ulong permitted, ulong inheritable)
    {
        (effective, permitted, inheritable) = (effective & All, permitted & All, inheritable & All);
        ulong inherited = Inheritable | (Has(SetCapabilities) ? Bounding : Permitted & (Inheritable | Bounding));
        if ((inheritable & ~inherited) != 0 || (permitted & ~Permitted) != 0 || (effective & ~permitted) != 0)
        {
            return false;
        }

        (Effective, Permitted, Inheritable) = (effective, permitted, inheritable);
        return true;
    }

    /// <summary>What a change of user ids does (cap_emulate_setxuid, security/commoncap.c).</summary>
    public void ChangeUser((uint Real, uint Effective, uint Saved) before, (uint Real, uint Effective, uint Saved) after)
    {
        bool wasRoot = before.Real == 0 || before.Effective == 0 || before.Saved == 0;
        if (wasRoot && after.Real != 0 && after.Effective != 0 && after.Saved != 0 && !AreKept)
        {
            Permitted = 0;
        }

        if ((before.Effective == 0) != (after.Effective == 0))
        {
            Effective = after.Effective == 0 ? Permitted : 0;
        }

        Effective &= Permitted;
    }

    /// <summary>What execve(2) does, for a file without capabilities of its own.</summary>
    public void Execute(uint realUser, uint effectiveUser)
    {
        Permitted = realUser == 0 || effectiveUser == 0 ? Inheritable | Bounding : 0;
        Effective = effectiveUser == 0 ? Permitted : 0;
        AreKept = false;
    }
}
