using System.Globalization;
using Ptracer.Host.Daemon.Control;
using Ptracer.Packer.Storage;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>
/// The directory of the guests, and who may change what in it.
///
///   guests/.lock        taken for each change of names and settings; held for milliseconds
///   guests/NAME/        a guest; there from one moment to the next, whole, and gone in the same way
///   guests/NAME/lock    shared by what uses the guest; alone by what renames or removes it
///   guests/.new-NAME/   being made: its lock is held; where it is not, its maker was killed
///   guests/.old-N/      removed: being deleted
///
/// Reading takes no lock: a file is replaced by rename(2), and so is a directory.
/// </summary>
internal sealed class GuestFolder
{
    private const string StoreLock = ".lock";
    private const string UseLock = "lock";
    private const string NewPrefix = ".new-";
    private const string OldPrefix = ".old-";
    private const int StoreLockLimitMs = 30_000;

    private readonly string _path;

    /// <param name="path">Its host path; it may have to be made.</param>
    public GuestFolder(string path) => _path = path;

    /// <summary>Opens it for reading; null: no guest was ever made.</summary>
    public StorageDirectory? TryOpen() => StorageDirectory.TryOpen(_path);

    /// <summary>Opens it, and makes it where it is not there.</summary>
    public StorageDirectory Open() => StorageDirectory.OpenOrMake(_path);

    /// <summary>Does something that no other process does meanwhile.</summary>
    public static T Alone<T>(StorageDirectory guests, Func<T> change)
    {
        using StorageLock alone = StorageLock.Take(guests, StoreLock, StoreLockLimitMs);
        return change();
    }

    /// <summary>Removes what killed processes have left. What is being made or deleted now stays.</summary>
    public void Sweep()
    {
        using StorageDirectory? guests = TryOpen();
        if (guests is null)
        {
            return;
        }

        foreach (string name in guests.Names())
        {
            if (name.StartsWith(OldPrefix, StringComparison.Ordinal))
            {
                Delete(guests, name);
            }
            else if (name.StartsWith(NewPrefix, StringComparison.Ordinal) && Alone(guests, () => TakeAwayStale(guests, name)) is { } old)
            {
                Delete(guests, old);
            }
        }
    }

    /// <summary>Begins a guest.</summary>
    /// <exception cref="ControlException">There is one of that name, or another process makes it.</exception>
    public GuestClaim Claim(string name)
    {
        StorageDirectory guests = Open();
        try
        {
            string? stale = null;
            GuestClaim claim = Alone(guests, () => ClaimAlone(guests, name, out stale));
            if (stale is not null)
            {
                Delete(guests, stale);
            }

            return claim;
        }
        catch
        {
            guests.Dispose();
            throw;
        }
    }

    /// <summary>Opens a guest's directory and holds it: nobody renames or removes it until that is disposed.</summary>
    /// <param name="name">The guest.</param>
    /// <param name="sharing">Shared to use it, exclusive to change it.</param>
    /// <exception cref="ControlException">There is no such guest, or it is held in a way that excludes this.</exception>
    public GuestHold Hold(string name, LockSharing sharing)
    {
        using StorageDirectory? guests = TryOpen();
        StorageDirectory? guest = guests?.TryOpenChild(GuestName.Checked(name));
        StorageLock? held = null;
        try
        {
            if (guests is null || guest is null)
            {
                throw Missing(name);
            }

            held = StorageLock.TryTake(guest, UseLock, sharing) ?? throw InUse(name, sharing);
            return guest.IsAt(guests, name) ? new GuestHold(guest, held) : throw Missing(name);
        }
        catch
        {
            held?.Dispose();
            guest?.Dispose();
            throw;
        }
    }

    /// <summary>Kills what uses a guest, and waits until nothing does.</summary>
    /// <param name="name">The guest.</param>
    /// <param name="limitMs">How long to wait, milliseconds.</param>
    /// <exception cref="ControlException">It is still in use.</exception>
    public void EndUse(string name, int limitMs)
    {
        const int StepMs = 10;
        using StorageDirectory? guests = TryOpen();
        using StorageDirectory guest = guests?.TryOpenChild(GuestName.Checked(name)) ?? throw Missing(name);
        long end = Environment.TickCount64 + limitMs;
        while (true)
        {
            using (StorageLock? free = StorageLock.TryTake(guest, UseLock, LockSharing.Exclusive))
            {
                if (free is not null)
                {
                    return;
                }
            }

            int holders = LockHolders.Kill(guest, UseLock);
            if (Environment.TickCount64 > end)
            {
                throw new ControlException(ControlError.Conflict, holders > 0
                    ? $"guest {name}: what runs in it does not end; see what it waits for (ps)"
                    : $"guest {name}: in use by processes that cannot be seen from here; end them first");
            }

            Thread.Sleep(StepMs);
        }
    }

    /// <summary>Takes a guest out of the list at once, and then deletes it.</summary>
    public void Remove(string name)
    {
        using StorageDirectory guests = Open();
        string old = NewOldName();
        using (GuestHold hold = Hold(name, LockSharing.Exclusive))
        {
            if (!Alone(guests, () => guests.TryRename(name, old)))
            {
                throw new ControlException(ControlError.Failed, $"{guests.PathOf(old)}: in the way; remove it");
            }
        }

        Delete(guests, old);
    }

    /// <summary>Gives a guest another name.</summary>
    public void Rename(string name, string newName)
    {
        using StorageDirectory guests = Open();
        using GuestHold hold = Hold(name, LockSharing.Exclusive);
        string? stale = Alone(guests, () => CheckFree(guests, newName));
        if (!Alone(guests, () => guests.TryRename(name, newName)))
        {
            throw Exists(newName);
        }

        if (stale is not null)
        {
            Delete(guests, stale);
        }
    }

    /// <summary>What is said where there is no such guest.</summary>
    public static ControlException Missing(string name) =>
        new(ControlError.NotFound, $"guest {name}: there is none of that name; see: ptracer guest list");

    private static ControlException Exists(string name) =>
        new(ControlError.Conflict, $"guest {name}: exists already; remove it (ptracer guest rm {name}), or give another name");

    private static ControlException InUse(string name, LockSharing sharing) => new(
        ControlError.Conflict,
        sharing == LockSharing.Exclusive
            ? $"guest {name}: in use; stop its services and end its sessions first"
            : $"guest {name}: is being renamed or removed by another process; try again");

    private static GuestClaim ClaimAlone(StorageDirectory guests, string name, out string? stale)
    {
        stale = CheckFree(guests, name);
        string hidden = NewPrefix + name;
        if (!guests.TryMake(hidden) || guests.TryOpenChild(hidden) is not { } made)
        {
            throw new ControlException(ControlError.Failed, $"{guests.PathOf(hidden)}: in the way; remove it");
        }

        StorageLock? held = StorageLock.TryTake(made, UseLock, LockSharing.Exclusive);
        return held is null
            ? throw new ControlException(ControlError.Failed, $"{made.PathOf(UseLock)}: locked by a process that is none of ours; end it")
            : new GuestClaim(guests, made, held, name, hidden);
    }

    /// <summary>The hidden name of what a killed process has left of a guest of that name, or null.</summary>
    private static string? CheckFree(StorageDirectory guests, string name)
    {
        if (guests.Has(name))
        {
            throw Exists(name);
        }

        string hidden = NewPrefix + name;
        if (!guests.Has(hidden))
        {
            return null;
        }

        return TakeAwayStale(guests, hidden) ?? throw new ControlException(
            ControlError.Conflict, $"guest {name}: is being made by another process; wait for it, or give another name");
    }

    /// <summary>Renames what nobody makes any longer; its new name, or null: somebody does.</summary>
    private static string? TakeAwayStale(StorageDirectory guests, string hidden)
    {
        using StorageDirectory? left = guests.TryOpenChild(hidden);
        using StorageLock? held = left is null ? null : StorageLock.TryTake(left, UseLock, LockSharing.Exclusive);
        string old = NewOldName();
        return (left is null || held is not null) && guests.Has(hidden) && guests.TryRename(hidden, old) ? old : null;
    }

    /// <summary>Deletes what is out of the list. What cannot be deleted now is left for the next start.</summary>
    internal static void Delete(StorageDirectory guests, string hidden) => guests.Remove(hidden);

    private static string NewOldName() => OldPrefix + Random.Shared.NextInt64().ToString("x16", CultureInfo.InvariantCulture);
}
