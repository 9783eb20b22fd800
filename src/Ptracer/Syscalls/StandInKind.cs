using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>What a looked-up path leads to, where the place holds some files by stand-ins.</summary>
internal static class StandInKind
{
    /// <summary>
    /// The letter of the file's type (<see cref="StandIn"/>), 0 for files that have none; if through a descriptor, the place
    /// becomes the file's own.
    /// </summary>
    public static byte Of(SyscallContext context, Resolution place)
    {
        if (context.Place.StandIns is null)
        {
            return 0;
        }

        if (ProcPath.Classify(place.Host.Span, out _) == ProcLink.Descriptor)
        {
            int length = HostFiles.ReadLink(place.Host.WithNul, context.Bytes);
            if (length <= 0 || !StandIn.IsStored(context.Bytes.AsSpan(0, length)))
            {
                return 0;
            }

            place.Host.Set(context.Bytes.AsSpan(0, length));
        }

        return StandIn.IsStored(place.Host.Span) ? StandIn.TypeOf(place.Host.Span) : (byte)0;
    }
}
