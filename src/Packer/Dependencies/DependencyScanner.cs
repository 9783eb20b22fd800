using Ptracer.Loader;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Dependencies;

/// <summary>
/// Finds what programs of a tree need to run, as their dynamic loaders would, and runs nothing. What it has read of the
/// tree it keeps, so scanning all programs of a rootfs reads each library once.
/// </summary>
internal sealed class DependencyScanner
{
    private readonly DependencyOptions _options;
    private readonly TreeFiles _files;
    private readonly LibraryPlaces _places;
    private readonly ProgramLookup _programs;
    private readonly Dictionary<(TreePath? Loader, ElfIdentity Program, LibraryAbi Abi, string Kind), ILibrarySearch> _searches = [];

    /// <summary>Prepares for a tree; reads nothing yet.</summary>
    public DependencyScanner(TreeResolver resolver, DependencyOptions options)
    {
        _options = options;
        _files = new TreeFiles(resolver);
        _places = new LibraryPlaces(resolver, _files);
        _programs = new ProgramLookup(_files, options);
    }

    /// <summary>What was passed over in all scans so far, a line each: a damaged cache.</summary>
    public IReadOnlyList<string> Warnings => _places.Warnings;

    /// <summary>Where a program is, and the links on the way.</summary>
    /// <param name="program">A path, or a name that is looked up along PATH.</param>
    public TreeLookup Locate(byte[] program) => _programs.Find(program).Lookup;

    /// <summary>Finds what programs and libraries need.</summary>
    /// <param name="programs">Paths, or names that are looked up along PATH.</param>
    public DependencyGraph Scan(IReadOnlyList<byte[]> programs)
    {
        GraphBuilder graph = new();
        ProgramScan scan = new(this, graph);
        foreach (byte[] program in programs)
        {
            if (scan.Add(_programs.Find(program), program, null) is { } node)
            {
                graph.AddRoot(node);
            }
        }

        return graph.Graph;
    }

    /// <summary>The parts of a scan that are about programs: files of each kind, interpreters, loaders.</summary>
    private sealed class ProgramScan(DependencyScanner scanner, GraphBuilder graph)
    {
        private readonly HashSet<TreePath> _done = [];

        /// <summary>Adds a program with all that it needs.</summary>
        /// <param name="file">Where it is.</param>
        /// <param name="name">As it was asked for.</param>
        /// <param name="script">The script that it runs; null: none.</param>
        /// <param name="depth">How many scripts run scripts before it.</param>
        /// <returns>Null: it cannot be had, which is noted.</returns>
        public DependencyNode? Add(TreeFile file, byte[] name, DependencyNode? script, int depth = 0)
        {
            if (file.Object is not { } elf)
            {
                graph.AddMissing(name, script, file.Problem ?? "not found");
                return null;
            }

            if (!elf.IsElf)
            {
                return AddText(file, name, script, depth);
            }

            if (elf.Defect is not null && elf.Type is ElfType.None or ElfType.Exec or ElfType.Dyn)
            {
                graph.AddMissing(name, script, $"is damaged: {elf.Defect}");
                return null;
            }

            bool isProgram = elf.Type is ElfType.Exec or ElfType.Dyn;
            DependencyNode node = graph.Node(file, isProgram ? DependencyKind.Program : DependencyKind.Data);
            if (isProgram && _done.Add(node.Path))
            {
                Load(file, elf, node);
            }

            return node;
        }

        private DependencyNode? AddText(TreeFile file, byte[] name, DependencyNode? script, int depth)
        {
            byte[]? start = scanner._files.ReadStart(file.Lookup.Path, Shebang.BufferSizeBytes);
            if (start is null || ElfHeader.IsElf(start))
            {
                graph.AddMissing(name, script, start is null ? "cannot be read" : $"is damaged: {file.Object?.Defect}");
                return null;
            }

            ShebangResult result = Shebang.TryParse(start, out ReadOnlySpan<byte> interpreter, out ReadOnlySpan<byte> argument);
            DependencyNode node = graph.Node(file, result == ShebangResult.NotScript ? DependencyKind.Data : DependencyKind.Script);
            if (result == ShebangResult.NotScript || !_done.Add(node.Path))
            {
                return node;
            }

            if (depth >= Shebang.MaxDepth || result is ShebangResult.NoInterpreter or ShebangResult.TruncatedInterpreter)
            {
                string problem = depth >= Shebang.MaxDepth ? "scripts run by scripts, too many" : "names no interpreter";
                graph.AddMissing("#!"u8.ToArray(), node, problem);
                return node;
            }

            AddInterpreter(node, interpreter.ToArray(), argument.ToArray(), depth);
            return node;
        }

        private void AddInterpreter(DependencyNode script, byte[] interpreter, byte[] argument, int depth)
        {
            TreeFile file = scanner._places.OpenPath(interpreter, scanner._options.WorkingDirectory);
            AddRun(script, file, interpreter, "#! line", depth);
            bool isEnv = interpreter.AsSpan().EndsWith("/env"u8);
            if (isEnv && EnvLine.Parse(argument) is { Program: { } program } line)
            {
                TreeFile found = scanner._programs.Find(program, line.SearchPath);
                AddRun(script, found, program, program.AsSpan().Contains((byte)'/') ? "#! env" : "#! env, by PATH", depth);
            }
        }

        private void AddRun(DependencyNode script, TreeFile file, byte[] name, string reason, int depth)
        {
            if (Add(file, name, script, depth + 1) is { } program)
            {
                GraphBuilder.AddEdge(script, name, program, file, reason);
            }
            else
            {
                script.Needs.Add(new DependencyEdge(name, null, [], [], reason));
            }
        }

        private void Load(TreeFile file, ElfObject elf, DependencyNode node)
        {
            LibraryAbi abi = LibraryAbi.Of(elf.Identity);
            byte[] loaderPath = elf.Interpreter ?? UsualLoader(elf, abi);
            TreeFile loader = scanner._places.OpenPath(loaderPath, scanner._options.WorkingDirectory);
            bool isFit = LibraryFitness.Check(loader, elf.Identity, out string problem) == Fitness.Fit;
            if (elf.Interpreter is not null)
            {
                AddLoader(node, loader, loaderPath, isFit ? null : problem);
            }
            else if (elf.Needs.Count == 0)
            {
                return;
            }

            ILibrarySearch search = Search(elf.Identity, abi, loaderPath, isFit ? loader.Lookup.Path : null);
            new LoadSession(graph, search, isFit ? loader : null, loaderPath).Load(file, elf, node);
        }

        private void AddLoader(DependencyNode node, TreeFile loader, byte[] path, string? problem)
        {
            const string Reason = "PT_INTERP";
            if (problem is null)
            {
                GraphBuilder.AddEdge(node, path, graph.Node(loader, DependencyKind.Loader), loader, Reason);
            }
            else
            {
                graph.AddMissingEdge(node, path, Reason, problem);
            }
        }

        private ILibrarySearch Search(ElfIdentity identity, LibraryAbi abi, byte[] loaderPath, TreePath? loader)
        {
            bool isMusl = loaderPath.AsSpan().IndexOf(MuslSearch.LoaderName) >= 0;
            var key = (loader, identity with { Flags = 0 }, abi, isMusl ? "musl" : "glibc");
            if (!scanner._searches.TryGetValue(key, out ILibrarySearch? search))
            {
                search = isMusl
                    ? new MuslSearch(scanner._places, scanner._files, scanner._options, identity, loaderPath)
                    : new GlibcSearch(scanner._places, scanner._options, identity, loader);
                scanner._searches.Add(key, search);
            }

            return search;
        }

        // A library does not say whose it is: by what it needs, or by which loader the tree has.
        private byte[] UsualLoader(ElfObject elf, LibraryAbi abi)
        {
            byte[] glibc = System.Text.Encoding.ASCII.GetBytes(abi.LoaderPath);
            byte[] musl = System.Text.Encoding.ASCII.GetBytes($"/lib/ld-musl-{abi.MuslName}.so.1");
            foreach (ElfNeed need in elf.Needs)
            {
                ReadOnlySpan<byte> name = need.Name;
                if (name.StartsWith("libc.musl-"u8) || name.SequenceEqual("libc.so"u8))
                {
                    return musl;
                }

                if (name.SequenceEqual("libc.so.6"u8))
                {
                    return glibc;
                }
            }

            return scanner._files.Open(glibc).Object is null && scanner._files.Open(musl).Object is not null ? musl : glibc;
        }
    }
}
