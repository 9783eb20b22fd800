namespace Ptracer.Loader;

/// <summary>How the stub loader finds an image's place; the numbers are those of native/shim/shim.h.</summary>
internal enum PlacementKind : ulong
{
    /// <summary>At the addresses in the file: load bias 0.</summary>
    Fixed = 0,

    /// <summary>At the given address with MAP_FIXED_NOREPLACE, and where the kernel likes if that is taken.</summary>
    Hint = 1,

    /// <summary>Where the kernel's mmap puts it.</summary>
    Anywhere = 2,
}
