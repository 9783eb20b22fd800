namespace Ptracer.Host.Cli;

/// <summary>What option parsing asks of the place it runs in; tests give their own.</summary>
internal interface IHostView
{
    /// <summary>An environment variable; null when unset or empty.</summary>
    string? Variable(string name);

    /// <summary>The path, made absolute by the working directory; dots and links are left as they are.</summary>
    string Absolute(string path);

    /// <summary>Whether the path leads to something, links followed.</summary>
    bool Exists(string path);
}
