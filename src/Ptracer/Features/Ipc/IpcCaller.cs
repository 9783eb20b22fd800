namespace Ptracer.Features.Ipc;

/// <summary>Who makes a call, as far as permissions go: effective ids, and whether they are root's.</summary>
/// <param name="Process">The process's id.</param>
/// <param name="User">Its effective user.</param>
/// <param name="Group">Its effective group.</param>
/// <param name="Groups">Its supplementary groups.</param>
internal readonly record struct IpcCaller(int Process, uint User, uint Group, uint[] Groups)
{
    /// <summary>Whether no rule holds it back (CAP_IPC_OWNER, CAP_SYS_ADMIN, CAP_SYS_RESOURCE).</summary>
    public bool IsPrivileged => User == 0;

    public bool IsIn(uint group) => Group == group || Groups.AsSpan().Contains(group);
}
