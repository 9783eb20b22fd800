using System.IO;

namespace Ptracer.Diagnostics;

/// <summary>Small text files of the kernel, read whole.</summary>
internal static class ProcFile
{
    /// <summary>The file's text without the last newline; null when it cannot be read.</summary>
    public static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path).TrimEnd('\n', '\0');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The value of a <c>Name: value</c> line; null when there is none.</summary>
    public static string? Field(string path, string name)
    {
        foreach (string line in (Read(path) ?? "").Split('\n'))
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
            {
                return line[name.Length..].TrimStart(':', ' ', '\t');
            }
        }

        return null;
    }
}
