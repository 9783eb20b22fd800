using Ptracer.Linux;

namespace Ptracer.Features.Ipc;

/// <summary>Which message a msgrcv(2) asks for, and how much of it.</summary>
/// <param name="Type">msgtyp.</param>
/// <param name="RoomBytes">msgsz.</param>
/// <param name="Flags">msgflg.</param>
internal readonly record struct MessageChoice(long Type, int RoomBytes, int Flags)
{
    /// <summary>Whether a message stays in the queue, and is named by its place there (MSG_COPY).</summary>
    public bool Copies => (Flags & SysMsg.MSG_COPY) != 0;

    /// <summary>Whether there is room for a message, or its end may be lost.</summary>
    public bool HasRoomFor(Message message) => message.Text.Length <= RoomBytes || (Flags & SysMsg.MSG_NOERROR) != 0;

    /// <summary>Whether it asks for messages of this kind; of several types below a limit the lowest is wanted.</summary>
    public bool Takes(Message message) =>
        Type == 0 || (Type < 0 ? message.Type <= Limit
            : (message.Type == Type) != ((Flags & SysMsg.MSG_EXCEPT) != 0));

    /// <summary>The message in a queue; null: there is none.</summary>
    public Message? Find(List<Message> messages)
    {
        if (Copies)
        {
            return Type >= 0 && Type < messages.Count ? messages[(int)Type] : null;
        }

        Message? found = null;
        foreach (Message message in messages)
        {
            if (Takes(message) && (found is null || message.Type < found.Type))
            {
                found = message;
                if (Type >= 0)
                {
                    break;
                }
            }
        }

        return found;
    }

    private long Limit => Type == long.MinValue ? long.MaxValue : -Type;
}
