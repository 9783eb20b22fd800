namespace Ptracer.Units;

/// <summary>The words of systemd.exec(5)'s enumerations.</summary>
internal static class ExecWords
{
    private static readonly NameTable<RuntimeDirectoryPreserve> s_preserve = new(
        ("no", RuntimeDirectoryPreserve.No), ("yes", RuntimeDirectoryPreserve.Yes), ("restart", RuntimeDirectoryPreserve.Restart));

    private static readonly NameTable<IOSchedulingClass> s_ioClasses = new(
        ("none", IOSchedulingClass.None), ("0", IOSchedulingClass.None),
        ("realtime", IOSchedulingClass.RealTime), ("1", IOSchedulingClass.RealTime),
        ("best-effort", IOSchedulingClass.BestEffort), ("2", IOSchedulingClass.BestEffort),
        ("idle", IOSchedulingClass.Idle), ("3", IOSchedulingClass.Idle));

    /// <summary>IOSchedulingClass=.</summary>
    public static IOSchedulingClass? IOClass(string text) => text.Length == 0 ? IOSchedulingClass.None : s_ioClasses.Find(text);

    /// <summary>RuntimeDirectoryPreserve=: a word, or a boolean.</summary>
    public static RuntimeDirectoryPreserve? Preserve(string text) =>
        s_preserve.Find(text) ?? Numbers.Boolean(text) switch
        {
            true => RuntimeDirectoryPreserve.Yes,
            false => RuntimeDirectoryPreserve.No,
            null => null,
        };
}
