using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Services.Real;

/// <summary>Timers and path units.</summary>
public sealed class TriggerTests : RealServiceTest
{
    [Fact]
    public void Timers_ElapseAgainAndAgain()
    {
        Unit("tick.timer", "[Timer]\nOnActiveSec=300ms\nOnUnitActiveSec=500ms\nAccuracySec=1ms\n");
        Unit("tick.service", "[Service]\nType=oneshot\nExecStart=/bin/service log:tick\n");
        Unit("clock.timer", "[Timer]\nOnCalendar=*:*:*\nAccuracySec=1ms\n");
        Unit("clock.service", "[Service]\nType=oneshot\nExecStart=/bin/service log:clock\n");
        Systemctl("start", "tick.timer", "clock.timer").ExpectSuccess();
        UntilLogged("tick", 3);
        UntilLogged("clock", 2);
        string table = Systemctl("list-timers").ExpectSuccess().Stdout;
        Assert.Matches(@"NEXT +LEFT +LAST +PASSED +UNIT +ACTIVATES\n", table);
        Assert.Matches(@"clock\.timer +clock\.service\n", table);
        Assert.Matches(@"tick\.timer +tick\.service\n", table);
        Systemctl("stop", "tick.timer", "clock.timer").ExpectSuccess();
    }

    [Fact]
    public void Paths_StartTheirServices()
    {
        Unit("there.path", "[Path]\nPathExists=/data/there\n");
        Unit("there.service", "[Service]\nExecStart=/bin/service log:there pause\n");
        Unit("full.path", "[Path]\nDirectoryNotEmpty=/data/spool\nMakeDirectory=yes\n");
        Unit("full.service", "[Service]\nType=oneshot\nExecStart=/bin/sh -c 'rm /data/spool/*; echo full >>/data/log'\n");
        Unit("new.path", "[Path]\nPathChanged=/data/new\n");
        Unit("new.service", "[Service]\nType=oneshot\nExecStart=/bin/service log:new\n");
        Touch("new");
        Systemctl("start", "there.path", "full.path", "new.path").ExpectSuccess();
        Assert.Empty(Log());
        Touch("there");
        UntilLogged("there");
        for (int count = 1; count <= 2; count++)
        {
            File.WriteAllText(InGuest("data/new"), "x");
            UntilLogged("new", count);
            UntilProperty("new.service", "ActiveState", "inactive");
            string file = InGuest("data/spool/" + Text(count));
            HostCommand.Run("setpriv", "--reuid", Text((int)TestPlace.UserId), "--regid", Text((int)TestPlace.UserId), "--clear-groups", "--", "touch", file);
            UntilLogged("full", count);
        }

        Assert.Single(Log(), line => line == "there");
    }
}
