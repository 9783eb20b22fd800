using Ptracer.Loader;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Dependencies;

/// <summary>
/// The search of glibc's loader, ld.so(8): DT_RPATH of the object that needs the library and of those that caused it to
/// be loaded, up to the program, unless it has DT_RUNPATH; LD_LIBRARY_PATH; its own DT_RUNPATH; the cache; the default
/// directories. Each directory's glibc-hwcaps subdirectories come before it.
/// </summary>
internal sealed class GlibcSearch(
    LibraryPlaces places, DependencyOptions options, ElfIdentity program, TreePath? loader) : ILibrarySearch
{
    private readonly LibraryAbi _abi = LibraryAbi.Of(program);
    private readonly List<byte[]> _defaults = places.DefaultDirectories(loader, LibraryAbi.Of(program));

    // What the search behind all paths finds depends on the name alone.
    private readonly Dictionary<byte[], LibraryHit> _found = new(ByteStringComparer.Instance);

    /// <inheritdoc/>
    public bool ChecksVersions => true;

    /// <inheritdoc/>
    public bool KnowsSoNames => true;

    /// <inheritdoc/>
    public bool IsLoader(byte[] name) => false;

    /// <inheritdoc/>
    public IEnumerable<(byte[] Name, string Reason)> Preloads()
    {
        List<byte[]> names = [];
        LibraryPlaces.AddWords(options.Preload, " :"u8, names);
        foreach (byte[] name in names)
        {
            yield return (name, "LD_PRELOAD");
        }

        foreach (byte[] name in places.Preloads())
        {
            yield return (name, "/etc/ld.so.preload");
        }
    }

    /// <inheritdoc/>
    public byte[] Expand(byte[] name, LoadedObject needer) => TokensOf(needer).Expand(name) ?? name;

    /// <inheritdoc/>
    public LibraryHit Find(byte[] name, LoadedObject needer)
    {
        if (name.AsSpan().Contains((byte)'/'))
        {
            TreeFile file = places.OpenPath(name, options.WorkingDirectory);
            return LibraryFitness.Check(file, program, out string problem) == Fitness.Fit
                ? new LibraryHit(file, "by its path")
                : new LibraryHit(null, problem);
        }

        Walk walk = new(this, name);
        if (needer.Elf.Runpath is null)
        {
            for (LoadedObject? one = needer; one is not null && !walk.IsOver; one = one.Needer)
            {
                walk.Path(one.Elf.Rpath, ":"u8, one, "by RPATH");
            }
        }

        walk.Path(options.LibraryPath, ":;"u8, Program(needer), "by LD_LIBRARY_PATH");
        walk.Path(needer.Elf.Runpath, ":"u8, needer, "by RUNPATH");
        if (!walk.IsOver)
        {
            FindBehindPaths(walk, needer.Elf.AvoidsDefaultDirectories ? Defaults.Avoided : Defaults.Searched);
        }

        return walk.Result;
    }

    private static LoadedObject Program(LoadedObject one)
    {
        while (one.Needer is { } needer)
        {
            one = needer;
        }

        return one;
    }

    private enum Defaults
    {
        Searched,
        Avoided,
    }

    private void FindBehindPaths(Walk walk, Defaults defaults)
    {
        bool isKnown = _found.TryGetValue(walk.Name, out LibraryHit known) && defaults == Defaults.Searched;
        if (isKnown && known.File is not null)
        {
            walk.Take(known);
            return;
        }

        if (places.Cache() is { } cache)
        {
            byte[]? path = cache.Find(walk.Name, _abi.CacheFlags, options.Hwcaps);
            if (path is not null && (defaults == Defaults.Searched || !IsInDefaults(path)))
            {
                walk.Try(places.OpenPath(path, options.WorkingDirectory), "by ld.so.cache");
            }
        }
        else
        {
            walk.Directories(places.Configured(), "by ld.so.conf");
        }

        if (defaults == Defaults.Searched)
        {
            walk.Directories(_defaults, "by default directory");
            _found.TryAdd(walk.Name, walk.Result);
        }
    }

    private bool IsInDefaults(ReadOnlySpan<byte> path)
    {
        foreach (byte[] directory in _defaults)
        {
            if (path.StartsWith(directory) && path.Length > directory.Length && path[directory.Length] == '/')
            {
                return true;
            }
        }

        return false;
    }

    private DynamicStringTokens TokensOf(LoadedObject one) => new(
        one.Origin, LoaderDirectories.Library(_defaults), System.Text.Encoding.ASCII.GetBytes(_abi.Platform));

    /// <summary>One search, from directory to directory until it is over.</summary>
    private sealed class Walk(GlibcSearch search, byte[] name)
    {
        private LibraryHit _result;
        private string _passedOver = "not found";

        public byte[] Name => name;

        public bool IsOver { get; private set; }

        public LibraryHit Result => IsOver ? _result : new LibraryHit(null, _passedOver);

        public void Take(LibraryHit hit)
        {
            _result = hit;
            IsOver = true;
        }

        public void Try(TreeFile file, string reason)
        {
            if (IsOver)
            {
                return;
            }

            switch (LibraryFitness.Check(file, search.Identity, out string problem))
            {
                case Fitness.Fit:
                    Take(new LibraryHit(file, reason));
                    break;
                case Fitness.Unfit:
                    Take(new LibraryHit(null, $"{TreePathText.Of(file.FoundAs)} {problem}"));
                    break;
                case Fitness.Foreign:
                    _passedOver = $"not found; {TreePathText.Of(file.FoundAs)} {problem}";
                    break;
            }
        }

        public void Path(byte[]? list, ReadOnlySpan<byte> separators, LoadedObject owner, string reason)
        {
            if (list is null or [] || IsOver)
            {
                return;
            }

            DynamicStringTokens tokens = search.TokensOf(owner);
            ReadOnlySpan<byte> text = list;
            foreach (Range range in text.SplitAny(separators))
            {
                if (tokens.Expand(text[range].ToArray()) is { } directory)
                {
                    Directory(search.Absolute(directory), reason);
                }
            }
        }

        public void Directories(List<byte[]> directories, string reason)
        {
            foreach (byte[] directory in directories)
            {
                Directory(directory, reason);
            }
        }

        private void Directory(byte[] directory, string reason)
        {
            foreach (byte[] hwcaps in search.Hwcaps)
            {
                Try(search.Open([.. directory, .. "/glibc-hwcaps/"u8, .. hwcaps], name), reason);
            }

            Try(search.Open(directory, name), reason);
        }
    }

    private ElfIdentity Identity => program;

    private IReadOnlyList<byte[]> Hwcaps => options.Hwcaps;

    private TreeFile Open(byte[] directory, byte[] name) => places.Open(directory, name);

    // An empty word of a path means the working directory.
    private byte[] Absolute(byte[] directory) =>
        directory is [(byte)'/', ..] ? directory : [.. options.WorkingDirectory, (byte)'/', .. directory];
}
