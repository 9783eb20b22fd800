namespace Ptracer.Host.Tests.Harness;

/// <summary>A rootfs of a few files: busybox and its links, in a directory that a test may write to and compare.</summary>
public static class MiniRootfs
{
    private static readonly string[] s_applets =
        ["sh", "ls", "cat", "mkdir", "rm", "rmdir", "mv", "ln", "touch", "stat", "readlink", "find", "echo", "chmod", "test"];

    /// <summary>Makes one at a path that does not exist yet.</summary>
    public static void Create(string path)
    {
        foreach (var name in new[] { "bin", "etc", "proc", "dev", "tmp", "mnt", "real" })
        {
            Directory.CreateDirectory(Path.Combine(path, name));
        }

        File.Copy(Path.Combine(TestPlace.Rootfs, "usr", "bin", "busybox"), Path.Combine(path, "bin", "busybox"));
        foreach (var applet in s_applets)
        {
            File.CreateSymbolicLink(Path.Combine(path, "bin", applet), "busybox");
        }

        File.WriteAllText(Path.Combine(path, "etc", "name"), "mini\n");
        File.WriteAllText(Path.Combine(path, "real", "own"), "own\n");
        File.CreateSymbolicLink(Path.Combine(path, "link"), "real");
    }
}
