using Ptracer.Features;
using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer;

/// <summary>The files that the kernel executes in place of guest programs: given, or in memory only.</summary>
internal sealed class StubFiles : IStubFiles
{
    /// <summary>
    /// What lies beside our own executable in an Android package, where only files of that directory may be executed and
    /// all of them are called lib*.so.
    /// </summary>
    private const string PackagedName = "libptracer-loader.so";

    private readonly string? _given;
    private readonly byte[] _first;
    private byte[]? _second;

    /// <exception cref="PtracerException">There is none, and none can be made.</exception>
    public StubFiles(string? loaderPath)
    {
        _given = loaderPath ?? Packaged(Environment.ProcessPath);
        _first = _given is not null ? HostText.WithNul(System.IO.Path.GetFullPath(_given)) : Create(StubLoader.Image);
        if (_first.Length == 0)
        {
            throw new PtracerException("stub loader: no anonymous file can be made; give a loader file with --loader (ptracer loader FILE writes one)");
        }
    }

    public byte[] this[Abi abi] => abi == Abi.X64 ? _first : _second ??= Second();

    /// <summary>The loader of a package, if an executable is in one: else null.</summary>
    internal static string? Packaged(string? executable)
    {
        string name = System.IO.Path.GetFileName(executable) ?? "";
        if (!name.StartsWith("lib", StringComparison.Ordinal) || !name.EndsWith(".so", StringComparison.Ordinal))
        {
            return null;
        }

        string path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(executable)!, PackagedName);
        return System.IO.File.Exists(path) ? path : null;
    }

    /// <summary>What is missing where there is no loader for 32-bit programs.</summary>
    public string Missing => _given is null
        ? "no anonymous file can be made"
        : StubLoader.PathOf32Bits(System.IO.Path.GetFullPath(_given)) + " is missing";

    private byte[] Second()
    {
        if (_given is null)
        {
            return Create(StubLoader.ImageOf32Bits);
        }

        string path = StubLoader.PathOf32Bits(System.IO.Path.GetFullPath(_given));
        return System.IO.File.Exists(path) ? HostText.WithNul(path) : [];
    }

    private static byte[] Create(ReadOnlySpan<byte> image)
    {
        int descriptor = AnonymousFile.CreateProgram("ptracer\0"u8, image);
        Span<byte> path = stackalloc byte[48];
        return descriptor < 0 ? [] : path[..(SessionLink.Format(descriptor, path) + 1)].ToArray();
    }
}
