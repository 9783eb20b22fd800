using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Features.Ipc;

/// <summary>The System V message queues of a session.</summary>
internal sealed class MessageQueues(Sleeps sleeps)
{
    public const int Limit = 32000; // MSGMNI

    public IpcTable<MessageQueue> Table { get; } = new(Limit);

    public Sleeps Sleeps { get; } = sleeps;

    /// <summary>Messages in all queues, and their bytes.</summary>
    public (int Count, int Bytes) Total
    {
        get
        {
            (int count, ulong bytes) = (0, 0);
            foreach (MessageQueue? queue in Table.All)
            {
                count += queue?.Count ?? 0;
                bytes += queue?.Bytes ?? 0;
            }

            return (count, (int)bytes);
        }
    }

    public void Remove(MessageQueue queue)
    {
        Table.Remove(queue);
        queue.Dismiss(Sleeps);
    }

    /// <summary>Writes a message into a struct msgbuf: the bytes of its text, or -EFAULT.</summary>
    public static long Deliver(IGuest guest, GuestPtr buffer, Message message, int roomBytes)
    {
        ReadOnlySpan<byte> text = message.Text.AsSpan(0, Math.Min(message.Text.Length, roomBytes));
        return GuestWords.TryWrite(guest, buffer, [(ulong)message.Type]) && guest.TryWrite(buffer + GuestWords.SizeBytes(guest), text)
            ? text.Length
            : -(long)Errno.EFAULT;
    }
}
