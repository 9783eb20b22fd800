using System.Runtime.InteropServices;
using System.Text;
using Ptracer.Linux;

namespace Ptracer.Features.HiddenProc;

/// <summary>What the kernel tells of the whole system by calls, where its files of /proc are hidden.</summary>
internal static unsafe class SystemFacts
{
    private const int PR_CAPBSET_READ = 23;
    private const int UtsFieldBytes = 65;

    /// <summary>Since the system started, hundredths of a second.</summary>
    public static long UptimeHundredths => TimeH.BootMilliseconds / 10;

    /// <summary>Load, memory and tasks (sysinfo(2)).</summary>
    public static SysInfo.sysinfo Info
    {
        get
        {
            SysInfo.sysinfo info;
            return SysInfo.Get(&info) == 0 ? info : default;
        }
    }

    /// <summary>The highest capability that the kernel knows (capabilities(7)).</summary>
    public static int LastCapability
    {
        get
        {
            int last = 0;
            while (last < 63 && Raw.Call(Sysno.prctl, PR_CAPBSET_READ, last + 1) >= 0)
            {
                last++;
            }

            return last;
        }
    }

    /// <summary>A field of uname(2): 0 sysname, 1 nodename, 2 release, 3 version, 4 machine, 5 domainname.</summary>
    public static string Uname(int field)
    {
        byte* names = stackalloc byte[6 * UtsFieldBytes];
        Raw.Call(Sysno.uname, (long)names);
        return Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(names + (field * UtsFieldBytes)));
    }
}
