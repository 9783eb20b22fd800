using Ptracer.Loader;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Dependencies;

/// <summary>
/// What a tree's configuration says about libraries, each read once: <c>/etc/ld.so.cache</c>, <c>/etc/ld.so.conf</c>,
/// <c>/etc/ld.so.preload</c>, the directories that a loader has compiled in.
/// <para>
/// Without a cache ld.so would look only into its default directories. Such a tree is one that ldconfig(8) has not been
/// run in yet: its packages are extracted, not installed. So then the directories of <c>ld.so.conf</c> are searched, as
/// ldconfig would; a cache that is there is the truth, whatever <c>ld.so.conf</c> says.
/// </para>
/// </summary>
internal sealed class LibraryPlaces(TreeResolver resolver, TreeFiles files)
{
    private const int MaxPreloadBytes = 64 * 1024;

    private readonly Dictionary<TreePath, List<byte[]>> _loaderDirectories = [];
    private readonly List<string> _warnings = [];

    private bool _hasReadCache;
    private LibraryCache? _cache;
    private List<byte[]>? _configured;
    private List<byte[]>? _preloads;

    /// <summary>What was passed over, a line each.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Looks into a directory whose name may end with slashes.</summary>
    public TreeFile Open(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> name) =>
        files.Open([.. directory.TrimEnd((byte)'/'), (byte)'/', .. name]);

    /// <summary>Opens a path, a relative one from a directory.</summary>
    public TreeFile OpenPath(byte[] path, byte[] directory) => path is [(byte)'/', ..] ? files.Open(path) : Open(directory, path);

    /// <summary><c>/etc/ld.so.cache</c>; null: there is none that is of use.</summary>
    public LibraryCache? Cache()
    {
        if (_hasReadCache)
        {
            return _cache;
        }

        _hasReadCache = true;
        byte[] path = "/etc/ld.so.cache"u8.ToArray();
        if (!resolver.Find(path).IsFound)
        {
            return null;
        }

        byte[]? content = files.Read(path, LibraryCache.MaxSizeBytes);
        if (content is null || !LibraryCache.TryRead(content, out _cache))
        {
            _warnings.Add("/etc/ld.so.cache: cannot be read as a cache, passed over; run ldconfig in the rootfs");
        }

        return _cache;
    }

    /// <summary>The directories of <c>/etc/ld.so.conf</c>, in the order of ldconfig.</summary>
    public List<byte[]> Configured() =>
        _configured ??= new LibraryConfigurationFiles(resolver, files).Directories("/etc/ld.so.conf"u8.ToArray());

    /// <summary>The libraries of <c>/etc/ld.so.preload</c>.</summary>
    public List<byte[]> Preloads()
    {
        if (_preloads is null)
        {
            _preloads = [];
            ReadOnlySpan<byte> text = files.Read("/etc/ld.so.preload"u8.ToArray(), MaxPreloadBytes);
            foreach (Range line in text.Split((byte)'\n'))
            {
                ReadOnlySpan<byte> names = text[line];
                int comment = names.IndexOf((byte)'#');
                AddWords(comment < 0 ? names : names[..comment], " \t:"u8, _preloads);
            }
        }

        return _preloads;
    }

    /// <summary>The default directories of a loader: its own, or if it does not tell, those its kind is known for.</summary>
    /// <param name="loader">The loader; null: it is not there.</param>
    /// <param name="abi">For which processor.</param>
    public List<byte[]> DefaultDirectories(TreePath? loader, LibraryAbi abi)
    {
        List<byte[]>? directories = loader is { } place ? OfLoader(place) : null;
        return directories is { Count: > 0 }
            ? directories
            : [.. abi.DefaultDirectories.Select(System.Text.Encoding.ASCII.GetBytes)];
    }

    /// <summary>The words of a list, without the empty ones.</summary>
    public static void AddWords(ReadOnlySpan<byte> text, ReadOnlySpan<byte> separators, List<byte[]> words)
    {
        foreach (Range word in text.SplitAny(separators))
        {
            if (!text[word].IsEmpty)
            {
                words.Add(text[word].ToArray());
            }
        }
    }

    private List<byte[]> OfLoader(TreePath place)
    {
        if (!_loaderDirectories.TryGetValue(place, out List<byte[]>? directories))
        {
            byte[] image = files.ReadStart(place, LoaderDirectories.MaxSizeBytes) ?? [];
            _loaderDirectories.Add(place, directories = LoaderDirectories.Find(image));
        }

        return directories;
    }
}
