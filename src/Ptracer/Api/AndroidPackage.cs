using System.IO;
using Ptracer.Linux;

namespace Ptracer;

/// <summary>The Android app that this program belongs to, told by where its executable lies.</summary>
/// <remarks>
/// The files of nativeLibraryDir lie in <c>/data/app/[~~RANDOM==/]PACKAGE[-RANDOM==]/lib/ABI/</c>; the app's data in
/// <c>/data/user/USER/PACKAGE</c>, USER being its uid by 100,000 (Android's ApplicationInfo, UserHandle).
/// </remarks>
public static class AndroidPackage
{
    /// <summary>The directories for temporary files: what the environment says, the usual ones, Android's.</summary>
    public static IReadOnlyList<string> TemporaryDirectories
    {
        get
        {
            string? cache = DataDirectory is { } data ? data + "/cache" : null;
            string?[] all = [Environment.GetEnvironmentVariable("TMPDIR"), "/tmp", "/var/tmp", cache, "/data/local/tmp", "."];
            return [.. Array.FindAll(all, place => place is { Length: > 0 })!];
        }
    }

    /// <summary>The data directory of the app; null: this is no app's program.</summary>
    public static string? DataDirectory { get; } = Find(Environment.ProcessPath, Unistd.getuid());

    /// <summary>The package's name in the path of one of its libraries; null if it is none.</summary>
    public static string? PackageOf(string? executable)
    {
        const string Apps = "/data/app/";
        if (executable is null || !executable.StartsWith(Apps, StringComparison.Ordinal))
        {
            return null;
        }

        string[] parts = executable[Apps.Length..].Split('/');
        int libraries = Array.IndexOf(parts, "lib");
        if (libraries < 1)
        {
            return null;
        }

        string folder = parts[libraries - 1];
        int random = folder.IndexOf('-', StringComparison.Ordinal);
        return random < 0 ? folder : folder[..random];
    }

    private static string? Find(string? executable, uint uid)
    {
        const uint IdsPerUser = 100_000;
        if (PackageOf(executable) is not { } package)
        {
            return null;
        }

        string ofUser = $"/data/user/{uid / IdsPerUser}/{package}", ofFirst = "/data/data/" + package;
        return Directory.Exists(ofUser) ? ofUser : Directory.Exists(ofFirst) ? ofFirst : null;
    }
}
