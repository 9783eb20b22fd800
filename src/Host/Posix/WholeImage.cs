using System.Runtime.InteropServices;
using Ptracer.Linux;
using Ptracer.Packer.Archives;

namespace Ptracer.Host.Posix;

/// <summary>The whole program, as the small image carries it (native/shim/whole_image.S).</summary>
internal static unsafe class WholeImage
{
    private const int OwnerMayAll = 0x1c0;

    /// <summary>Its file in a directory: unpacked there at the first use, whole or not at all.</summary>
    /// <exception cref="PosixException">It cannot be written.</exception>
    public static string FileIn(string directory)
    {
        byte* id;
        ulong size;
        Shim.ptracer_whole_image(&size, &id);
        string path = $"{directory}/ptracer-{Marshal.PtrToStringUTF8((nint)id)}";
        if (!File.Exists(path))
        {
            string beside = $"{path}.{Processes.OwnId}";
            try
            {
                using Descriptor file = Files.Open(beside, Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_TRUNC, OwnerMayAll);
                UnpackTo(file);
            }
            catch (PosixException)
            {
                File.Delete(beside); // half of it helps nobody, and the disk may be full
                throw;
            }

            foreach (string old in Directory.EnumerateFiles(directory, "ptracer-*"))
            {
                if (old != beside && !old.Contains('.', StringComparison.Ordinal))
                {
                    File.Delete(old); // of an earlier version; who runs it keeps it
                }
            }

            File.Move(beside, path, overwrite: true);
        }

        return path;
    }

    /// <summary>An anonymous file with it.</summary>
    /// <exception cref="PosixException">It cannot be made.</exception>
    public static Descriptor Anonymous()
    {
        Descriptor file = Files.Anonymous("ptracer", []);
        UnpackTo(file);
        return file;
    }

    /// <summary>Executes a file in our place.</summary>
    /// <returns>Why that failed.</returns>
    public static PosixException Execute(string path, IReadOnlyList<byte[]> words, IReadOnlyList<byte[]> environment)
    {
        List<nint> blocks = [];
        fixed (byte* name = Files.Text(path))
        {
            long result = Shim.ptracer_execute(name, Launch.Vector(blocks, words), Launch.Vector(blocks, environment));
            return new PosixException(path, (int)-result);
        }
    }

    private static void UnpackTo(Descriptor file)
    {
        byte* id;
        ulong size;
        byte* start = Shim.ptracer_whole_image(&size, &id);
        if (start is null)
        {
            throw new PosixException("the whole image", (int)Errno.ENOENT);
        }

        using UnmanagedMemoryStream packed = new(start, (long)size);
        using Stream image = Decompression.Open(packed, CompressionKind.Zstd);
        byte[] buffer = new byte[256 * 1024];
        while (image.Read(buffer) is > 0 and int count)
        {
            Files.Write(file, buffer.AsSpan(0, count));
        }
    }
}
