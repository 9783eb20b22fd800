using System.Text;
using Ptracer.Features.StandIns;
using Ptracer.Linux;
using Ptracer.Paths;
using Xunit;

namespace Ptracer.Tests.Features;

/// <summary>What must not be lost of a file with emulated hard links, whatever happens to its store.</summary>
public sealed class StandInFilesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ptracer-links-").FullName;
    private readonly Mount _mount;
    private readonly StandInFiles _files;

    public StandInFilesTests()
    {
        _mount = new Mount([], Encoding.UTF8.GetBytes(_root), HostFiles.OpenPath(Path("")), MountAccess.ReadWrite, MountType.Directory);
        BindingTable mounts = new(_mount) { StandIns = new StandInNames() };
        _files = new StandInFiles(mounts, triesKernel: false);
        File.WriteAllText(_root + "/one", "text");
    }

    [Fact]
    public void Unlink_TheLastName_RemovesFileAndNumber()
    {
        Assert.Equal(0, _files.Link(Path("/one"), Path("/two"), _mount));
        Assert.Equal(0, _files.Unlink(Path("/one"), _mount));
        Assert.Single(Store(), name => !name.EndsWith('#'));
        Assert.Equal(0, _files.Unlink(Path("/two"), _mount));
        Assert.Empty(Store());
    }

    [Fact]
    public void Link_DirectoryOfTheFirstName_KeepsItsTimes()
    {
        DateTime before = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        Directory.CreateDirectory(_root + "/old");
        File.Move(_root + "/one", _root + "/old/one");
        Directory.SetLastWriteTimeUtc(_root + "/old", before);
        Assert.Equal(0, _files.Link(Path("/old/one"), Path("/two"), _mount));
        Assert.Equal(before, Directory.GetLastWriteTimeUtc(_root + "/old"));
    }

    [Fact]
    public void Unlink_NumberLost_KeepsTheFileForOtherNames()
    {
        Assert.Equal(0, _files.Link(Path("/one"), Path("/two"), _mount));
        File.Delete(Store().Single(name => name.EndsWith('#')));
        Assert.Equal(0, _files.Unlink(Path("/one"), _mount));
        Assert.Equal("text", File.ReadAllText(Store().Single()));
    }

    [Fact]
    public void Link_DirectoryOfTheNewNameGone_KeepsTheFileUnderItsName()
    {
        Assert.Equal(-(long)Errno.ENOENT, _files.Link(Path("/one"), Path("/gone/two"), _mount));
        string target = new FileInfo(_root + "/one").LinkTarget is { } text ? _root + text : _root + "/one";
        Assert.Equal("text", File.ReadAllText(target));
    }

    [Fact]
    public void Link_StoreCannotBeMade_LeavesTheFileAsItIs()
    {
        File.WriteAllText(_root + "/.ptracer", "a file");
        Assert.Equal(-(long)Errno.EPERM, _files.Link(Path("/one"), Path("/two"), _mount));
        Assert.Null(new FileInfo(_root + "/one").LinkTarget);
        Assert.Equal("text", File.ReadAllText(_root + "/one"));
    }

    public void Dispose()
    {
        Unistd.close(_mount.Descriptor);
        Directory.Delete(_root, recursive: true);
    }

    private byte[] Path(string name) => Encoding.UTF8.GetBytes(_root + name + "\0");

    private string[] Store() => Directory.GetFiles(_root + "/.ptracer/files");
}
