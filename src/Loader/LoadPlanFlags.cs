namespace Ptracer.Loader;

/// <summary>ptracer_plan.flags of native/shim/shim.h.</summary>
[Flags]
internal enum LoadPlanFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Make the stack executable.</summary>
    ExecutableStack = 1,

    /// <summary>Call PR_SET_MM_MAP.</summary>
    SetMemoryMap = 2,

    /// <summary>Load nothing, die of SIGSEGV. The images then hold no numbers.</summary>
    Die = 4,

    /// <summary>Set READ_IMPLIES_EXEC of personality(2) before anything is mapped.</summary>
    ReadImpliesExecute = 8,
}
