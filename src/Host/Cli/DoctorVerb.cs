using System.CommandLine;

namespace Ptracer.Host.Cli;

/// <summary><c>doctor</c>: what this kernel and place allow, in plain words.</summary>
internal sealed class DoctorVerb(string? rootfs) : IVerb
{
    /// <summary>The rootfs to examine; null: none.</summary>
    public string? Rootfs { get; } = rootfs;

    /// <summary>Parses the words behind the verb.</summary>
    /// <exception cref="PtracerException">They are wrong.</exception>
    public static IVerb Parse(WordList words)
    {
        Option<string> rootfs = new("--rootfs", "-r") { HelpName = "path" };
        Option<bool> help = new("--help", "-h", "--usage") { Arity = ArgumentArity.Zero };
        Command command = new("doctor") { rootfs, help };
        (List<string> optionWords, int end) = new OptionScanner(command.Options).Scan(words);
        if (end < words.Count)
        {
            throw new PtracerException($"doctor {words.Text(end)}: takes no command; write doctor -r rootfs");
        }

        string? path = null;
        foreach (string word in optionWords)
        {
            if (word == help.Name)
            {
                return new TextVerb(HelpText.OfDoctor());
            }

            path = word[(rootfs.Name.Length + 1)..];
        }

        return new DoctorVerb(path);
    }

    /// <inheritdoc/>
    public int Run()
    {
        IReadOnlyList<DoctorFinding> findings = Doctor.Examine(Rootfs);
        Terminal.Write(DoctorReport.Format(findings));
        return DoctorReport.CanRun(findings) ? 0 : 1;
    }
}
