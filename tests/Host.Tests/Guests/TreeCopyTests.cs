using Ptracer.Host.Tests.Harness;
using Ptracer.Packer.Storage;
using Xunit;

namespace Ptracer.Host.Tests.Guests;

/// <summary>Copies of trees, compared with what cp -a makes.</summary>
public sealed class TreeCopyTests : GuestsTest
{
    [Fact]
    public void Copy_OddTree_IsAsCpMakesIt()
    {
        string odd = Path.Combine(Scratch, "odd");
        HostCommand.Run("sh", "-euc", $"""
            mkdir -p {odd}/a/b '{odd}/new
            line' {odd}/ünï; cd {odd}
            echo one >a/file; ln a/file a/b/hard; ln a/file ünï/hard2; ln -s ../nowhere a/dangling; ln -s a link; ln link linkhard
            printf 'x' >$(printf 'bad\377name'); mkfifo -m 640 pipe; truncate -s 5M sparse; printf mid | dd of=sparse bs=1 seek=2000000 conv=notrunc status=none
            truncate -s 3M hole; : >empty; chmod 4755 a/file; chmod 1777 a/b; chmod 555 ünï
            touch -d 2001-02-03T04:05:06.789 a/b pipe; touch -h -d 2002-02-02 a/dangling; dd if=/dev/urandom of=random bs=1M count=3 status=none
            touch -d 1999-09-09 a .
            """);
        HostCommand.Run("cp", "-a", odd, Path.Combine(Scratch, "by-cp"));
        TreeCopy.Copy(odd, Path.Combine(Scratch, "by-us"), _ => { });
        Assert.Equal(Listing(Path.Combine(Scratch, "by-cp")), Listing(Path.Combine(Scratch, "by-us")));
        HostCommand.Run("diff", "-r", "--no-dereference", "--exclude=pipe", odd, Path.Combine(Scratch, "by-us"));
        Assert.Equal("0\n", HostCommand.Run("stat", "-c", "%b", Path.Combine(Scratch, "by-us", "hole")));
        Assert.True(long.Parse(HostCommand.Run("stat", "-c", "%b", Path.Combine(Scratch, "by-us", "sparse")), null) < 1000);
    }

    [Fact]
    public void Copy_ProgressThrows_Ends() => Assert.Throws<InvalidOperationException>(() => TreeCopy.Copy(
        Rootfs, Path.Combine(Scratch, "copy"), _ => throw new InvalidOperationException()));
}
