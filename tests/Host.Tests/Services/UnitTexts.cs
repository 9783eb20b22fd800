using Ptracer.Host.Daemon.Guests;
using Ptracer.Host.Daemon.Supervisor;
using Ptracer.Host.Tests.Harness;
using Ptracer.Units;

namespace Ptracer.Host.Tests.Services;

/// <summary>A guest of unit files only.</summary>
internal sealed class UnitTexts : IDisposable
{
    private readonly string _root = Path.Combine(TestPlace.ScratchParent, "ptracer-units-" + Path.GetRandomFileName());

    public UnitTexts() => Directory.CreateDirectory(Path.Combine(_root, "etc/systemd/system"));

    public GuestFiles Files => new(_root);

    public UnitTexts Add(string name, string text)
    {
        File.WriteAllText(Path.Combine(_root, "etc/systemd/system", name), text);
        return this;
    }

    /// <summary>A unit without the default dependencies, so that a test sees only what it names.</summary>
    public UnitTexts Plain(string name, string settings) =>
        Add(name, $"[Unit]\nDefaultDependencies=no\n{settings}\n[Service]\nExecStart=/bin/true\n");

    public Unit Load(string name) => GuestUnitFiles.Catalog(Files, new string('0', 32)).Load(name);

    public UnitSet Set() => new(Files, () => new string('0', 32));

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
