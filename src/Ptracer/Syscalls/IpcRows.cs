using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>
/// System V IPC and POSIX message queues, where a session has its own because the kernel has none, or forbids them.
/// </summary>
internal static class IpcRows
{
    public static IEnumerable<SyscallRow> SystemV =>
    [
        Own(Sysno.shmget, "shmget", ShmCalls.Get),
        Own(Sysno.shmctl, "shmctl", ShmCalls.Control),
        Own(Sysno.shmat, "shmat", ShmAttachCalls.BeginAttach),
        Own(Sysno.shmdt, "shmdt", ShmAttachCalls.BeginDetach),
        Own(Sysno.semget, "semget", SemCalls.Get),
        Own(Sysno.semop, "semop", SemCalls.Operate),
        Own(Sysno.semtimedop, "semtimedop", SemCalls.OperateInTime),
        Own(Sysno.semctl, "semctl", SemControlCalls.Control),
        Own(Sysno.msgget, "msgget", MsgCalls.Get),
        Own(Sysno.msgsnd, "msgsnd", MsgCalls.Send),
        Own(Sysno.msgrcv, "msgrcv", MsgCalls.Receive),
        Own(Sysno.msgctl, "msgctl", MsgControlCalls.Control),
    ];

    public static IEnumerable<SyscallRow> PosixQueues =>
    [
        Own(Sysno.mq_open, "mq_open", MqOpenCalls.Open),
        Own(Sysno.mq_unlink, "mq_unlink", MqOpenCalls.Unlink),
        Own(Sysno.mq_timedsend, "mq_timedsend", MqCalls.Send),
        Own(Sysno.mq_timedreceive, "mq_timedreceive", MqCalls.Receive),
        Own(Sysno.mq_notify, "mq_notify", MqCalls.Notify),
        Own(Sysno.mq_getsetattr, "mq_getsetattr", MqCalls.Attributes),
    ];

    private static SyscallRow Own(int number, string name, SyscallHandler handler) => new(number, name, handler) { IsOwn = true };
}
