using System.Globalization;
using System.Text;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Host.Posix;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>Starts the commands of a unit, each with its user, environment, streams, limits and descriptors.</summary>
internal sealed class CommandLauncher(KeeperContext context, LogIntake log, PassedFiles passed, StoredFiles stored)
{
    private readonly ExecContext _exec = context.Unit.Service?.Exec ?? context.Unit.Socket!.Exec;

    /// <summary>Starts one.</summary>
    /// <returns>Null: it cannot be started; the reason is logged.</returns>
    public CommandProcess? TryStart(EventLoop loop, ExecCommand command, CommandRole role, ServiceVariables run, string invocationId)
    {
        try
        {
            return Start(loop, command, role, run, invocationId);
        }
        catch (Exception failure) when (failure is PosixException or IOException or UnauthorizedAccessException or PtracerException)
        {
            log.Log(3, $"Failed to start {command.Path}: {failure.Message}");
            return null;
        }
    }

    private CommandProcess Start(EventLoop loop, ExecCommand command, CommandRole role, ServiceVariables run, string invocationId)
    {
        GuestUser user = new CommandUser(context, _exec).Of(command);
        List<(string Name, Descriptor File)> files = role == CommandRole.Control ? [] : passed.Open();
        try
        {
            List<(string Name, int File)> all = [.. files.Select(file => (file.Name, file.File.Number)), .. role == CommandRole.Control ? [] : stored.All];
            // As systemd does: the flag is the open file's own, which the socket's keeper and earlier services share.
            all.ForEach(file => Posix.Files.SetNonBlocking(file.File, context.Unit.Service is { NonBlocking: true }));
            SessionSpec spec = new CommandSession(context, _exec).Of(command, user, run, invocationId, all);
            using CommandStreams streams = new(context.Files, _exec, log);
            int[] standard = streams.Open(command.Path, all);
            using Descriptor description = Posix.Files.Anonymous("session", spec.ToBytes());
            List<int> descriptors = [.. standard, .. all.Select(file => file.File), description.Number];
            Launch launch = new()
            {
                Executable = OwnProgram.Path,
                Words = [.. new[] { "ptracer", "session", context.Unit.Id, Number(descriptors.Count - 1), Number(descriptors.Count) }.Select(Encoding.UTF8.GetBytes)],
                Environment = ProcessArguments.Environment(),
                WorkingDirectory = "/",
                Files = descriptors,
                NewSession = true,
                DiesWithUs = true,
                Umask = (int)_exec.UMask,
                Nice = _exec.Nice,
                IgnoresSigpipe = _exec.IgnoreSIGPIPE,
            };
            return CommandProcess.Start(loop, launch);
        }
        finally
        {
            files.ForEach(file => file.File.Dispose());
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
