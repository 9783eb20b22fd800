using Ptracer.Linux;

namespace Ptracer.Features.Ipc;

/// <summary>
/// What segments, semaphore sets and queues have in common: an owner and a mode; those of System V also a key and an id
/// (sysvipc(7)).
/// </summary>
internal abstract class IpcObject
{
    public const uint Read = 0x124; // 0444
    public const uint Write = 0x92; // 0222
    public const uint Execute = 0x49; // 0111
    private const uint ModeMask = 0x1ff;
    private const uint OthersMask = 7;

    protected IpcObject(int key, int flags, in IpcCaller creator)
    {
        Key = key;
        Mode = (uint)flags & ModeMask;
        (Owner, OwnerGroup, Creator, CreatorGroup) = (creator.User, creator.Group, creator.User, creator.Group);
        ChangeTime = Now;
    }

    /// <summary>Seconds since the Epoch.</summary>
    public static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    /// <summary>Its id; set when it enters its table.</summary>
    public int Id { get; set; } = -1;

    /// <summary>IPC_PRIVATE: nobody finds it.</summary>
    public int Key { get; set; }

    public uint Owner { get; private set; }

    public uint OwnerGroup { get; private set; }

    public uint Creator { get; }

    public uint CreatorGroup { get; }

    public uint Mode { get; set; }

    public long ChangeTime { get; set; }

    /// <summary>Whether all of these permissions are granted, given three times as in a mode: whoever the caller is.</summary>
    public bool Allows(in IpcCaller caller, uint permissions)
    {
        uint wanted = (permissions >> 6) | (permissions >> 3) | permissions;
        uint granted = caller.User == Owner || caller.User == Creator ? Mode >> 6
            : caller.IsIn(OwnerGroup) || caller.IsIn(CreatorGroup) ? Mode >> 3
            : Mode;
        return caller.IsPrivileged || (wanted & ~granted & OthersMask) == 0;
    }

    /// <summary>Whether the caller may change and remove it.</summary>
    public bool MayBeChangedBy(in IpcCaller caller) =>
        caller.IsPrivileged || caller.User == Owner || caller.User == Creator;

    /// <summary>IPC_SET: owner, group, and the lowest nine bits of the mode.</summary>
    public void Set(in SysIpc.ipc_perm given)
    {
        (Owner, OwnerGroup) = (given.uid, given.gid);
        Mode = (Mode & ~ModeMask) | (given.mode & ModeMask);
        ChangeTime = Now;
    }

    /// <summary>What IPC_STAT shows of it.</summary>
    public SysIpc.ipc_perm Permissions => new()
    {
        __key = Key,
        uid = Owner,
        gid = OwnerGroup,
        cuid = Creator,
        cgid = CreatorGroup,
        mode = Mode,
        __seq = (ushort)IpcId.SequenceOf(Id),
    };
}
