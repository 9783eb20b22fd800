using System.Text;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Host.Daemon.Keeper;
using Ptracer.Host.Posix;

namespace Ptracer.Host.Cli;

/// <summary>
/// <c>session</c>: a command of a service, for its keeper only. What to run comes on one descriptor, what becomes of it is
/// told on another.
/// </summary>
internal sealed class SessionVerb(int spec, int status) : IVerb
{
    private const int LongestSpecBytes = 16 << 20;

    /// <summary>Parses the words behind the verb: the unit (for ps), and the two descriptors.</summary>
    public static IVerb Parse(WordList words) =>
        words.Count == 3 && int.TryParse(words.Text(1), out int spec) && int.TryParse(words.Text(2), out int status)
            ? new SessionVerb(spec, status)
            : throw new PtracerException("session: it is for keepers of services; to run a command: ptracer run, ptracer exec");

    /// <inheritdoc/>
    public int Run()
    {
        SessionSpec session;
        using (Descriptor file = new(spec))
        {
            session = SessionSpec.Parse(Files.ReadAll(file, LongestSpecBytes));
        }

        HostView host = new();
        GuestStore guests = new(PtracerHome.Find(host), new RootfsSources());
        StoredGuest guest = guests.Open(session.Guest);
        SessionOptions options = GuestLaunch.Session(guest, host);
        return GuestSession.Run(options with
        {
            Program = Encoding.UTF8.GetBytes(session.Program),
            Command = session.Words,
            WorkingDirectory = session.WorkingDirectory,
            Environment = session.Environment,
            ProcessIdVariables = session.ProcessIdVariables,
            Identity = new GuestIdentity(session.UserId, session.GroupId) { Groups = session.Groups },
            Limits = [.. options.Limits, .. session.Limits],
            Bindings = [.. options.Bindings, .. session.Bindings.Select(binding => new Binding(binding.Host, binding.Guest))],
            ProcessObserver = ProcessStatusWriter.Open(status),
        }).Status;
    }
}
