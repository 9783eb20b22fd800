using Ptracer.Guest;

namespace Ptracer.Syscalls;

/// <summary>The allowed call by which a forbidden one is made, where only words are arranged anew.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Words">Its arguments, in order.</param>
internal sealed record Substitute(int Number, params SubstituteWord[] Words)
{
    public void Apply(IGuest guest)
    {
        Span<ulong> words = stackalloc ulong[6];
        words.Clear();
        for (int i = 0; i < Words.Length; i++)
        {
            words[i] = Words[i].Of(guest);
        }

        for (int i = 0; i < words.Length; i++)
        {
            guest.SetArgument(i, words[i]);
        }

        guest.SetNumber(Number);
    }
}

/// <summary>An argument of a substitute: one of the forbidden call's, or a constant.</summary>
internal readonly record struct SubstituteWord(int Argument, long Constant)
{
    public static implicit operator SubstituteWord(int argument) => new(argument, 0);

    public static SubstituteWord Is(long constant) => new(-1, constant);

    public ulong Of(IGuest guest) => Argument >= 0 ? guest.Argument(Argument) : (ulong)Constant;
}
