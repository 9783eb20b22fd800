using System.Runtime.InteropServices;
using Ptracer.Linux;

namespace Ptracer;

/// <summary>The words this process was started with, as bytes: .NET's own are decoded as UTF-8, and lose what is not.</summary>
public static class ProcessArguments
{
    /// <summary>Copies them, the program's own name first, each without its NUL.</summary>
    public static unsafe IReadOnlyList<byte[]> Read()
    {
        byte[][] words = new byte[Shim.ptracer_argc()][];
        for (int index = 0; index < words.Length; index++)
        {
            words[index] = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(Shim.ptracer_argv(index)).ToArray();
        }

        return words;
    }

    /// <summary>Copies the environment, <c>NAME=value</c> each, without its NUL.</summary>
    public static unsafe IReadOnlyList<byte[]> Environment()
    {
        System.Collections.Generic.List<byte[]> variables = [];
        for (byte** entry = Shim.ptracer_environ(); *entry is not null; entry++)
        {
            variables.Add(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(*entry).ToArray());
        }

        return variables;
    }
}
