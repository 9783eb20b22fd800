using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>How the *ctl calls answer: a structure in the guest's memory, and a number.</summary>
internal static class IpcAnswers
{
    /// <summary>Writes a structure where argument <paramref name="argument"/> points. Errors: EFAULT.</summary>
    public static Verdict Give<T>(IGuest guest, int argument, in T answer, long result)
        where T : unmanaged =>
        guest.TryPut(guest.Call.Pointer(argument), answer) ? Verdict.Return(result) : Verdict.Fail(Errno.EFAULT);
}
