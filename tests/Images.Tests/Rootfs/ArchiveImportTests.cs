using Images.Tests.Harness;
using Packer.Tests.Harness;
using Ptracer.Images;
using Ptracer.Images.Rootfs;
using Xunit;

namespace Images.Tests.Rootfs;

public sealed class ArchiveImportTests : IDisposable
{
    private readonly ScratchDirectory _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("--format=gnu", "cat", "a.tar")]
    [InlineData("--format=posix", "gzip", "a.tar.gz")]
    [InlineData("--format=gnu", "zstd", "a.tar.zst")]
    [InlineData("--format=posix --sparse", "xz", "a.tar.xz")]
    [InlineData("--format=posix --sparse --sparse-version=0.0", "cat", "a.tar")]
    [InlineData("--format=posix --sparse --sparse-version=0.1", "cat", "a.tar")]
    [InlineData("--format=gnu --sparse", "cat", "a.tar")]
    public void Unpack_ArchiveOfGnuTar_IsTheTree(string options, string compressor, string archive)
    {
        SampleTree.Make(_place);
        _place.Shell(
            $"""
            chmod 755 in
            printf end | dd of=in/holes bs=1 seek=3000000 2> /dev/null; printf mid | dd of=in/holes bs=1 seek=1000000 conv=notrunc 2> /dev/null
            touch -d 2005-05-05 in/holes; touch -d '2003-03-03 03:03:03Z' in
            tar -C in {options} -cf - . | {compressor} > {archive}
            """);

        _place.Unpack(archive);

        string[] expected = Lines("in"), actual = Lines("out");
        if (options.Contains("gnu", StringComparison.Ordinal))
        {
            expected = [.. expected.Select(WithoutFraction).Order(StringComparer.Ordinal)];
            actual = [.. actual.Select(WithoutFraction).Order(StringComparer.Ordinal)];
        }

        Assert.Equal(expected, actual);
        if (options.Contains("sparse", StringComparison.Ordinal))
        {
            Assert.True(long.Parse(_place.Shell("stat -c %b out/holes"), null) < 1000);
        }
    }

    [Fact]
    public void Unpack_UserAttributes_AreKept()
    {
        _place.Shell("mkdir in; echo x > in/file; setfattr -n user.note -v kept in/file; setfattr -n user.dir -v too in; chmod 400 in/file; tar --xattrs -C in -cf a.tar .");

        RootfsReport report = _place.Unpack("a.tar");

        Assert.Contains("user.note=\"kept\"", _place.Shell("getfattr -d out/file"), StringComparison.Ordinal);
        Assert.Contains("user.dir=\"too\"", _place.Shell("getfattr -d out"), StringComparison.Ordinal);
        Assert.Equal(0, report.DroppedAttributes);
    }

    [Fact]
    public void Unpack_OwnersDevicesAndCapabilities_AreReported()
    {
        new TarBuilder().Folder("dev").Add('3', "dev/null").Add('0', "home", "x", owner: 1000)
            .HardLink("home2", "home").Pax(("SCHILY.xattr.security.capability", "cap")).File("ping").WriteTo(_place["a.tar"]);

        RootfsReport report = _place.Unpack("a.tar");

        Assert.Equal(["/dev/null", "/home", "/home2", "/ping"], report.Owners.Select(owner => owner.Path.ToString()));
        Assert.Equal(1000U, report.Owners[2].Owner);
        Assert.Equal("cap"u8.ToArray(), report.Owners[3].Capability);
        Assert.Equal(5, report.Members);
        if (Environment.UserName != "root")
        {
            Assert.Equal(["/dev/null"], report.SkippedDevices.Select(path => path.ToString()));
            Assert.Equal("dev home home2 ping", _place.Tree());
        }
    }

    [Fact]
    public void Unpack_HardLinksWhereThereAreNone_AreCopies()
    {
        new TarBuilder().Add('0', "hidden", "secret", mode: 0).HardLink("copy", "hidden").Link("l", "x").HardLink("m", "l").WriteTo(_place["a.tar"]);

        RootfsReport report = _place.Unpack("a.tar", new RootfsLimits { HardLinks = HardLinkUse.Copy });

        Assert.Equal(2, report.CopiedLinks);
        Assert.Equal("1 0 secret\n1 0 secret\nx\n", _place.Shell(
            """
            for f in hidden copy; do stat -c '%h %a ' out/$f | tr -d '\n'; chmod 400 out/$f; cat out/$f; echo; done; readlink out/m
            """));
    }

    [Fact]
    public void Unpack_Cancelled_LeavesNothing()
    {
        new TarBuilder().File("a").WriteTo(_place["a.tar"]);
        using CancellationTokenSource cancelled = new();
        Action<ImageProgress> cancel = _ => cancelled.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(
            () => ArchiveImport.Unpack(_place["a.tar"], _place["out"], new RootfsLimits(), cancel, cancelled.Token));

        Assert.Equal(["a.tar"], _place.Names);
    }

    [Fact]
    public void Unpack_WhatAKilledProcessLeft_IsRemoved()
    {
        _place.Shell("mkdir -p .ptracer-0123456789abcdef/x .ptracer-fedcba9876543210; chmod 0 .ptracer-0123456789abcdef/x");
        new TarBuilder().File("a").WriteTo(_place["a.tar"]);
        using FileStream alive = new(_place[".ptracer-file"], FileMode.Create);
        using System.Diagnostics.Process locker = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("flock", [_place[".ptracer-fedcba9876543210"], "sh", "-c", "echo locked; read -r _"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
        Assert.Equal("locked", locker.StandardOutput.ReadLine());

        _place.Unpack("a.tar");

        locker.StandardInput.Close();
        locker.WaitForExit();
        Assert.Equal([".ptracer-fedcba9876543210", ".ptracer-file", "a.tar", "out"], _place.Names);
    }

    [Fact]
    public void Unpack_OntoSomething_IsRefused()
    {
        Directory.CreateDirectory(_place["out"]);
        new TarBuilder().File("a").WriteTo(_place["a.tar"]);

        Assert.Contains("out: exists", _place.Refused(() => _place.Unpack("a.tar")), StringComparison.Ordinal);
    }

    [Fact]
    public void Unpack_CutOffArchive_IsRefused()
    {
        _place.Shell("head -c 3000000 /dev/urandom > big; tar cf a.tar big; head -c 1000000 a.tar > cut.tar");

        Assert.Contains("cut.tar: ends before its end", _place.Refused(() => _place.Unpack("cut.tar")), StringComparison.Ordinal);
    }

    [Fact]
    public void Unpack_FullDisk_SaysSoAndLeavesNothing()
    {
        Assert.SkipUnless(Environment.UserName == "root", "a small file system is made by root only");
        TarBuilder builder = new();
        for (int count = 0; count < 40; count++)
        {
            builder.File($"file{count}");
        }

        builder.WriteTo(_place["a.tar"]);
        _place.Shell("mkdir small; mount -t tmpfs -o size=2m,nr_inodes=30 small small");
        try
        {
            string message = _place.Refused(() => ArchiveImport.Unpack(
                _place["a.tar"], _place["small/out"], new RootfsLimits(), null, TestContext.Current.CancellationToken));

            Assert.Contains("no space left on the device", message, StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFileSystemEntries(_place["small"]));
        }
        finally
        {
            _place.Shell("umount small");
        }
    }

    private string[] Lines(string directory) => SampleTree.Listing(_place, directory).Split('\n');

    private static string WithoutFraction(string line) => System.Text.RegularExpressions.Regex.Replace(line, @"\.\d{10}", "");
}
