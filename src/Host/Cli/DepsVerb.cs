using System.Text;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Packer.Dependencies;
using Ptracer.Packer.Trees;

namespace Ptracer.Host.Cli;

/// <summary><c>deps</c>: what programs need to run, without running anything.</summary>
internal sealed class DepsVerb(DepsRequest request) : IVerb
{
    private const int FlushLetters = 64 * 1024;
    private const int SomethingMissing = 1;

    /// <summary>What is asked for.</summary>
    public DepsRequest Request { get; } = request;

    /// <summary>Parses the words behind the verb.</summary>
    /// <exception cref="PtracerException">They are wrong.</exception>
    public static IVerb Parse(WordList words) => new DepsOptionsParser(new HostView(), GuestPlace.Here(new HostView())).Parse(words) is { } request
        ? new DepsVerb(request)
        : new TextVerb(HelpText.Deps());

    /// <inheritdoc/>
    public int Run()
    {
        using DirectoryTree tree = new(Request.Rootfs);
        DependencyScanner scanner = new(new TreeResolver(tree), Request.Search);
        StringBuilder text = new();
        int status = 0;
        foreach (IReadOnlyList<byte[]> programs in Batches())
        {
            DependencyGraph graph = scanner.Scan(programs);
            status = graph.Missing.Count > 0 ? SomethingMissing : status;
            Format(text, new DepsReport(programs, graph, scanner.Locate));
            if (text.Length > FlushLetters)
            {
                Terminal.Write(text.ToString());
                text.Clear();
            }
        }

        Terminal.Write(text.ToString());
        foreach (string warning in scanner.Warnings)
        {
            Terminal.Warn(warning);
        }

        return status;
    }

    private IEnumerable<IReadOnlyList<byte[]>> Batches() =>
        Request.Scope == DepsScope.All ? [Request.Programs] : Request.Programs.Select(program => (IReadOnlyList<byte[]>)[program]);

    private void Format(StringBuilder text, DepsReport report)
    {
        switch (Request.Form)
        {
            case DepsForm.Json:
                DepsJson.Write(text, report, Request.Scope);
                break;
            case DepsForm.Dot:
                DepsDot.Write(text, report);
                break;
            case DepsForm.Svg:
                DepsSvg.Write(text, report);
                break;
            case DepsForm.List:
                DepsList.Write(text, report);
                break;
            default:
                new DepsTree(text, Request.Style).Write(report);
                break;
        }
    }
}
