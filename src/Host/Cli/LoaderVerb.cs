using System.Runtime.Versioning;

namespace Ptracer.Host.Cli;

/// <summary><c>loader</c>: writes the stub loader to a file, for <c>--loader</c>, and that of 32-bit programs beside it.</summary>
internal sealed class LoaderVerb(string path) : IVerb
{
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute |
        UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Parses the words behind the verb.</summary>
    /// <exception cref="PtracerException">They are not one path.</exception>
    public static IVerb Parse(WordList words)
    {
        if (words.Count != 1 || words.Bytes(0) is [] or [(byte)'-', ..])
        {
            throw new PtracerException("loader: takes one path; write ptracer loader FILE");
        }

        return new LoaderVerb(words.Text(0));
    }

    /// <inheritdoc/>
    [SupportedOSPlatform("linux")]
    public int Run()
    {
        Write(path, StubLoader.Image);
        Write(StubLoader.PathOf32Bits(path), StubLoader.ImageOf32Bits);
        return 0;
    }

    [SupportedOSPlatform("linux")]
    private static void Write(string path, ReadOnlySpan<byte> image)
    {
        try
        {
            using FileStream file = new(
                path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = Mode });
            file.Write(image);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PtracerException($"loader {path}: cannot be written; give a path in a directory that is yours", error);
        }
    }
}
