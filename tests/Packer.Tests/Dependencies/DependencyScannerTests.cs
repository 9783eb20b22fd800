using System.Text;
using Packer.Tests.Trees;
using Ptracer.Packer.Dependencies;
using Ptracer.Packer.Trees;
using Xunit;

namespace Packer.Tests.Dependencies;

public sealed class DependencyScannerTests
{
    private const string Loader = "/lib64/ld-linux-x86-64.so.2";
    private const uint Executable = 0x1ed;

    private readonly MemoryTree _tree = new MemoryTree().File(Loader, new TinyLibrary().SoName("ld-linux-x86-64.so.2").Build());

    [Fact]
    public void Scan_RpathOfTheProgram_ServesItsLibrariesToo()
    {
        Program(new TinyLibrary().Needs("a").Rpath("/opt"));
        Library("/opt/a", new TinyLibrary().Needs("b"));
        Library("/opt/b");
        Assert.Equal("/bin/p /lib64/ld-linux-x86-64.so.2 /opt/a /opt/b", Found());
    }

    [Fact]
    public void Scan_RunpathOfTheProgram_ServesOnlyItself()
    {
        Program(new TinyLibrary().Needs("a").Runpath("$ORIGIN/../opt"));
        Library("/opt/a", new TinyLibrary().Needs("b"));
        Library("/opt/b");
        Assert.Equal("/bin/p /lib64/ld-linux-x86-64.so.2 /opt/a; b of /opt/a: not found", Found());
    }

    [Fact]
    public void Scan_RunpathOfALibrary_StopsTheProgramsRpath()
    {
        Program(new TinyLibrary().Needs("a").Rpath("/opt"));
        Library("/opt/a", new TinyLibrary().Needs("b").Runpath("/other"));
        Library("/opt/b");
        Assert.EndsWith("b of /opt/a: not found", Found(), StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_LibraryPath_ComesBeforeRunpathAndBehindRpath()
    {
        Library("/rpath/a");
        Library("/env/a");
        Library("/runpath/a");
        DependencyOptions options = new() { LibraryPath = "/env"u8.ToArray() };
        Program(new TinyLibrary().Needs("a").Rpath("/rpath"));
        Assert.EndsWith("/rpath/a", Found(options), StringComparison.Ordinal);
        Program(new TinyLibrary().Needs("a").Runpath("/runpath"));
        Assert.EndsWith("/env/a", Found(options), StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_OtherProcessorsLibrary_IsPassedOver()
    {
        Program(new TinyLibrary().Needs("a").Runpath("/arm:/x64"));
        _tree.File("/arm/a", new TinyLibrary { Machine = 183 }.Build());
        Library("/x64/a");
        Assert.EndsWith("/x64/a", Found(), StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_DamagedLibrary_EndsTheSearch()
    {
        Program(new TinyLibrary().Needs("a").Runpath("/bad:/good"));
        _tree.File("/bad/a", "not ELF, and long enough");
        Library("/good/a");
        Assert.EndsWith("a of /bin/p: /bad/a is no library: invalid ELF header", Found(), StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_CyclesSoNamesAndLinks_LoadEachOnce()
    {
        Program(new TinyLibrary().Needs("a.so").Needs("real").Needs("link"));
        Library("/usr/lib/a.so", new TinyLibrary().SoName("real").Needs("b"));
        Library("/usr/lib/b", new TinyLibrary().Needs("real"));
        _tree.Link("/usr/lib/link", "a.so");
        Assert.Equal("/bin/p /lib64/ld-linux-x86-64.so.2 /usr/lib/a.so /usr/lib/b", Found());
    }

    [Fact]
    public void Scan_Hwcaps_CountOnlyWhenNamed()
    {
        Program(new TinyLibrary().Needs("a"));
        Library("/usr/lib/a");
        Library("/usr/lib/glibc-hwcaps/x86-64-v3/a");
        Assert.EndsWith(" /usr/lib/a", Found(), StringComparison.Ordinal);
        Assert.EndsWith("v3/a", Found(new DependencyOptions { Hwcaps = ["x86-64-v3"u8.ToArray()] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_NoCache_SearchesLdSoConfWithItsLoops()
    {
        Program(new TinyLibrary().Needs("a"));
        Library("/opt/lib/a");
        _tree.File("/etc/ld.so.conf", "include ld.so.conf.d/*.conf\n").File("/etc/ld.so.conf.d/x.conf", "include /etc/ld.so.conf\n/opt/lib\n");
        Assert.EndsWith("/opt/lib/a", Found(), StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_NoDefaults_LeavesThemOut()
    {
        Program(new TinyLibrary().Needs("a").NoDefaults());
        Library("/usr/lib/a");
        Assert.EndsWith("a of /bin/p: not found", Found(), StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_Musl_FollowsItsOwnRules()
    {
        _tree.File("/lib/ld-musl-x86_64.so.1", new TinyLibrary().Build())
            .File("/etc/ld-musl-x86_64.path", "/m\n")
            .File("/bin/p", new TinyLibrary().Interpreter("/lib/ld-musl-x86_64.so.1").Needs("libc.musl-x86_64.so.1").Needs("a").Build(), Executable);
        Library("/m/a", new TinyLibrary().Needs("libm.so.6"));
        Assert.Equal("/bin/p /lib/ld-musl-x86_64.so.1 /m/a", Found());
    }

    [Fact]
    public void Scan_EnvScript_NeedsBoth()
    {
        Program(new TinyLibrary());
        _tree.File("/usr/bin/env", new TinyLibrary().Interpreter(Loader).Build(), Executable)
            .File("/bin/s", "#!/usr/bin/env -S p -x\n", Executable);
        Assert.Equal("/bin/s /usr/bin/env /lib64/ld-linux-x86-64.so.2 /bin/p", Found(null, "s"));
    }

    [Fact]
    public void Scan_LinkLoopAndNothing_AreMissing()
    {
        _tree.Link("/bin/loop", "loop");
        Assert.Equal("; /bin/loop: leads through too many symbolic links; no: not found in PATH", Found(null, "/bin/loop", "no"));
    }

    private void Program(TinyLibrary library) => _tree.File("/bin/p", library.Interpreter(Loader).Build(), Executable);

    private void Library(string path, TinyLibrary? library = null) => _tree.File(path, (library ?? new TinyLibrary()).Build());

    private string Found(DependencyOptions? options = null, params string[] programs)
    {
        byte[][] names = [.. (programs.Length == 0 ? ["p"] : programs).Select(Encoding.ASCII.GetBytes)];
        DependencyGraph graph = new DependencyScanner(new TreeResolver(_tree), options ?? new DependencyOptions()).Scan(names);
        string files = string.Join(' ', graph.Nodes.Select(node => node.Path.ToString()));
        return files + string.Concat(graph.Missing.Select(one =>
            $"; {Encoding.ASCII.GetString(one.Name)}{(one.NeededBy is { } node ? $" of {node.Path}" : "")}: {one.Problem}"));
    }
}
