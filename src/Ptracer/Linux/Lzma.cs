using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>lzma.h of XZ Utils: decoding of .xz streams. liblzma is linked in.</summary>
[CHeader("lzma.h")]
internal static unsafe partial class Lzma
{
    public const int LZMA_OK = 0;
    public const int LZMA_STREAM_END = 1;
    public const int LZMA_MEMLIMIT_ERROR = 6;

    public const int LZMA_RUN = 0;
    public const int LZMA_FINISH = 3;

    /// <summary>Streams behind the first are decoded too, as xz(1) does.</summary>
    public const uint LZMA_CONCATENATED = 8;

    private const string Library = "lzma";

    /// <summary>lzma_stream, 136 bytes; all zero before a decoder is made.</summary>
    [CStruct("lzma_stream", "lzma.h")]
    [StructLayout(LayoutKind.Sequential, Size = 136)]
    public struct lzma_stream
    {
        public byte* next_in;
        public nuint avail_in;
        public ulong total_in;
        public byte* next_out;
        public nuint avail_out;
        public ulong total_out;
    }

    /// <summary>Makes a decoder that takes at most so many bytes of memory.</summary>
    [LibraryImport(Library)]
    public static partial int lzma_stream_decoder(lzma_stream* stream, ulong memoryLimitBytes, uint flags);

    /// <summary>Decodes as far as input and room for output go.</summary>
    [LibraryImport(Library)]
    public static partial int lzma_code(lzma_stream* stream, int action);

    /// <summary>Frees what the decoder holds.</summary>
    [LibraryImport(Library)]
    public static partial void lzma_end(lzma_stream* stream);
}
