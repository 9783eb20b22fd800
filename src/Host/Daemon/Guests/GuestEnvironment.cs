using System.Text;
using Ptracer.Host.Cli;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>An environment that is put together: of variables with the same name the last one counts.</summary>
internal sealed class GuestEnvironment
{
    private const int LimitBytes = 256 * 1024;

    private readonly List<KeyValuePair<string, byte[]>> _variables = [];

    /// <summary>
    /// What login(1) gives: HOME, SHELL, USER, LOGNAME and PATH (of the guest's /etc/login.defs, as root or not), and TERM
    /// of the terminal; nothing else of the host.
    /// </summary>
    /// <param name="rootfs">The guest's rootfs.</param>
    /// <param name="user">Who logs in.</param>
    /// <param name="host">Knows TERM.</param>
    public static GuestEnvironment OfLogin(string rootfs, GuestUser user, IHostView host)
    {
        GuestEnvironment environment = new();
        if (host.Variable("TERM") is { } terminal)
        {
            environment.Set("TERM", terminal);
        }

        environment.Set("HOME", user.Home);
        environment.Set("SHELL", user.Shell);
        environment.Set("USER", user.Name);
        environment.Set("LOGNAME", user.Name);
        environment.Set("PATH", SearchPath(rootfs, user.Identity.UserId == 0));
        return environment;
    }

    /// <summary>The environment of this process.</summary>
    public static GuestEnvironment OfProcess()
    {
        GuestEnvironment environment = new();
        foreach (byte[] variable in ProcessArguments.Environment())
        {
            environment.Set(variable);
        }

        return environment;
    }

    /// <summary>Sets a variable.</summary>
    public void Set(string name, string value) => Set(Encoding.UTF8.GetBytes($"{name}={value}"));

    /// <summary>Sets a variable, <c>NAME=value</c>.</summary>
    public void Set(byte[] variable)
    {
        int equals = variable.AsSpan().IndexOf((byte)'=');
        string name = Encoding.Latin1.GetString(variable, 0, equals < 0 ? variable.Length : equals);
        _variables.RemoveAll(known => known.Key == name);
        _variables.Add(new(name, variable));
    }

    /// <summary>As execve(2) takes it.</summary>
    public IReadOnlyList<byte[]> ToList() => [.. _variables.Select(variable => variable.Value)];

    // login.defs(5): ENV_SUPATH PATH=/a:/b, with or without "PATH=".
    private static string SearchPath(string rootfs, bool isRoot)
    {
        string key = isRoot ? "ENV_SUPATH" : "ENV_PATH";
        string path = isRoot ? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" : "/usr/local/bin:/usr/bin:/bin";
        foreach (string line in (GuestText.Read(rootfs, "/etc/login.defs", LimitBytes) ?? "").Split('\n'))
        {
            string[] words = line.Split([' ', '\t'], 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words.Length == 2 && words[0] == key)
            {
                string value = words[1].Trim('"');
                path = value.StartsWith("PATH=", StringComparison.Ordinal) ? value["PATH=".Length..] : value;
            }
        }

        return path;
    }
}
