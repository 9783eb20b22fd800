using System.Text;

namespace Ptracer.Host.Cli;

/// <summary>
/// Standard output and standard error, written as bytes. Console's own writers are not used: they would set up
/// encodings, the terminal and a SIGCHLD handler that the tracer must not have.
/// </summary>
internal static class Terminal
{
    /// <summary>Writes text to standard output.</summary>
    public static void Write(string text)
    {
        using Stream output = Console.OpenStandardOutput();
        output.Write(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Whether standard error is a terminal.</summary>
    public static bool IsErrorTerminal => !Console.IsErrorRedirected;

    /// <summary>Writes text to standard error.</summary>
    public static void WriteError(string text)
    {
        using Stream error = Console.OpenStandardError();
        error.Write(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Reports a warning: one line on standard error.</summary>
    public static void Warn(string message) => WriteError("ptracer: " + OneLine(message) + "\n");

    /// <summary>Reports a failure, one line on standard error, and answers the exit status given.</summary>
    public static int Fail(int status, string message)
    {
        Warn(message);
        return status;
    }

    /// <summary>The message with control characters (a path may hold a newline) written as <c>\xNN</c>.</summary>
    public static string OneLine(string message)
    {
        StringBuilder line = new(message.Length);
        foreach (char letter in message)
        {
            if (char.IsControl(letter))
            {
                line.Append("\\x").Append(((int)letter).ToString("x2", null));
            }
            else
            {
                line.Append(letter);
            }
        }

        return line.ToString();
    }
}
