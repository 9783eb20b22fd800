using System.Text;

namespace Ptracer.Host.Http;

/// <summary>The token for TCP: 256 random bits in hexadecimal, in a file that only the daemon's user can read.</summary>
internal static class TokenFile
{
    private const int TokenBytes = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a new token and writes it: the file is whole and private from the moment that it is there.</summary>
    public static byte[] Create(string path)
    {
        string token = Random();
        string making = path + ".new";
        try
        {
            File.Delete(making);
            FileStreamOptions options = new()
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = OwnerOnly,
            };
            using (FileStream file = new(making, options))
            {
                file.Write(Encoding.ASCII.GetBytes(token + "\n"));
                file.Flush(flushToDisk: true);
            }

            File.Move(making, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PtracerException($"{path}: cannot write the token: {failure.Message}; check the directory's owner and mode");
        }

        return Encoding.ASCII.GetBytes(token);
    }

    // random(4): .NET's own generator would load OpenSSL, which a static binary cannot.
    private static string Random()
    {
        byte[] random = new byte[TokenBytes];
        using FileStream source = new("/dev/urandom", FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        source.ReadExactly(random);
        return Convert.ToHexStringLower(random);
    }
}
