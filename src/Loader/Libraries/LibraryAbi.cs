namespace Ptracer.Loader;

/// <summary>
/// What dynamic loaders have compiled in, for one processor: names of directories and of the loader, and how
/// <c>/etc/ld.so.cache</c> marks its libraries (FLAG_* of glibc's ldconfig).
/// </summary>
/// <param name="Triplet">Debian's multiarch directory.</param>
/// <param name="Directory">The directory of libraries elsewhere: <c>lib64</c>.</param>
/// <param name="LoaderPath">glibc's loader.</param>
/// <param name="MuslName">The processor in the name of musl's loader.</param>
/// <param name="Platform">AT_PLATFORM of its plainest model, for <c>$PLATFORM</c>.</param>
/// <param name="CacheFlags">The flags that glibc's loader takes.</param>
internal sealed record LibraryAbi(
    string Triplet, string Directory, string LoaderPath, string MuslName, string Platform, params int[] CacheFlags)
{
    private const int Libc6 = 3; // FLAG_ELF_LIBC6: a library of glibc, without a processor's mark
    private const uint ArmHardFloat = 0x400; // EF_ARM_ABI_FLOAT_HARD
    private const uint ArmSoftFloat = 0x200; // EF_ARM_ABI_FLOAT_SOFT

    private static readonly LibraryAbi s_x64 =
        new("x86_64-linux-gnu", "lib64", "/lib64/ld-linux-x86-64.so.2", "x86_64", "x86_64", 0x0303);

    private static readonly LibraryAbi s_x32 =
        new("x86_64-linux-gnux32", "libx32", "/libx32/ld-linux-x32.so.2", "x32", "x86_64", 0x0803);

    private static readonly LibraryAbi s_i386 =
        new("i386-linux-gnu", "lib", "/lib/ld-linux.so.2", "i386", "i686", Libc6);

    private static readonly LibraryAbi s_arm64 =
        new("aarch64-linux-gnu", "lib64", "/lib/ld-linux-aarch64.so.1", "aarch64", "aarch64", 0x0a03);

    private static readonly LibraryAbi s_arm64Big =
        new("aarch64_be-linux-gnu", "lib64", "/lib/ld-linux-aarch64_be.so.1", "aarch64_be", "aarch64", 0x0a03);

    private static readonly LibraryAbi s_armHard =
        new("arm-linux-gnueabihf", "lib", "/lib/ld-linux-armhf.so.3", "armhf", "v7l", 0x0903);

    private static readonly LibraryAbi s_armSoft =
        new("arm-linux-gnueabi", "lib", "/lib/ld-linux.so.3", "arm", "v5l", Libc6, 0x0b03);

    private static readonly LibraryAbi s_riscv64 =
        new("riscv64-linux-gnu", "lib64", "/lib/ld-linux-riscv64-lp64d.so.1", "riscv64", "riscv64", 0x1003);

    private static readonly LibraryAbi s_power64Little =
        new("powerpc64le-linux-gnu", "lib64", "/lib64/ld64.so.2", "powerpc64le", "power8", 0x0503);

    private static readonly LibraryAbi s_s390x =
        new("s390x-linux-gnu", "lib64", "/lib/ld64.so.1", "s390x", "z900", 0x0403);

    private static readonly LibraryAbi s_other32 = new("unknown", "lib", "/lib/ld.so.1", "unknown", "unknown", Libc6);

    private static readonly LibraryAbi s_other64 = new("unknown", "lib64", "/lib64/ld.so.1", "unknown", "unknown", Libc6);

    /// <summary>
    /// glibc's default directories where the loader itself, which has them compiled in, is not there to be asked:
    /// Debian's, then those of others.
    /// </summary>
    public IEnumerable<string> DefaultDirectories
    {
        get
        {
            yield return "/lib/" + Triplet;
            yield return "/usr/lib/" + Triplet;
            if (Directory != "lib")
            {
                yield return "/" + Directory;
                yield return "/usr/" + Directory;
            }

            yield return "/lib";
            yield return "/usr/lib";
        }
    }

    /// <summary>Whose conventions a file follows.</summary>
    public static LibraryAbi Of(ElfIdentity identity) => (identity.Machine, identity.Class) switch
    {
        (62, ElfClass.Bits64) => s_x64,
        (62, _) => s_x32,
        (3, _) => s_i386,
        (183, _) => identity.Order == ElfByteOrder.Big ? s_arm64Big : s_arm64,
        (40, _) => (identity.Flags & (ArmHardFloat | ArmSoftFloat)) == ArmSoftFloat ? s_armSoft : s_armHard,
        (243, ElfClass.Bits64) => s_riscv64,
        (21, _) when identity.Order == ElfByteOrder.Little => s_power64Little,
        (22, ElfClass.Bits64) => s_s390x,
        (_, ElfClass.Bits64) => s_other64,
        _ => s_other32,
    };
}
