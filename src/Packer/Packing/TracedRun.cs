using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>Runs a command in a rootfs and notes the files that it, and all that it starts, use.</summary>
internal static class TracedRun
{
    private static readonly string[] s_always = ["/proc", "/dev", "/sys"];

    /// <summary>Runs it to its end.</summary>
    /// <param name="options">The rootfs, the command, and what else it sees. /proc, /dev and /sys are bound, too.</param>
    /// <param name="tree">The same rootfs, to be looked at.</param>
    /// <param name="status">What the command ended with, as a shell tells it.</param>
    /// <exception cref="PtracerException">It could not be started.</exception>
    public static FileTrace Run(SessionOptions options, ITree tree, out int status)
    {
        List<Binding> bindings = [];
        foreach (string place in s_always)
        {
            if (Directory.Exists(place))
            {
                bindings.Add(new Binding(place, place));
            }
        }

        bindings.AddRange(options.Bindings);
        FileTrace trace = new(tree, bindings);
        SessionExit exit = GuestSession.Run(options with
        {
            Bindings = bindings,
            WorkingDirectory = options.WorkingDirectory ?? "/",
            FileObserver = trace,
        });
        status = exit.Status;
        return trace;
    }

    /// <summary>What a run in a pack looked for in vain, although it is in the tree that the pack was made from.</summary>
    public static IReadOnlyList<byte[]> Missed(FileTrace run, ITree source)
    {
        TreeResolver resolver = new(source);
        List<byte[]> missed = [];
        foreach (byte[] path in run.Absent)
        {
            if (resolver.Find(path).IsFound)
            {
                missed.Add(path);
            }
        }

        missed.Sort(static (a, b) => a.AsSpan().SequenceCompareTo(b));
        return missed;
    }
}
