using Ptracer.Linux;

namespace Ptracer.Images.Registry;

/// <summary>
/// The certificates of authorities that this machine trusts: SSL_CERT_FILE and SSL_CERT_DIR as OpenSSL has them, else the
/// first place of a distribution's, or Android's, that has any.
/// </summary>
internal sealed unsafe class TrustedRoots : IDisposable
{
    private static readonly string[] s_files =
    [
        "/etc/ssl/certs/ca-certificates.crt", // Debian, Alpine, Arch
        "/etc/pki/tls/certs/ca-bundle.crt", // Fedora
        "/etc/ssl/ca-bundle.pem", // openSUSE
        "/etc/ssl/cert.pem", // Alpine, and others
    ];

    private static readonly string[] s_directories =
        ["/apex/com.android.conscrypt/cacerts", "/system/etc/security/cacerts", "/etc/ssl/certs"];

    private void* _roots;

    /// <summary>Reads them.</summary>
    /// <exception cref="PtracerException">There are none.</exception>
    public TrustedRoots()
    {
        _roots = Shim.ptracer_tls_roots_new();
        string? file = NotEmpty("SSL_CERT_FILE"), directory = NotEmpty("SSL_CERT_DIR");
        bool isFound = _roots != null && (file is not null || directory is not null
            ? (file is not null && AddFile(file)) | AddDirectories(directory?.Split(':') ?? [])
            : s_files.Any(AddFile) || s_directories.Any(path => AddDirectories([path])));
        if (!isFound)
        {
            Dispose();
            throw new PtracerException(
                "TLS: no certificates of authorities to trust; install ca-certificates, or set SSL_CERT_FILE to a PEM file");
        }
    }

    /// <summary>For <see cref="Shim.ptracer_tls_new"/>.</summary>
    public void* Handle => _roots;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_roots != null)
        {
            Shim.ptracer_tls_roots_free(_roots);
            _roots = null;
        }
    }

    private static string? NotEmpty(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private bool AddDirectories(string[] paths)
    {
        bool isAdded = false;
        foreach (string path in paths)
        {
            try
            {
                foreach (string file in Directory.EnumerateFiles(path))
                {
                    isAdded |= AddFile(file);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                continue; // the next may be there
            }
        }

        return isAdded;
    }

    private bool AddFile(string path)
    {
        const int MaxBytes = 16 * 1024 * 1024;
        try
        {
            byte[] text = new FileInfo(path).Length <= MaxBytes ? File.ReadAllBytes(path) : [];
            bool isPem = text.AsSpan().IndexOf("-----BEGIN"u8) >= 0;
            text = isPem ? [.. text, 0] : text;
            fixed (byte* p = text)
            {
                // Of a bundle some may be of kinds that are not known: those that are count.
                return text.Length > 0 && Shim.ptracer_tls_roots_add(_roots, p, (ulong)text.Length) >= 0;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
