using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Features.StandIns;

/// <summary>The FIFOs of a session whose place refuses them, by the ids of their stand-ins, and who is opening one.</summary>
/// <param name="sleeps">Who waits.</param>
internal sealed class Fifos(Sleeps sleeps) : IGuestObserver
{
    /// <summary>So many, then those that nobody uses are given up: their bytes are gone already.</summary>
    private const int Most = 32;

    private readonly Dictionary<ulong, (Fifo Fifo, byte[] Stored)> _byId = [];
    private (Fifo? Fifo, FifoAccess Access)[] _openings = new (Fifo?, FifoAccess)[64];

    /// <summary>The FIFO of a stored file: null, and why, if there can be none.</summary>
    /// <param name="stored">The file's host path.</param>
    /// <param name="error">EMFILE, ENFILE.</param>
    public Fifo? Get(ReadOnlySpan<byte> stored, out Errno error)
    {
        error = Errno.None;
        ulong id = StandIn.IdOf(stored);
        if (_byId.TryGetValue(id, out (Fifo Fifo, byte[] Stored) known))
        {
            return known.Fifo;
        }

        if (_byId.Count >= Most)
        {
            GiveUpIdle();
        }

        Fifo? made = Fifo.Create(out error);
        if (made is not null)
        {
            _byId[id] = (made, stored.ToArray());
        }

        return made;
    }

    /// <summary>The stored file of a descriptor's pipe: false if it is none of these.</summary>
    public bool TryFind(ulong device, ulong inode, out ReadOnlySpan<byte> stored)
    {
        foreach ((Fifo fifo, byte[] path) in _byId.Values)
        {
            if (fifo.Device == device && fifo.Inode == inode)
            {
                stored = path;
                return true;
            }
        }

        stored = default;
        return false;
    }

    /// <summary>
    /// A thread opens one. Null: it may, now, and <see cref="EndOpening"/> follows; whoever waited for it goes on. Else it
    /// waits.
    /// </summary>
    public FifoSleep? Open(IGuest guest, Fifo fifo, FifoAccess access, bool waits)
    {
        if (_openings[guest.Index] is { Fifo: { } promised } opening)
        {
            if (promised == fifo && opening.Access == access)
            {
                return null; // it has waited, and makes its call again
            }

            EndOpening(guest.Index); // a handler has jumped away from that call
        }

        if (waits && !fifo.HasPartner(access))
        {
            FifoSleep sleep = new(guest, fifo, access);
            fifo.Wait(sleep);
            return sleep;
        }

        BeginOpening(guest.Index, fifo, access);
        while (fifo.TakeWaiting(access) is { } partner)
        {
            BeginOpening(partner.Index, fifo, partner.Access);
            sleeps.Wake(partner, Sleep.MakeAgain);
        }

        return null;
    }

    /// <summary>A thread's open(2) has been made, or never will be.</summary>
    public void EndOpening(int index)
    {
        (Fifo? fifo, FifoAccess access) = _openings[index];
        _openings[index] = default;
        fifo?.EndOpening(access);
    }

    public void Born(in Birth birth)
    {
        if (birth.Index >= _openings.Length)
        {
            Array.Resize(ref _openings, Math.Max(birth.Index + 1, _openings.Length * 2));
        }
    }

    public void Executed(int index)
    {
    }

    public void Died(int index, int process) => EndOpening(index);

    private void BeginOpening(int index, Fifo fifo, FifoAccess access)
    {
        fifo.BeginOpening(access);
        _openings[index] = (fifo, access);
    }

    private void GiveUpIdle()
    {
        foreach ((ulong id, (Fifo fifo, _)) in _byId)
        {
            if (fifo.IsIdle)
            {
                fifo.Close();
                _byId.Remove(id); // which a dictionary allows while it is gone through
            }
        }
    }
}
