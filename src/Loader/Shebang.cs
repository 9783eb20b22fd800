namespace Ptracer.Loader;

/// <summary>
/// The first line of a script, execve(2) "Interpreter scripts", parsed exactly as load_script of fs/binfmt_script.c
/// (Linux 5.10 and later) does. Only space and tab are blanks; a carriage return belongs to the name. All that follows
/// the interpreter is one argument. The odd corners are the kernel's: in a file without a newline in its first 256
/// bytes, blanks after the argument stay, and blanks after the interpreter make an empty argument.
/// </summary>
internal static class Shebang
{
    /// <summary>BINPRM_BUF_SIZE: bytes of the file that the kernel looks at.</summary>
    internal const int BufferSizeBytes = 256;

    /// <summary>
    /// Scripts may name scripts as interpreters: five rewrites, then exec fails with ELOOP; exec_binprm.
    /// </summary>
    internal const int MaxDepth = 5;

    private const int NameStart = 2;
    private const int Last = BufferSizeBytes - 1;

    /// <summary>
    /// Parses the file's first bytes; bytes beyond 256 are not looked at, missing ones count as NUL.
    /// </summary>
    /// <param name="fileStart">The first 256 bytes of the file, fewer if the file is shorter.</param>
    /// <param name="interpreter">The interpreter's path, without NUL.</param>
    /// <param name="argument">
    /// The argument, without NUL; empty when there is none, but also for
    /// <see cref="ShebangResult.InterpreterWithArgument"/> where the kernel passes an empty string.
    /// </param>
    internal static ShebangResult TryParse(
        ReadOnlySpan<byte> fileStart, out ReadOnlySpan<byte> interpreter, out ReadOnlySpan<byte> argument)
    {
        interpreter = default;
        argument = default;
        if (!fileStart.StartsWith("#!"u8))
        {
            return ShebangResult.NotScript;
        }

        ReadOnlySpan<byte> buffer = fileStart.Length > BufferSizeBytes ? fileStart[..BufferSizeBytes] : fileStart;
        int end = FindLineEnd(buffer);
        if (end < 0)
        {
            int start = SkipBlanks(buffer, NameStart, Last);
            if (start < 0)
            {
                return ShebangResult.NoInterpreter;
            }

            if (FindTerminator(buffer, start, Last) < 0)
            {
                return ShebangResult.TruncatedInterpreter;
            }

            end = Last;
        }

        return Split(buffer, end, ref interpreter, ref argument);
    }

    private static ShebangResult Split(
        ReadOnlySpan<byte> buffer, int end, ref ReadOnlySpan<byte> interpreter, ref ReadOnlySpan<byte> argument)
    {
        while (IsBlank(At(buffer, end - 1)))
        {
            end--;
        }

        int name = SkipBlanks(buffer, NameStart, end);
        if (name < 0 || name == end)
        {
            return ShebangResult.NoInterpreter;
        }

        int separator = FindTerminator(buffer, name, end);
        int argumentStart = separator >= 0 && At(buffer, separator) != 0 ? SkipBlanks(buffer, separator, end) : -1;
        if (argumentStart < 0)
        {
            interpreter = CString(buffer, name, end);
            return ShebangResult.Interpreter;
        }

        interpreter = CString(buffer, name, separator);
        argument = CString(buffer, argumentStart, end);
        return ShebangResult.InterpreterWithArgument;
    }

    /// <summary>Index of the first newline, -1 if a NUL or the end of the buffer comes first; strnchr.</summary>
    private static int FindLineEnd(ReadOnlySpan<byte> buffer)
    {
        int end = buffer.IndexOfAny((byte)'\n', (byte)0);
        return end >= 0 && buffer[end] == (byte)'\n' ? end : -1;
    }

    /// <summary>First index in [first, last] that is no blank, or -1; next_non_spacetab.</summary>
    private static int SkipBlanks(ReadOnlySpan<byte> buffer, int first, int last)
    {
        for (int i = first; i <= last; i++)
        {
            if (!IsBlank(At(buffer, i)))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>First index in [first, last] that is a blank or NUL, or -1; next_terminator.</summary>
    private static int FindTerminator(ReadOnlySpan<byte> buffer, int first, int last)
    {
        for (int i = first; i <= last; i++)
        {
            if (At(buffer, i) is 0 or (byte)' ' or (byte)'\t')
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The bytes from start up to end or to the first NUL: the kernel copies them as a C string.</summary>
    private static ReadOnlySpan<byte> CString(ReadOnlySpan<byte> buffer, int start, int end)
    {
        int stop = Math.Min(end, buffer.Length);
        if (start >= stop)
        {
            return default;
        }

        ReadOnlySpan<byte> bytes = buffer[start..stop];
        int nul = bytes.IndexOf((byte)0);
        return nul < 0 ? bytes : bytes[..nul];
    }

    private static byte At(ReadOnlySpan<byte> buffer, int index) => index < buffer.Length ? buffer[index] : (byte)0;

    private static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t';
}
