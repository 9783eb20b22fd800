using System.Buffers;

namespace Ptracer.Paths;

/// <summary>
/// A stand-in: a symbolic link that the guest sees as the file it leads to, because the place cannot hold that file under
/// its name: a second name where hard links are refused, a socket, a FIFO.
/// </summary>
/// <remarks>
/// Its text is <c>/.ptracer/files/</c>, 16 hexadecimal digits, and a letter for the file's type. The file lies under this path
/// below the root of the stand-in's mount. So a rootfs may be moved, and in a real chroot(2) the links still lead there.
/// </remarks>
internal static class StandIn
{
    /// <summary>The directory of the files, below the root of a mount.</summary>
    public static ReadOnlySpan<byte> Directory => "/.ptracer/files"u8;

    /// <summary>The top of it, which listings of the mount's root leave out.</summary>
    public static ReadOnlySpan<byte> TopName => ".ptracer"u8;

    /// <summary>Digits of an id.</summary>
    public const int IdDigits = 16;

    /// <summary>A file with any number of names.</summary>
    public const byte Linked = (byte)'l';

    /// <summary>What bind(2) makes: an empty file with its mode and owner.</summary>
    public const byte Socket = (byte)'s';

    /// <summary>What mkfifo(3) makes: the same.</summary>
    public const byte Fifo = (byte)'p';

    /// <summary>Bytes of each stand-in's text.</summary>
    public const int TextBytes = 15 + 1 + IdDigits + 1;

    private static readonly SearchValues<byte> s_digits = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>Whether this is the text of a stand-in.</summary>
    public static bool IsText(ReadOnlySpan<byte> text) =>
        text.Length == TextBytes && text.StartsWith(Directory) && text[Directory.Length] == '/' &&
        text[^1] is Linked or Socket or Fifo && !text[(Directory.Length + 1)..^1].ContainsAnyExcept(s_digits);

    /// <summary>Whether a host path, canonical, is that of a file that has stand-ins.</summary>
    public static bool IsStored(ReadOnlySpan<byte> hostPath) =>
        hostPath.Length >= TextBytes && IsText(hostPath[^TextBytes..]);

    /// <summary>Whether a host path, canonical, is that of a file which is a socket or a FIFO to guests.</summary>
    public static bool IsSpecial(ReadOnlySpan<byte> hostPath) => IsStored(hostPath) && TypeOf(hostPath) != Linked;

    /// <summary>The type of the file: one of the letters.</summary>
    public static byte TypeOf(ReadOnlySpan<byte> textOrPath) => textOrPath[^1];

    /// <summary>The id, as a number, of a stand-in's text or a stored file's host path.</summary>
    public static ulong IdOf(ReadOnlySpan<byte> textOrPath)
    {
        _ = System.Buffers.Text.Utf8Parser.TryParse(textOrPath[^(IdDigits + 1)..^1], out ulong id, out _, 'x');
        return id;
    }
}
