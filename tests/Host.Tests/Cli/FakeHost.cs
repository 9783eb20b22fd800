using Ptracer.Host.Cli;

namespace Ptracer.Host.Tests.Cli;

/// <summary>A host of the test's making: working directory /work, some paths, some variables.</summary>
internal sealed class FakeHost : IHostView
{
    public Dictionary<string, string> Variables { get; } = [];

    public HashSet<string> Paths { get; } = [];

    public string? Variable(string name) => Variables.GetValueOrDefault(name);

    public string Absolute(string path) => path.StartsWith('/') ? path : "/work/" + path;

    public bool Exists(string path) => Paths.Contains(path);
}
