using System.Runtime.InteropServices;
using Ptracer.Features;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>The ids of a process, as shown by -0 and -i: answered by the tracer with the rules of credentials(7).</summary>
internal static class IdentityCalls
{
    private const uint Keep = uint.MaxValue;

    /// <summary>getuid(2), geteuid, getgid, getegid.</summary>
    public static Verdict GetId(SyscallContext context, SyscallRow row, IGuest guest)
    {
        ref Credentials ids = ref context.Identity![guest.Index];
        uint id = row.Number switch
        {
            Sysno.getuid => ids.RealUser,
            Sysno.geteuid => ids.EffectiveUser,
            Sysno.getgid => ids.RealGroup,
            _ => ids.EffectiveGroup,
        };
        return Verdict.Return(I386Calls.HasShortIds(guest.Call) ? I386Calls.ToShortId(id) : id);
    }

    /// <summary>getresuid(2), getresgid(2).</summary>
    public static Verdict GetTriple(SyscallContext context, SyscallRow row, IGuest guest)
    {
        ref Credentials ids = ref context.Identity![guest.Index];
        bool user = row.Number == Sysno.getresuid;
        bool written = Put(guest, 0, user ? ids.RealUser : ids.RealGroup) &&
            Put(guest, 1, user ? ids.EffectiveUser : ids.EffectiveGroup) &&
            Put(guest, 2, user ? ids.SavedUser : ids.SavedGroup);
        return written ? Verdict.Return(0) : Verdict.Fail(Errno.EFAULT);
    }

    /// <summary>getgroups(2): int size, gid_t list[]. Errors: EINVAL, EFAULT.</summary>
    public static Verdict GetGroups(SyscallContext context, SyscallRow row, IGuest guest)
    {
        ReadOnlySpan<uint> groups = context.Identity![guest.Index].Groups;
        int size = guest.Call.Int(0);
        if (size == 0)
        {
            return Verdict.Return(groups.Length);
        }

        return size < groups.Length ? Verdict.Fail(Errno.EINVAL)
            : PutGroups(guest, groups) ? Verdict.Return(groups.Length)
            : Verdict.Fail(Errno.EFAULT);
    }

    /// <summary>setgroups(2): size_t size, const gid_t *list. Errors: EPERM, EINVAL, EFAULT.</summary>
    public static Verdict SetGroups(SyscallContext context, SyscallRow row, IGuest guest)
    {
        const ulong NgroupsMax = 65536;
        ref Credentials ids = ref context.Identity![guest.Index];
        bool allowed = ids.Capabilities.Has(CapabilitySets.SetGroupId);
        if (!allowed || guest.Call[0] > NgroupsMax)
        {
            return Verdict.Fail(allowed ? Errno.EINVAL : Errno.EPERM);
        }

        uint[] groups = new uint[guest.Call[0]];
        if (!TryReadGroups(guest, groups))
        {
            return Verdict.Fail(Errno.EFAULT);
        }

        Array.Sort(groups); // groups_sort(), kernel/groups.c
        ids.Groups = groups;
        return Verdict.Return(0);
    }

    /// <summary>setuid(2), setreuid(2), setresuid(2). Errors: EPERM, EINVAL.</summary>
    public static Verdict SetUser(SyscallContext context, SyscallRow row, IGuest guest)
    {
        ref Credentials ids = ref context.Identity![guest.Index];
        bool allowed = ids.Capabilities.Has(CapabilitySets.SetUserId);
        (uint Real, uint Effective, uint Saved) before = (ids.RealUser, ids.EffectiveUser, ids.SavedUser), now = before;
        Errno error = row.Number switch
        {
            Sysno.setuid => Set(ref now, (uint)guest.Call[0], allowed),
            Sysno.setreuid => SetPair(ref now, (uint)guest.Call[0], (uint)guest.Call[1], allowed),
            _ => SetTriple(ref now, guest.Call, allowed),
        };
        (ids.RealUser, ids.EffectiveUser, ids.SavedUser) = now;
        ids.FileUser = ids.EffectiveUser;
        ids.Capabilities.ChangeUser(before, now);
        return Verdict.Fail(error);
    }

    /// <summary>setgid(2), setregid(2), setresgid(2). Errors: EPERM, EINVAL.</summary>
    public static Verdict SetGroup(SyscallContext context, SyscallRow row, IGuest guest)
    {
        ref Credentials ids = ref context.Identity![guest.Index];
        bool allowed = ids.Capabilities.Has(CapabilitySets.SetGroupId);
        (uint Real, uint Effective, uint Saved) now = (ids.RealGroup, ids.EffectiveGroup, ids.SavedGroup);
        Errno error = row.Number switch
        {
            Sysno.setgid => Set(ref now, (uint)guest.Call[0], allowed),
            Sysno.setregid => SetPair(ref now, (uint)guest.Call[0], (uint)guest.Call[1], allowed),
            _ => SetTriple(ref now, guest.Call, allowed),
        };
        (ids.RealGroup, ids.EffectiveGroup, ids.SavedGroup) = now;
        ids.FileGroup = ids.EffectiveGroup;
        return Verdict.Fail(error);
    }

    /// <summary>setfsuid(2): returns the former one, whatever happened.</summary>
    public static Verdict SetFileUser(SyscallContext context, SyscallRow row, IGuest guest)
    {
        ref Credentials ids = ref context.Identity![guest.Index];
        uint before = ids.FileUser, wanted = (uint)guest.Call[0];
        bool allowed = ids.Capabilities.Has(CapabilitySets.SetUserId) && wanted != Keep;
        if (allowed || wanted == ids.RealUser || wanted == ids.EffectiveUser || wanted == ids.SavedUser)
        {
            ids.FileUser = wanted;
        }

        return Verdict.Return(before);
    }

    /// <summary>setfsgid(2): returns the former one, whatever happened.</summary>
    public static Verdict SetFileGroup(SyscallContext context, SyscallRow row, IGuest guest)
    {
        ref Credentials ids = ref context.Identity![guest.Index];
        uint before = ids.FileGroup, wanted = (uint)guest.Call[0];
        bool allowed = ids.Capabilities.Has(CapabilitySets.SetGroupId) && wanted != Keep;
        if (allowed || wanted == ids.RealGroup || wanted == ids.EffectiveGroup || wanted == ids.SavedGroup)
        {
            ids.FileGroup = wanted;
        }

        return Verdict.Return(before);
    }

    private static Errno Set(ref (uint Real, uint Effective, uint Saved) ids, uint id, bool privileged)
    {
        if (id == Keep)
        {
            return Errno.EINVAL;
        }

        if (privileged)
        {
            ids = (id, id, id);
            return Errno.None;
        }

        if (id != ids.Real && id != ids.Saved)
        {
            return Errno.EPERM;
        }

        ids.Effective = id;
        return Errno.None;
    }

    private static Errno SetPair(ref (uint Real, uint Effective, uint Saved) ids, uint real, uint effective, bool privileged)
    {
        bool realAllowed = real == Keep || real == ids.Real || real == ids.Effective;
        bool effectiveAllowed = effective == Keep || effective == ids.Real || effective == ids.Effective || effective == ids.Saved;
        if (!privileged && (!realAllowed || !effectiveAllowed))
        {
            return Errno.EPERM;
        }

        uint newEffective = effective == Keep ? ids.Effective : effective;
        bool savedChanges = real != Keep || (effective != Keep && effective != ids.Real);
        ids = (real == Keep ? ids.Real : real, newEffective, savedChanges ? newEffective : ids.Saved);
        return Errno.None;
    }

    private static Errno SetTriple(ref (uint Real, uint Effective, uint Saved) ids, in SyscallCall call, bool privileged)
    {
        for (int i = 0; i < 3; i++)
        {
            uint id = (uint)call[i];
            if (!privileged && id != Keep && id != ids.Real && id != ids.Effective && id != ids.Saved)
            {
                return Errno.EPERM;
            }
        }

        ids = (Chosen(call[0], ids.Real), Chosen(call[1], ids.Effective), Chosen(call[2], ids.Saved));
        return Errno.None;
    }

    private static uint Chosen(ulong wanted, uint current) => (uint)wanted == Keep ? current : (uint)wanted;

    private static bool PutGroups(IGuest guest, ReadOnlySpan<uint> groups)
    {
        if (!I386Calls.HasShortIds(guest.Call))
        {
            return guest.TryWrite(guest.Call.Pointer(1), MemoryMarshal.AsBytes(groups));
        }

        ushort[] narrow = new ushort[groups.Length];
        for (int i = 0; i < groups.Length; i++)
        {
            narrow[i] = I386Calls.ToShortId(groups[i]);
        }

        return guest.TryWrite(guest.Call.Pointer(1), MemoryMarshal.AsBytes(narrow.AsSpan()));
    }

    private static bool TryReadGroups(IGuest guest, Span<uint> groups)
    {
        if (!I386Calls.HasShortIds(guest.Call))
        {
            return guest.TryRead(guest.Call.Pointer(1), MemoryMarshal.AsBytes(groups));
        }

        ushort[] narrow = new ushort[groups.Length];
        bool isRead = guest.TryRead(guest.Call.Pointer(1), MemoryMarshal.AsBytes(narrow.AsSpan()));
        for (int i = 0; i < groups.Length; i++)
        {
            groups[i] = I386Calls.FromShortId(narrow[i]);
        }

        return isRead;
    }

    private static bool Put(IGuest guest, int argument, uint value) => I386Calls.HasShortIds(guest.Call)
        ? guest.TryPut(guest.Call.Pointer(argument), I386Calls.ToShortId(value))
        : guest.TryPut(guest.Call.Pointer(argument), value);
}
