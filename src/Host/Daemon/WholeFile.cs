namespace Ptracer.Host.Daemon;

/// <summary>Small files of state that are replaced whole: a reader, and a kill at any moment, find the old or the new one.</summary>
internal static class WholeFile
{
    /// <summary>Writes beside and renames.</summary>
    /// <exception cref="IOException">It cannot be written; the old one stays.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string beside = path + ".new";
        File.WriteAllBytes(beside, bytes);
        File.Move(beside, path, overwrite: true);
    }
}
