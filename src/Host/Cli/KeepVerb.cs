using System.Globalization;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Host.Daemon.Keeper;
using Ptracer.Host.Posix;

namespace Ptracer.Host.Cli;

/// <summary>
/// <c>keep GUEST UNIT CLIENT LOCK CONNECTION [SOCKET...]</c>: the keeper of a unit, for the daemon only. Three descriptors,
/// or <c>-</c>; then the socket units of a service.
/// </summary>
internal sealed class KeepVerb(WordList words) : IVerb
{
    private const int FirstSocket = 5;

    /// <summary>Parses the words behind the verb.</summary>
    public static IVerb Parse(WordList words) => words.Count >= FirstSocket
        ? new KeepVerb(words)
        : throw new PtracerException("keep: it is for the daemon only; to start a unit: ptracer systemctl start UNIT");

    /// <inheritdoc/>
    public int Run()
    {
        Descriptor? client = Inherited(2);
        Descriptor? place = Inherited(3);
        Descriptor? connection = Inherited(4);
        List<string> sockets = [];
        for (int index = FirstSocket; index < words.Count; index++)
        {
            sockets.Add(words.Text(index));
        }

        GuestStore guests = new(PtracerHome.Find(new HostView()), new RootfsSources());
        using GuestHold hold = guests.Use(words.Text(0));
        KeeperContext context = KeeperContext.Open(guests.Open(words.Text(0)), words.Text(1));
        using KeeperProcess keeper = new(context, new KeeperOptions(client, place, connection, sockets));
        keeper.Run();
        return 0;
    }

    private Descriptor? Inherited(int index) =>
        int.TryParse(words.Text(index), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && Files.KeepToOurselves(number)
            ? new Descriptor(number)
            : null;
}
