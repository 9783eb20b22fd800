using System.Text;
using Xunit;

namespace Ptracer.Units.Tests;

/// <summary>Units of init scripts beside systemd-sysv-generator(8), which is run over the same scripts.</summary>
public sealed class SysvTests
{
    private const string Generator = "/lib/systemd/system-generators/systemd-sysv-generator";
    private const string Late = "/run/systemd/generator.late";

    /// <summary>Name and content of scripts that try what a header can say.</summary>
    private static readonly (string Name, string Content)[] s_scripts =
    [
        ("bare", "#!/bin/sh\necho hi\n"),
        ("much", """
            #!/bin/sh
            ### BEGIN INIT INFO
            # Provides: much foo $network bar.sh $x-display-manager $mail-transport-agent much2
            # Required-Start: $all $local_fs $portmap $syslog foo.sh other $unknown $network
            # Should-Start:	should1 $time
            # X-Start-Before: before1 $named
            # X-Stop-After: stop
            # Required-Stop: stop2
            # Description: the long one
            #   goes on
            #	and on
            # Default-Start: 2 3
            ### END INIT INFO
            # Description: behind it
            case $1 in *) echo "Usage: x {start|stop|reload|restart}";; esac

            """),
        ("both", """
            #!/bin/sh
            # description: chk desc \
            #   more chk \
            #  last
            # pidfile: /run/both.pid
            # processname: bothd
            ### BEGIN INIT INFO
            # Short-Description: short, 100% of it
            #   cont short
            # Description: long
            ### END INIT INFO
            # echo "Usage: {start|reload}"

            """),
        ("chk", """
            #!/bin/sh
            # chkconfig: 345 20 80
            # description: chk desc \
            #   more chk
            # pidfile:   /run/chk.pid   
            echo "usage: $0 start stop \
              {force-reload|reload}"

            """),
        ("force", "#!/bin/sh\necho \"Usage: {start|stop|force-reload|restart}\"\n"),
        ("twoLines", "#!/bin/sh\necho \"Usage: reload | start \"\necho \"{reload|x}\"\n"),
        ("upper", "#!/bin/sh\n   echo \"USAGE: start|RELOAD\"\n"),
        ("near", "#!/bin/sh\nN=x; Usage {reload}\n"),
        ("open", "#!/bin/sh\n### BEGIN INIT INFO\n# Short-Description:\n# Description:\n#  later\necho Usage '{reload}'\n"),
        ("late.sh", "#!/bin/sh\n### BEGIN INIT INFO\n# Required-Start: late.sh $remote_fs\n### END INIT INFO\n"),
        ("my script", "#!/bin/sh\n"), ("a@b", "#!/bin/sh\n"), ("foo.service", "#!/bin/sh\n"), ("sp%i", "#!/bin/sh\n"), ("bs\\x", "#!/bin/sh\n"),
        (".hidden", "#!/bin/sh\n"), ("x~", "#!/bin/sh\n"), ("a.dpkg-new", "#!/bin/sh\n"), ("b.ucf-dist", "#!/bin/sh\n"), ("c.bak", "#!/bin/sh\n"),
        ("native", "#!/bin/sh\n"), ("README", "#!/bin/sh\n"), ("pid", "#!/bin/sh\n# pidfile: run/relative\n# PidFile: /run/upper.pid\n"),
    ];

    private static readonly string[] s_links =
    [
        "rc2.d/S20bare", "rc5.d/S05much", "rc1.d/S01both", "rcS.d/S01both", "rc0.d/K01chk", "rc2.d/K01force", "rc3.d/S99twoLines",
        "rc2.d/S01late.sh", "rc2.d/S01gone", "rc4.d/S3upper", "rc3.d/S30near", "rc2.d/S10near", "rc5.d/S01native", "rc2.d/S02noexec",
    ];

    [Fact]
    public void Scripts_WithoutAUnit_HaveTheUnitsOfTheGenerator()
    {
        using ScratchDirectory scratch = new();
        string root = scratch.Path;
        foreach (string level in (ReadOnlySpan<string>)["0", "1", "2", "3", "4", "5", "6", "S"])
        {
            Directory.CreateDirectory($"{root}/etc/rc{level}.d");
        }

        Directory.CreateDirectory($"{root}/etc/init.d/directory");
        Directory.CreateDirectory($"{root}/lib/systemd/system");
        foreach ((string name, string content) in s_scripts)
        {
            Write($"{root}/etc/init.d/{name}", Encoding.UTF8.GetBytes(content), 0b111_101_101);
        }

        Write($"{root}/etc/init.d/noexec", "#!/bin/sh\n"u8, 0b110_100_100);
        Write($"{root}/lib/systemd/system/native.service", "[Service]\nExecStart=/bin/true\n"u8, 0b110_100_100);
        File.CreateSymbolicLink($"{root}/etc/init.d/linked", "bare");
        foreach (string path in Directory.Exists("/etc/init.d") ? Directory.EnumerateFiles("/etc/init.d") : [])
        {
            Write($"{root}/etc/init.d/machines-{Path.GetFileName(path)}", File.ReadAllBytes(path), 0b111_101_101);
        }

        foreach (string link in s_links)
        {
            File.CreateSymbolicLink($"{root}/etc/{link}", "../init.d/" + link[9..]);
        }

        Dictionary<string, string> expected = Generated(root);
        Dictionary<string, string> actual = Ours(root);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        string[] differences = [.. expected.Where(unit => unit.Value != actual[unit.Key])
            .Select(unit => unit.Key + string.Concat(unit.Value.Split((char)10).Except(actual[unit.Key].Split((char)10)).Select(line => "\n  systemd: " + line)) +
                string.Concat(actual[unit.Key].Split((char)10).Except(unit.Value.Split((char)10)).Select(line => "\n  ours: " + line)))];
        Assert.True(differences.Length == 0, string.Join('\n', differences));
        TestContext.Current.SendDiagnosticMessage("{0} files and links of init scripts", expected.Count);
        Assert.True(expected.Count > 30, $"only {expected.Count} files were compared");
    }

    private static void Write(string path, ReadOnlySpan<byte> content, int mode)
    {
        File.WriteAllBytes(path, content);
        Tool.Run("chmod", [Convert.ToString(mode, 8), path]);
    }

    private static string Place(string root, string name) => Directory.CreateDirectory($"{root}/{name}").FullName;

    /// <summary>By path: the lines of a unit in order, each once, or where a link leads.</summary>
    private static Dictionary<string, string> Generated(string root)
    {
        string[] places = [Place(root, "n"), Place(root, "e"), Place(root, "l")];
        ToolResult result = Tool.Run(Generator, places, new Dictionary<string, string>
        {
            ["SYSTEMD_SYSVINIT_PATH"] = root + "/etc/init.d",
            ["SYSTEMD_SYSVRCND_PATH"] = root + "/etc",
            ["SYSTEMD_UNIT_PATH"] = root + "/lib/systemd/system",
        });
        Assert.True(result.Status == 0, result.Error);
        return Directory.EnumerateFiles(places[2], "*", SearchOption.AllDirectories).ToDictionary(
            path => path[places[2].Length..],
            path => new FileInfo(path).LinkTarget is { } target ? "-> " + target
                : Normal(File.ReadAllText(path).Replace(root, "", StringComparison.Ordinal)),
            StringComparer.Ordinal);
    }

    private static Dictionary<string, string> Ours(string root)
    {
        SysvUnitFiles files = new(new DirectoryUnitFiles(root), UnitDirectories.System);
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (string name in files.List(Late))
        {
            string path = $"{Late}/{name}";
            if (files.ReadLink(path) is { } target)
            {
                found["/" + name] = "-> " + target;
            }
            else if (files.KindOf(path) == UnitFileKind.Directory)
            {
                foreach (string link in files.List(path))
                {
                    found[$"/{name}/{link}"] = "-> " + files.ReadLink($"{path}/{link}");
                }
            }
            else
            {
                found["/" + name] = Normal(Encoding.UTF8.GetString(files.Read(path)!));
            }
        }

        return found;
    }

    // The order among dependencies says nothing, and the generator repeats some.
    private static string Normal(string text) => string.Join('\n', text.Split('\n')
        .Where(line => line.Length > 0 && !line.StartsWith('#') && !line.StartsWith("Documentation=", StringComparison.Ordinal)
            && line != "Environment=SYSTEMCTL_SKIP_REDIRECT=1")
        .Distinct().Order(StringComparer.Ordinal));
}
