using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>The calls that a session does something to, by number. The filter stops these and no others.</summary>
internal sealed class SyscallTable
{
    private readonly SyscallRow?[] _rows = new SyscallRow?[Sysno.Unknown];

    /// <param name="families">Later rows replace earlier ones with the same number: a feature may take a call over.</param>
    public SyscallTable(params IEnumerable<SyscallRow>[] families)
    {
        foreach (IEnumerable<SyscallRow> family in families)
        {
            foreach (SyscallRow row in family)
            {
                _rows[row.Number] = row;
            }
        }
    }

    public SyscallRow? this[int number] => (uint)number < (uint)_rows.Length ? _rows[number] : null;

    /// <summary>All rows in the order of their numbers.</summary>
    public List<SyscallRow> ToList()
    {
        List<SyscallRow> list = [];
        foreach (SyscallRow? row in _rows)
        {
            if (row is not null)
            {
                list.Add(row);
            }
        }

        return list;
    }
}
