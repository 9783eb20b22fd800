namespace Ptracer.Linux;

/// <summary>stdio.h: renaming.</summary>
[CHeader("stdio.h")]
internal static unsafe class Stdio
{
    public const uint RENAME_NOREPLACE = 1;
    public const uint RENAME_EXCHANGE = 2;

    public static long renameat(int fromDirectory, byte* from, int toDirectory, byte* to) =>
        Raw.Call(Sysno.renameat, fromDirectory, (long)from, toDirectory, (long)to);

    public static long renameat2(int fromDirectory, byte* from, int toDirectory, byte* to, uint flags) =>
        Raw.Call(Sysno.renameat2, fromDirectory, (long)from, toDirectory, (long)to, flags);
}
