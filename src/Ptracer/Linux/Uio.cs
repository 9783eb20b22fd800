using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>sys/uio.h: another process's memory.</summary>
internal static unsafe class Uio
{
    /// <summary>struct iovec.</summary>
    [CStruct("struct iovec", "sys/uio.h")]
    [StructLayout(LayoutKind.Sequential)]
    public struct iovec
    {
        public ulong iov_base;
        public ulong iov_len;
    }

    public static long process_vm_readv(int pid, iovec* local, int localCount, iovec* remote, int remoteCount) =>
        Raw.Call(Sysno.process_vm_readv, pid, (long)local, localCount, (long)remote, remoteCount, 0);

    public static long process_vm_writev(int pid, iovec* local, int localCount, iovec* remote, int remoteCount) =>
        Raw.Call(Sysno.process_vm_writev, pid, (long)local, localCount, (long)remote, remoteCount, 0);
}
