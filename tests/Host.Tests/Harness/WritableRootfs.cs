using Xunit;

namespace Ptracer.Host.Tests.Harness;

/// <summary>One copy of the rootfs for all tests that write into it; they run one after another.</summary>
public sealed class WritableRootfs : IDisposable
{
    /// <summary>Copies the pristine rootfs, about 1.2 GB.</summary>
    public WritableRootfs()
    {
        RootfsPath = Path.Combine(TestPlace.ScratchParent, "ptracer-rootfs-" + Path.GetRandomFileName());
        Directory.CreateDirectory(Path.Combine(RootfsPath, "dev"));
        // Not /dev: every guest binds the host's, and its nodes are not for an ordinary user to copy.
        var entries = Directory.GetFileSystemEntries(TestPlace.Rootfs).Where(path => Path.GetFileName(path) != "dev");
        HostCommand.Run("cp", ["-a", "--reflink=auto", "-t", RootfsPath, .. entries]);
        HostCommand.Run("chown", $"{TestPlace.UserId}:{TestPlace.UserId}", RootfsPath, RootfsPath + "/dev");
    }

    /// <summary>The copy's host path.</summary>
    public string RootfsPath { get; }

    /// <inheritdoc/>
    public void Dispose() => HostCommand.Run("rm", "-rf", RootfsPath);
}

/// <summary>The collection of the tests that share the copy.</summary>
[CollectionDefinition(Name)]
public sealed class WritableRootfsCollection : ICollectionFixture<WritableRootfs>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "tests that write into the rootfs";
}
