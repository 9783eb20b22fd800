using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>zstd.h: coding and decoding of Zstandard streams (RFC 8878). libzstd is linked in.</summary>
[CHeader("zstd.h")]
internal static unsafe partial class Zstd
{
    public const int ZSTD_c_compressionLevel = 100;
    public const int ZSTD_c_checksumFlag = 201;

    public const int ZSTD_e_continue = 0;
    public const int ZSTD_e_end = 2;

    private const string Library = "zstd";

    /// <summary>What is still to be coded.</summary>
    [CStruct("ZSTD_inBuffer", "zstd.h")]
    [StructLayout(LayoutKind.Sequential)]
    public struct ZSTD_inBuffer
    {
        public byte* src;
        public nuint size;
        public nuint pos;
    }

    /// <summary>Room for the result.</summary>
    [CStruct("ZSTD_outBuffer", "zstd.h")]
    [StructLayout(LayoutKind.Sequential)]
    public struct ZSTD_outBuffer
    {
        public byte* dst;
        public nuint size;
        public nuint pos;
    }

    [LibraryImport(Library)]
    public static partial void* ZSTD_createDCtx();

    [LibraryImport(Library)]
    public static partial nuint ZSTD_freeDCtx(void* context);

    /// <summary>0: a frame ended and all of it is out; an error, or a hint of how much input is wanted next.</summary>
    [LibraryImport(Library)]
    public static partial nuint ZSTD_decompressStream(void* context, ZSTD_outBuffer* output, ZSTD_inBuffer* input);

    [LibraryImport(Library)]
    public static partial void* ZSTD_createCCtx();

    [LibraryImport(Library)]
    public static partial nuint ZSTD_freeCCtx(void* context);

    [LibraryImport(Library)]
    public static partial nuint ZSTD_CCtx_setParameter(void* context, int parameter, int value);

    /// <summary>How many bytes are still held back (0 after ZSTD_e_end: the frame is complete), or an error.</summary>
    [LibraryImport(Library)]
    public static partial nuint ZSTD_compressStream2(void* context, ZSTD_outBuffer* output, ZSTD_inBuffer* input, int end);

    /// <summary>Not 0: the result of a call is an error.</summary>
    [LibraryImport(Library)]
    public static partial uint ZSTD_isError(nuint result);
}
