using System.Text.RegularExpressions;
using Xunit;

namespace Ptracer.Tests;

/// <summary>Who may import whom; ARCHITECTURE.md says why.</summary>
public sealed partial class ImportDirectionTests
{
    private const string Api = "Ptracer";
    private const string Linux = "Ptracer.Linux";
    private const string Guest = "Ptracer.Guest";
    private const string Paths = "Ptracer.Paths";
    private const string Diagnostics = "Ptracer.Diagnostics";
    private const string Features = "Ptracer.Features";
    private const string Syscalls = "Ptracer.Syscalls";
    private const string Engines = "Ptracer.Engines";
    private const string Loader = "Ptracer.Loader";
    private const string Packer = "Ptracer.Packer";
    private const string Images = "Ptracer.Images";
    private const string Units = "Ptracer.Units";
    private const string Journal = "Ptracer.Journal";

    /// <summary>Folder, the namespace it declares, and the namespaces it may name.</summary>
    public static TheoryData<string, string, string[]> Layers => new()
    {
        { "src/Loader", Loader, [] },
        { "src/Ptracer/Linux", Linux, [] },
        { "src/Ptracer/Guest", Guest, [Linux] },
        { "src/Ptracer/Paths", Paths, [Linux] },
        { "src/Ptracer/Features", Features, [Linux, Guest, Paths] },
        { "src/Ptracer/Syscalls", Syscalls, [Linux, Guest, Paths, Features, Loader] },
        { "src/Ptracer/Engines", Engines, [Linux, Guest, Syscalls] },
        { "src/Ptracer/Diagnostics", Diagnostics, [Linux] },
        { "src/Ptracer/Api", Api, [Linux, Diagnostics, Guest, Paths, Features, Syscalls, Engines, Loader] },
        { "src/Units", Units, [] },
        { "src/Packer", Packer, [Linux, Api, Loader] },
        { "src/Images", Images, [Linux, Api, Packer] },
        { "src/Journal", Journal, [Linux, Api] },
        { "src/Host/Posix", "Ptracer.Host.Posix", [Linux, Packer] },
        { "src/Host/Cli", "Ptracer.Host", [Api, Packer, Units, Journal, Images] },
        { "src/Host/Daemon", "Ptracer.Host", [Api, Packer, Units, Journal, Images] },
        { "src/Host/Http", "Ptracer.Host", [Api] },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void Layer_Imports_OnlyWhatLiesBelow(string folder, string own, string[] allowed)
    {
        List<string> wrong = [];
        foreach (string file in SourceFiles(folder))
        {
            string code = Comment().Replace(File.ReadAllText(file), "");
            foreach (Match name in ProjectNamespace().Matches(code))
            {
                string imported = name.Value;
                if (imported != own && !imported.StartsWith(own + ".", StringComparison.Ordinal)
                    && !allowed.Any(layer => Covers(layer, imported)))
                {
                    wrong.Add($"{Path.GetRelativePath(SourceTree.Top, file)}: {imported}");
                }
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Layer_Files_DeclareTheirFoldersNamespace(string folder, string own, string[] allowed)
    {
        _ = allowed;
        Assert.All(SourceFiles(folder), file =>
        {
            Match declared = DeclaredNamespace().Match(File.ReadAllText(file));
            Assert.True(!declared.Success || Covers(own, declared.Groups[1].Value), file);
        });
    }

    // The Api namespace is the root of all others, so naming it allows none of them.
    private static bool Covers(string layer, string name) =>
        name == layer || (layer != Api && name.StartsWith(layer + ".", StringComparison.Ordinal));

    private static IEnumerable<string> SourceFiles(string folder)
    {
        string path = Path.Combine(SourceTree.Top, folder);
        return Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories) : [];
    }

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bPtracer\.(Linux|Guest|Paths|Diagnostics|Features|Syscalls|Engines|Loader|Packer|Images|Units|Journal|Host)\b(\.(Seccomp|Ptrace|Shim|Posix)\b)?")]
    private static partial Regex ProjectNamespace();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex DeclaredNamespace();
}
