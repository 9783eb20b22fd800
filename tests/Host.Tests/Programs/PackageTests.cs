using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>dpkg and apt-get with -0, from the archive that lies in the rootfs; no network.</summary>
[Collection(WritableRootfsCollection.Name)]
public sealed class PackageTests : GuestTest
{
    public PackageTests(WritableRootfs rootfs)
        : base(RootfsOfLinks(rootfs)) => Guest = Guest.AsRoot() with { WorkingDirectory = "/" };

    [Fact]
    public void Dpkg_InstallThenPurge_PackageComesAndGoes()
    {
        Sh("dpkg -i /srv/archive/hello_*.deb && hello && dpkg -L hello")
            .ExpectSuccess().ExpectText("Hello, world!").ExpectText("/usr/bin/hello");
        Sh("dpkg -l hello | grep ^ii; dpkg -s hello; dpkg --verify hello; dpkg -S /usr/bin/hello")
            .ExpectSuccess().ExpectText("Status: install ok installed").ExpectText("hello: /usr/bin/hello");
        Sh("dpkg --purge hello && test ! -e /usr/bin/hello && ! dpkg -s hello && dpkg --audit").ExpectSuccess();
    }

    [Fact]
    public void AptGet_InstallWithDependenciesThenPurge_ProgramsRun()
    {
        Sh("""
            printf 'deb [trusted=yes] file:/srv/archive ./\n' >/etc/apt/sources.list
            rm -f /etc/apt/sources.list.d/*
            apt-get update
            apt-get install -y --no-install-recommends tree jq
            """, limitSeconds: 180).ExpectSuccess();
        Sh("tree --version; echo '{\"a\":[1,2]}' | jq -c '.a|add'; dpkg -l libjq1 libonig5 | grep -c ^ii")
            .ExpectSuccess().ExpectText("tree v2").ExpectText("\n3\n2\n");
        Sh("apt-get remove -y --purge jq tree && apt-get autoremove -y --purge && ! dpkg -s libjq1 && ! command -v jq")
            .ExpectSuccess();
    }

    [Fact]
    public void DpkgDeb_BuildAndInstallWithScripts_ScriptsRun()
    {
        Sh("""
            mkdir -p /mnt/own/DEBIAN /mnt/own/opt/own
            printf 'Package: own\nVersion: 1\nArchitecture: all\nMaintainer: a <a@b>\nDescription: test\n' >/mnt/own/DEBIAN/control
            printf '#!/bin/sh\nset -e\necho configured "$1" >/opt/own/state\nchown daemon:adm /opt/own/state\n' >/mnt/own/DEBIAN/postinst
            printf '#!/bin/sh\nrm -f /opt/own/state\n' >/mnt/own/DEBIAN/prerm
            chmod 755 /mnt/own/DEBIAN/postinst /mnt/own/DEBIAN/prerm
            echo payload >/mnt/own/opt/own/file
            dpkg-deb --build /mnt/own /mnt/own.deb
            dpkg-deb -c /mnt/own.deb
            dpkg -i /mnt/own.deb
            cat /opt/own/state /opt/own/file
            dpkg -r own
            test ! -e /opt/own
            """).ExpectSuccess().ExpectText("root/root").ExpectText("configured configure\npayload\n");
    }

    // dpkg keeps its former status by a hard link. Skipped before the base has made what only the test's end removes.
    private static string? RootfsOfLinks(WritableRootfs? rootfs)
    {
        return rootfs?.RootfsPath;
    }
}
