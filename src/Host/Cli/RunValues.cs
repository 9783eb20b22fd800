using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;

namespace Ptracer.Host.Cli;

/// <summary>The options of <c>run</c> that are a value each.</summary>
internal sealed class RunValues(RunOptions options, ParseResult parsed)
{
    /// <summary>Bytes of utsname's release field, without the NUL: see uname(2).</summary>
    private const int LongestKernelReleaseBytes = 64;

    /// <summary>What becomes of hard links (-l).</summary>
    public HardLinks HardLinks => parsed.GetValue(options.LinkToSymlink) ? HardLinks.Emulated : HardLinks.WherePlaceAllows;

    /// <summary>What becomes of what the command leaves running.</summary>
    public KillOnExit KillOnExit => parsed.GetValue(options.KillOnExit) ? KillOnExit.KillAll : KillOnExit.WaitForAll;

    /// <summary>The values of an option, in order.</summary>
    public static IReadOnlyList<Token> Values(ParseResult parsed, Option option) =>
        parsed.GetResult(option)?.Tokens ?? [];

    /// <summary>The last value of an option; null: none.</summary>
    public static string? Last(ParseResult parsed, Option option) =>
        Values(parsed, option) is { Count: > 0 } values ? values[^1].Value : null;

    /// <summary>-i, -0, or what -S implies; null: none is given.</summary>
    public GuestIdentity? Identity()
    {
        if (Last(parsed, options.Identity) is { } value)
        {
            return IdentitySyntax.Parse("-i", value);
        }

        bool root = parsed.GetValue(options.RootIdentity) || Last(parsed, options.RootfsForPackages) is not null;
        return root ? new GuestIdentity(0, 0) : null;
    }

    /// <summary>-k; null: not given.</summary>
    public string? KernelRelease()
    {
        string? release = Last(parsed, options.KernelRelease);
        return release is not null && Encoding.UTF8.GetByteCount(release) > LongestKernelReleaseBytes
            ? throw new PtracerException($"-k {release}: longer than {LongestKernelReleaseBytes} bytes; shorten it")
            : release;
    }

    /// <summary>--json-status-fd; null: not given.</summary>
    public ProcessStatusWriter? StatusWriter()
    {
        if (Last(parsed, options.StatusDescriptor) is not { } value)
        {
            return null;
        }

        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int descriptor)
            ? ProcessStatusWriter.Open(descriptor)
            : throw new PtracerException($"--json-status-fd {value}: not a descriptor's number; write --json-status-fd 3 3>FILE");
    }

    /// <summary>-v; 0 unless given.</summary>
    public int Verbosity()
    {
        if (Last(parsed, options.Verbosity) is not { } value)
        {
            return 0;
        }

        return int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int level)
            ? level
            : throw new PtracerException($"-v {value}: not a number; write -v 0, -v 1 or -v 2");
    }

    /// <summary>-p.</summary>
    public IEnumerable<PortMapping> Ports() => Values(parsed, options.Ports).Select(value => PortSyntax.Parse("-p", value.Value));

    /// <summary>-b, and what -R and -S imply: those come first, so that an explicit one for the same guest path wins.</summary>
    public List<Binding> Bindings(RunDialect dialect, IHostView host, string rootfs, List<string> warnings)
    {
        List<Binding> bindings = [];
        if (Last(parsed, options.RootfsWithHost) is not null)
        {
            bindings = RecommendedBindings.Existing(RecommendedBindings.Host, rootfs, host);
        }
        else if (Last(parsed, options.RootfsForPackages) is not null)
        {
            bindings = RecommendedBindings.Existing(RecommendedBindings.Safe, rootfs, host);
        }

        foreach (Token value in Values(parsed, options.Bindings))
        {
            Binding binding = BindingSyntax.Parse("-b", value.Value, host);
            if (dialect == RunDialect.Proot && !host.Exists(binding.HostPath))
            {
                warnings.Add($"-b {value.Value}: {binding.HostPath} does not exist; passed over, as PRoot does");
                continue;
            }

            bindings.Add(binding);
        }

        return bindings;
    }
}
