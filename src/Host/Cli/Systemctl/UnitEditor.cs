using System.Text;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Host.Posix;

namespace Ptracer.Host.Cli.Systemctl;

/// <summary><c>systemctl edit</c>: a drop-in or, with --full, a copy of the unit's file, in the user's editor.</summary>
internal sealed class UnitEditor(IUnitControl units, string guest, SystemctlOptions options)
{
    private static readonly string[] s_editorVariables = ["SYSTEMD_EDITOR", "EDITOR", "VISUAL"];

    /// <summary>Edits the units one after the other, then has the files read again.</summary>
    public int Edit()
    {
        if (options.Names.Count == 0)
        {
            throw new ControlException(ControlError.Invalid, "Too few arguments.");
        }

        string root = File.Exists(GuestTools.ControlPath) && options.Guest is null ? "" : GuestChoice.Of(options.Guest, "-M").RootfsPath;
        foreach (string name in options.Names.Select(SystemctlCommands.FullName))
        {
            EditOne(new GuestFiles(root.Length == 0 ? "/" : root), name);
        }

        units.Reload(guest, default).GetAwaiter().GetResult();
        return 0;
    }

    private void EditOne(GuestFiles files, string name)
    {
        string directory = options.Runtime ? "/run/systemd/system" : "/etc/systemd/system";
        string path = options.Full ? $"{directory}/{name}" : $"{directory}/{name}.d/override.conf";
        byte[] before = files.Read(path) ??
            (options.Full ? Encoding.UTF8.GetBytes(units.Cat(guest, name, default).GetAwaiter().GetResult()[0].Text) : []);
        string draft = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(draft, before);
            RunEditor(draft);
            byte[] after = File.ReadAllBytes(draft);
            if (string.IsNullOrWhiteSpace(Encoding.UTF8.GetString(after)))
            {
                Terminal.WriteError($"Editing \"{path}\" canceled: temporary file is empty.\n");
                return;
            }

            files.MakeDirectory(Path.GetDirectoryName(path)!);
            files.Write(path, after);
            Terminal.WriteError($"Successfully installed edited file '{path}'.\n");
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static void RunEditor(string draft)
    {
        string editor = s_editorVariables.Select(Environment.GetEnvironmentVariable)
            .FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? "editor";
        int process = new Launch
        {
            Executable = "/bin/sh",
            Words = [.. new[] { "sh", "-c", editor + " \"$1\"", "sh", draft }.Select(Encoding.UTF8.GetBytes)],
            Environment = ProcessArguments.Environment(),
            Files = [0, 1, 2],
        }.Start();
        if (Processes.Reap(process, wait: true) != 0)
        {
            throw new ControlException(ControlError.Failed, $"{editor}: the editor failed; set EDITOR to one that is installed");
        }
    }
}
