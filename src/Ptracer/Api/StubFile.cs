using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer;

/// <summary>The file that the kernel executes in place of guest programs: given, or in memory only.</summary>
internal static class StubFile
{
    /// <summary>
    /// What lies beside our own executable in an Android package, where only files of that directory may be executed and
    /// all of them are called lib*.so.
    /// </summary>
    private const string PackagedName = "libptracer-loader.so";

    /// <summary>Its host path, with its NUL.</summary>
    public static byte[] Open(string? loaderPath)
    {
        loaderPath ??= Packaged(Environment.ProcessPath);
        if (loaderPath is not null)
        {
            return HostText.WithNul(System.IO.Path.GetFullPath(loaderPath));
        }

        int descriptor = AnonymousFile.CreateProgram("ptracer\0"u8, StubLoader.Image);
        if (descriptor < 0)
        {
            throw new PtracerException("stub loader: no anonymous file can be made; give a loader file with --loader (ptracer loader FILE writes one)");
        }

        Span<byte> path = stackalloc byte[48];
        return path[..(SessionLink.Format(descriptor, path) + 1)].ToArray();
    }

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
}
