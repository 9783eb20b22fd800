using Ptracer.Loader;

namespace Ptracer.Packer.Dependencies;

/// <summary>
/// The search of musl's loader: LD_LIBRARY_PATH; DT_RUNPATH, or else DT_RPATH, of the object that needs the library and
/// of those that caused it to be loaded; the directories of <c>/etc/ld-musl-ARCH.path</c>, or if there is none /lib,
/// /usr/local/lib and /usr/lib. The first file of the name is the one: if it is unfit, the library is missing. The
/// loader is the C library too, so names such as libc.so and libm.so.6 mean itself. Versions are not looked at.
/// </summary>
internal sealed class MuslSearch : ILibrarySearch
{
    private const int MaxPathFileBytes = 64 * 1024;

    private readonly LibraryPlaces _places;
    private readonly DependencyOptions _options;
    private readonly ElfIdentity _program;
    private readonly byte[] _loaderPath;
    private readonly List<byte[]> _defaults = [];
    private readonly string _defaultReason = "by default directory";

    /// <summary>Reads the configuration.</summary>
    /// <param name="places">The tree's configuration.</param>
    /// <param name="files">The tree's files.</param>
    /// <param name="options">The environment.</param>
    /// <param name="program">For which processor the program is.</param>
    /// <param name="loaderPath">The loader, as PT_INTERP names it.</param>
    public MuslSearch(
        LibraryPlaces places, TreeFiles files, DependencyOptions options, ElfIdentity program, byte[] loaderPath)
    {
        (_places, _options, _program, _loaderPath) = (places, options, program, loaderPath);
        byte[]? list = files.Read(PathFile(loaderPath), MaxPathFileBytes);
        if (list is not null)
        {
            _defaultReason = "by ld-musl path file";
        }

        LibraryPlaces.AddWords(list ?? "/lib:/usr/local/lib:/usr/lib"u8, ":\n"u8, _defaults);
    }

    /// <summary>What stands in the names of musl's loaders.</summary>
    public static ReadOnlySpan<byte> LoaderName => "/ld-musl-"u8;

    /// <inheritdoc/>
    public bool ChecksVersions => false;

    /// <inheritdoc/>
    public bool KnowsSoNames => false;

    /// <inheritdoc/>
    public bool IsLoader(byte[] name)
    {
        ReadOnlySpan<byte> text = name;
        if (text.SequenceEqual(_loaderPath))
        {
            return true;
        }

        int dot = text.IndexOf((byte)'.');
        return dot > 3 && text.StartsWith("lib"u8) && IsPartOfLibc(text[3..dot]);
    }

    /// <inheritdoc/>
    public IEnumerable<(byte[] Name, string Reason)> Preloads()
    {
        List<byte[]> names = [];
        LibraryPlaces.AddWords(_options.Preload, " \t\n\r\v\f:"u8, names);
        foreach (byte[] name in names)
        {
            yield return (name, "LD_PRELOAD");
        }
    }

    /// <inheritdoc/>
    public byte[] Expand(byte[] name, LoadedObject needer) => name;

    /// <inheritdoc/>
    public LibraryHit Find(byte[] name, LoadedObject needer)
    {
        if (name.AsSpan().Contains((byte)'/'))
        {
            return Judge(_places.OpenPath(name, _options.WorkingDirectory), "by its path");
        }

        List<byte[]> directories = [];
        LibraryPlaces.AddWords(_options.LibraryPath, ":\n"u8, directories);
        if (TryDirectories(directories, name, "by LD_LIBRARY_PATH", out LibraryHit hit))
        {
            return hit;
        }

        for (LoadedObject? one = needer; one is not null; one = one.Needer)
        {
            if (Expanded(one) is not { } path)
            {
                continue;
            }

            directories.Clear();
            LibraryPlaces.AddWords(path, ":\n"u8, directories);
            string reason = one.Elf.Runpath is null ? "by RPATH" : "by RUNPATH";
            if (TryDirectories(directories, name, reason, out hit))
            {
                return hit;
            }
        }

        return TryDirectories(_defaults, name, _defaultReason, out hit) ? hit : new LibraryHit(null, "not found");
    }

    private static bool IsPartOfLibc(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("c"u8) || name.SequenceEqual("pthread"u8) || name.SequenceEqual("rt"u8) ||
        name.SequenceEqual("m"u8) || name.SequenceEqual("dl"u8) || name.SequenceEqual("util"u8) ||
        name.SequenceEqual("xnet"u8);

    // The directory two above the loader, then etc: /etc for /lib/ld-musl-x86_64.so.1.
    private static byte[] PathFile(ReadOnlySpan<byte> loaderPath)
    {
        int last = loaderPath.LastIndexOf((byte)'/');
        int above = last > 0 ? loaderPath[..last].LastIndexOf((byte)'/') : -1;
        ReadOnlySpan<byte> name = loaderPath[(last + 1)..];
        int end = name.IndexOf(".so"u8);
        name = end > 0 ? name[..end] : name;
        return [.. above > 0 ? loaderPath[..above] : default, .. "/etc/"u8, .. name, .. ".path"u8];
    }

    // A path with a token that musl does not know counts for nothing.
    private static byte[]? Expanded(LoadedObject one)
    {
        byte[]? path = one.Elf.Runpath ?? one.Elf.Rpath;
        if (path is null || !path.AsSpan().Contains((byte)'$'))
        {
            return path;
        }

        byte[]? expanded = new DynamicStringTokens(one.Origin, "$"u8.ToArray(), "$"u8.ToArray()).Expand(path);
        return expanded is null || expanded.AsSpan().Contains((byte)'$') ? null : expanded;
    }

    private bool TryDirectories(List<byte[]> directories, byte[] name, string reason, out LibraryHit hit)
    {
        foreach (byte[] word in directories)
        {
            byte[] directory = word is [(byte)'/', ..] ? word : [.. _options.WorkingDirectory, (byte)'/', .. word];
            TreeFile file = _places.Open(directory, name);
            if (file.Lookup.IsFound && file.Problem != TreeFiles.Unreadable)
            {
                hit = Judge(file, reason);
                return true;
            }
        }

        hit = default;
        return false;
    }

    private LibraryHit Judge(TreeFile file, string reason) => LibraryFitness.Check(file, _program, out string problem) switch
    {
        Fitness.Fit => new LibraryHit(file, reason),
        Fitness.Absent => new LibraryHit(null, problem),
        _ => new LibraryHit(null, $"{TreePathText.Of(file.FoundAs)} {problem}"),
    };
}
