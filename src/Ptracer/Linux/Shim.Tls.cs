using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>native/shim/tls.c: TLS over a non-blocking socket, by mbedTLS.</summary>
internal static unsafe partial class Shim
{
    /// <summary>A call that must wait until the socket can be read.</summary>
    public const int TlsWantRead = -100001;

    /// <summary>A call that must wait until the socket can be written.</summary>
    public const int TlsWantWrite = -100002;

    /// <summary>The other side ended the connection without saying so.</summary>
    public const int TlsEnded = -100003;

    /// <summary>An empty set of certificates to trust; null: no memory.</summary>
    [LibraryImport(Library)]
    public static partial void* ptracer_tls_roots_new();

    [LibraryImport(Library)]
    public static partial void ptracer_tls_roots_free(void* roots);

    /// <summary>Adds certificates: PEM with a NUL behind that the size includes, or DER.</summary>
    /// <returns>0; how many could not be read; or, below 0, that none could.</returns>
    [LibraryImport(Library)]
    public static partial int ptracer_tls_roots_add(void* roots, byte* text, ulong sizeBytes);

    /// <summary>Begins a connection; null: no memory.</summary>
    /// <param name="roots">What is trusted; it must live longer.</param>
    /// <param name="socket">Connected, and non-blocking; it stays the caller's.</param>
    /// <param name="name">The server's, with a NUL; null: none is compared.</param>
    [LibraryImport(Library)]
    public static partial void* ptracer_tls_new(void* roots, int socket, byte* name);

    [LibraryImport(Library)]
    public static partial void ptracer_tls_free(void* tls);

    /// <summary>0: done; one of the constants above, or another error below.</summary>
    [LibraryImport(Library)]
    public static partial int ptracer_tls_handshake(void* tls);

    /// <summary>MBEDTLS_X509_BADCERT_*: what is wrong with the server's certificate.</summary>
    [LibraryImport(Library)]
    public static partial uint ptracer_tls_verify_flags(void* tls);

    /// <summary>Whether the server's certificate is for an address of 4 or 16 bytes.</summary>
    [LibraryImport(Library)]
    public static partial int ptracer_tls_has_address(void* tls, byte* address, ulong sizeBytes);

    /// <summary>Bytes read, 0 at the end, or an error as of the handshake.</summary>
    [LibraryImport(Library)]
    public static partial int ptracer_tls_read(void* tls, byte* buffer, ulong sizeBytes);

    [LibraryImport(Library)]
    public static partial int ptracer_tls_write(void* tls, byte* buffer, ulong sizeBytes);
}
