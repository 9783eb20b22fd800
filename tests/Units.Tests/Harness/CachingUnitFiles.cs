namespace Ptracer.Units.Tests;

/// <summary>Remembers answers, for a tree that does not change while it is looked at.</summary>
internal sealed class CachingUnitFiles(IUnitFiles files) : IUnitFiles
{
    private readonly Dictionary<string, byte[]?> _contents = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _lists = [];
    private readonly Dictionary<string, string?> _links = [];
    private readonly Dictionary<string, UnitFileKind> _kinds = [];

    public byte[]? Read(string path) => Remember(_contents, path, files.Read);

    public IReadOnlyList<string> List(string directory) => Remember(_lists, directory, files.List);

    public string? ReadLink(string path) => Remember(_links, path, files.ReadLink);

    public UnitFileKind KindOf(string path) => Remember(_kinds, path, files.KindOf);

    public bool IsExecutable(string path) => files.IsExecutable(path);

    private static T Remember<T>(Dictionary<string, T> known, string path, Func<string, T> ask)
    {
        if (!known.TryGetValue(path, out T? answer))
        {
            known[path] = answer = ask(path);
        }

        return answer;
    }
}
