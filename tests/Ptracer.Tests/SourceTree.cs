using System.Runtime.CompilerServices;

namespace Ptracer.Tests;

/// <summary>The checkout the tests were built from.</summary>
internal static class SourceTree
{
    public static string Top { get; } = Find();

    private static string Find([CallerFilePath] string thisFile = "")
    {
        string? directory = Path.GetDirectoryName(thisFile);
        while (directory is not null && !File.Exists(Path.Combine(directory, "ptracer.slnx")))
        {
            directory = Path.GetDirectoryName(directory);
        }
        return directory ?? throw new InvalidOperationException($"no ptracer.slnx above {thisFile}");
    }
}
