using Ptracer.Linux;

namespace Ptracer;

/// <summary>
/// The static program that the kernel executes in place of every guest program, and that then loads it. Where anonymous
/// files may not be executed it must be in a file: see <see cref="SessionOptions.LoaderPath"/>.
/// </summary>
public static class StubLoader
{
    /// <summary>The ELF file's bytes; they live as long as the process.</summary>
    public static unsafe ReadOnlySpan<byte> Image
    {
        get
        {
            ulong sizeBytes;
            byte* image = Shim.ptracer_stub(&sizeBytes);
            return new ReadOnlySpan<byte>(image, checked((int)sizeBytes));
        }
    }

    /// <summary>The same for 32-bit programs.</summary>
    public static unsafe ReadOnlySpan<byte> ImageOf32Bits
    {
        get
        {
            ulong sizeBytes;
            byte* image = Shim.ptracer_stub_i386(&sizeBytes);
            return new ReadOnlySpan<byte>(image, checked((int)sizeBytes));
        }
    }

    /// <summary>
    /// Where the loader of 32-bit programs lies if that of 64-bit ones lies at <paramref name="loaderPath"/>: beside it, with
    /// "32" behind its name, before ".so" if it ends so.
    /// </summary>
    /// <param name="loaderPath">A path.</param>
    /// <returns>Another.</returns>
    public static string PathOf32Bits(string loaderPath)
    {
        const string Ending = ".so";
        ArgumentNullException.ThrowIfNull(loaderPath);
        return loaderPath.EndsWith(Ending, StringComparison.Ordinal)
            ? loaderPath[..^Ending.Length] + "32" + Ending
            : loaderPath + "32";
    }
}
