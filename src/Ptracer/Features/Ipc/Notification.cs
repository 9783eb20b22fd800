using Ptracer.Linux;

namespace Ptracer.Features.Ipc;

/// <summary>How a process is told that a message has come into an empty queue (mq_notify(3)).</summary>
/// <param name="Process">The process.</param>
/// <param name="Event">SIGEV_NONE, or SIGEV_SIGNAL with a signal and a value.</param>
internal sealed record Notification(int Process, Mqueue.sigevent Event)
{
    public void Send(in IpcCaller sender)
    {
        if (Event.sigev_notify == Mqueue.SIGEV_SIGNAL)
        {
            Mqueue.Queue(Process, new Mqueue.siginfo_queued
            {
                si_signo = Event.sigev_signo,
                si_code = Mqueue.SI_MESGQ,
                si_pid = sender.Process,
                si_uid = sender.User,
                si_value = Event.sigev_value,
            });
        }
    }
}
