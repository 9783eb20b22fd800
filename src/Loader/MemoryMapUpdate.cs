namespace Ptracer.Loader;

/// <summary>Whether the stub makes the kernel's idea of code, data and heap that of the program; prctl(2).</summary>
internal enum MemoryMapUpdate : byte
{
    /// <summary>They stay the stub's own.</summary>
    Leave,

    /// <summary>PR_SET_MM_MAP, which needs CONFIG_CHECKPOINT_RESTORE but no privilege.</summary>
    Set,
}
