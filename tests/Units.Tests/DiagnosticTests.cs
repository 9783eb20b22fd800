using Xunit;

namespace Ptracer.Units.Tests;

/// <summary>What is said about wrong files, beside what systemd says.</summary>
public sealed class DiagnosticTests
{
    internal static readonly string[] Bodies =
    [
        "[Unit]\nFoo=bar\nX-Foo=bar\n[Bar]\nx=y\n[X-Bar]\nx=y\n[Service]\nExecStart=/bin/true\nBar\n=x\nType=foo\n",
        "Foo=bar\n[Service]\nExecStart=/bin/true\n",
        "[Service]\nExecStart=/bin/true\n[Unit\nDescription=x\n",
        "[Service]\n",
        "[Service]\nExecStart=/bin/a\nExecStart=/bin/b\n",
        "[Service]\nType=oneshot\nExecStart=/bin/a ; /bin/b\nRestart=always\n",
        "[Service]\nType=dbus\nExecStart=/bin/a\n",
        "[Service]\nExecStart=bin/a\n",
        "[Service]\nExecStart=-bin/a\nExecStart=/bin/a\n",
        "[Service]\nExecStart=/bin/\n",
        "[Service]\nExecStart=/bin/a \\q 'x\n",
        "[Service]\nExecStart=/bin/a \"x\\qy\"\n",
        "[Service]\nExecStart=/bin/true\nUser=a/b\n",
        "[Service]\nExecStart=/bin/true\nWorkingDirectory=x\n",
        "[Service]\nExecStart=/bin/true\nWorkingDirectory=-x\nEnvironmentFile=x\nEnvironmentFile=-y\n",
        "[Service]\nExecStart=/bin/true\nEnvironment=A 1=2 \"C=d e\" F\nPassEnvironment=A= B-C\n",
        "[Service]\nExecStart=/bin/true\nLimitNOFILE=x\nLimitCPU=1:x\nNice=99\nNice=x\nOOMScoreAdjust=1001\nUMask=9\n",
        "[Service]\nExecStart=/bin/true\nKillSignal=SIGFOO\nKillMode=x\nSuccessExitStatus=300 FOO SIGTERM\nTimeoutStopSec=x\n",
        "[Service]\nExecStart=/bin/true\nPIDFile=/var/run/x.pid\nStandardOutput=syslog\nStandardError=foo\nStandardInput=foo\n",
        "[Service]\nExecStart=/bin/true\nRuntimeDirectory=/abs ../x a private\nStateDirectory=\"x\n",
        "[Unit]\nAfter=foo bar.service a b@.service\nRequires=%i.service\nDocumentation=foo http://x\nConditionPathExists=x\nRequiresMountsFor=x /y\n[Service]\nExecStart=/bin/true\n",
        "[Unit]\nDescription=a \\\n# comment\n  b\nJobTimeoutSec=x\nOnFailureJobMode=x\nDefaultDependencies=perhaps\n[Service]\nExecStart=/bin/true\n",
        "[Service]\nExecStart=/bin/echo %% %n %z\nSockets=a.service b.socket\nBusName=x\nFileDescriptorStoreMax=-1\n",
        "[Service]\nExecStart=/bin/true\nPrivateTmp=x\nProtectClock=x\nMemoryAccounting=x\nSendSIGKILL=x\nGuessMainPID=x\n",
        "[Service]\nExecStart=@/bin/true\n",
        "[Service]\nExecStart=@-:/bin/true name a\\x20b \"c d\" 'e' \\; f\n",
        "[Service]\nSuccessAction=foo\nExecStop=/bin/true\n",
        "[Service]\nSuccessAction=reboot\n",
        "[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStop=/bin/true\nRuntimeMaxSec=5\n",
        "[Service]\nExecStart=/bin/true\nRuntimeRandomizedExtraSec=5\n",
    ];

    [Fact]
    public void Files_WithMistakes_AreJudgedAsSystemdDoes()
    {
        using ScratchDirectory units = new();
        using ScratchDirectory scratch = new();
        for (int index = 0; index < Bodies.Length; index++)
        {
            units.Write($"case{index}.service", Bodies[index]);
        }

        string[] names = [.. Bodies.Select((_, index) => $"case{index}.service")];
        ManagerDump dump = ManagerDump.Of([units.Path], scratch.Path, names);
        UnitCatalog catalog = new(new DirectoryUnitFiles("/"), HostContext.Read(), [units.Path]);
        List<string> differences = [];
        int messages = 0;
        foreach (string name in names)
        {
            Unit unit = catalog.Load(name);
            string[] ours = [.. unit.Diagnostics.Select(found => found.ToString()).Order(StringComparer.Ordinal)];
            string[] theirs = [.. dump.Complaints.Where(line => line.StartsWith($"{units.Path}/{name}:", StringComparison.Ordinal)
                || (line.StartsWith($"{name}: ", StringComparison.Ordinal) && !line.Contains("Cannot add dependency job", StringComparison.Ordinal)
                    && !line.Contains("Unit configuration has fatal error", StringComparison.Ordinal))).Order(StringComparer.Ordinal)];
            messages += theirs.Length;
            if (!ours.SequenceEqual(theirs))
            {
                differences.Add($"{name}: ours {string.Join(" / ", ours.Except(theirs))}; systemd {string.Join(" / ", theirs.Except(ours))}");
            }

            string? state = dump.Units.TryGetValue(name, out DumpedUnit? dumped) ? dumped.One("Unit Load State") : null;
            if (state is not null && state != UnitStates.WordOf(unit.LoadState))
            {
                differences.Add($"{name}: {UnitStates.WordOf(unit.LoadState)}, systemd: {state}");
            }
        }

        TestContext.Current.SendDiagnosticMessage("{0} files, {1} messages, {2} differences", names.Length, messages, differences.Count);
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }
}
