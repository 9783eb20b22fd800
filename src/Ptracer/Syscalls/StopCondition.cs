using Ptracer.Guest;

namespace Ptracer.Syscalls;

/// <summary>When a call of the table stops at all, as far as the filter can see: by its argument words.</summary>
internal enum StopRule : byte
{
    Always,

    /// <summary>Only if the argument is not zero (a pointer that may be null).</summary>
    IfNonZero,

    /// <summary>Only if one of these bits is set in the low word.</summary>
    IfAnyBit,

    /// <summary>Only if the low word is one of four values.</summary>
    IfOneOf,

    /// <summary>Only if the low word is a number below 32 whose bit is set in the value.</summary>
    IfAmong,

    /// <summary>Never: the filter itself answers ENOSYS.</summary>
    Refuse,
}

/// <summary>A <see cref="StopRule"/> with its argument and values.</summary>
internal readonly record struct StopCondition(
    StopRule Rule, byte Argument = 0, uint Value = 0, uint Other = 0, uint Third = 0, uint Fourth = 0)
{
    /// <summary>Whether the filter would stop this call; for a stop that another filter has caused.</summary>
    public bool Holds(in SyscallCall call) => Rule switch
    {
        StopRule.IfNonZero => call[Argument] != 0,
        StopRule.IfAnyBit => ((uint)call[Argument] & Value) != 0,
        StopRule.IfOneOf => (uint)call[Argument] == Value || (uint)call[Argument] == Other || (uint)call[Argument] == Third ||
            (uint)call[Argument] == Fourth,
        StopRule.IfAmong => (uint)call[Argument] < 32 && (Value & (1u << call.Int(Argument))) != 0,
        _ => true,
    };

    public static StopCondition Always => default;

    public static StopCondition Refuse => new(StopRule.Refuse);

    public static StopCondition IfNonZero(byte argument) => new(StopRule.IfNonZero, argument);

    public static StopCondition IfAnyBit(byte argument, uint bits) => new(StopRule.IfAnyBit, argument, bits);

    public static StopCondition IfOneOf(byte argument, uint one, uint other, uint third, uint fourth) =>
        new(StopRule.IfOneOf, argument, one, other, third, fourth);

    public static StopCondition IfAmong(byte argument, uint values) => new(StopRule.IfAmong, argument, values);

    public static StopCondition If(byte argument, uint value) => IfOneOf(argument, value, value, value, value);
}
