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
}
