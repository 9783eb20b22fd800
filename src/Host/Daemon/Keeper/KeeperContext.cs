using Ptracer.Host.Daemon.Guests;
using Ptracer.Host.Daemon.Supervisor;
using Ptracer.Journal;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>What a keeper works for.</summary>
/// <param name="Guest">The guest.</param>
/// <param name="Files">The guest's files.</param>
/// <param name="Unit">The unit, as it was when the keeper started.</param>
/// <param name="Place">The keeper's directory.</param>
/// <param name="BootId">The guest's boot.</param>
internal sealed record KeeperContext(StoredGuest Guest, GuestFiles Files, Unit Unit, KeeperPlace Place, string BootId)
{
    /// <summary>Opens it.</summary>
    /// <exception cref="PtracerException">The unit cannot be run.</exception>
    public static KeeperContext Open(StoredGuest guest, string unitName)
    {
        GuestFiles files = new(guest.RootfsPath);
        GuestBoot boot = new(guest.StatePath);
        Unit unit = GuestUnitFiles.Catalog(files, boot.Id).Load(unitName);
        return unit.LoadState == UnitLoadState.Loaded && (unit.Service ?? (object?)unit.Socket) is not null
            ? new KeeperContext(guest, files, unit, new KeeperPlace(guest.StatePath, unit.Id), boot.Id)
            : throw new PtracerException($"{unitName}: not a loaded service or socket of guest {guest.Name} ({unit.LoadState}); see: ptracer systemctl status {unitName}");
    }

    /// <summary>Opens a journal of the guest.</summary>
    /// <param name="unit">What it is of.</param>
    /// <exception cref="PtracerException">It cannot be opened.</exception>
    public JournalWriter OpenJournal(string unit)
    {
        _ = JournalId.TryParse(BootId, out JournalId boot);
        return JournalWriter.Open(Guest.JournalPath, unit, boot, new JournalLimits());
    }
}
