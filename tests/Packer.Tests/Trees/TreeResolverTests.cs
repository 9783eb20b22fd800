using System.Text;
using Ptracer.Packer.Trees;
using Xunit;

namespace Packer.Tests.Trees;

public sealed class TreeResolverTests
{
    private static readonly MemoryTree s_tree = new MemoryTree()
        .File("/usr/lib/libc.so.6", "libc")
        .Link("/lib", "usr/lib")
        .Link("/usr/lib/libc.so", "libc.so.6")
        .Link("/absolute", "/lib/libc.so")
        .Link("/up", "../../../../usr/lib")
        .Link("/loop", "loop")
        .Link("/slash", "usr/lib/")
        .Link("/file-slash", "usr/lib/libc.so.6/")
        .Link("/dangling", "nowhere");

    [Theory]
    [InlineData("/usr/lib/libc.so.6", "/usr/lib/libc.so.6", "")]
    [InlineData("//usr/./lib//libc.so.6", "/usr/lib/libc.so.6", "")]
    [InlineData("/lib/libc.so.6", "/usr/lib/libc.so.6", "/lib")]
    [InlineData("/lib/libc.so", "/usr/lib/libc.so.6", "/lib /usr/lib/libc.so")]
    [InlineData("/absolute", "/usr/lib/libc.so.6", "/absolute /lib /usr/lib/libc.so")]
    [InlineData("/up/libc.so.6", "/usr/lib/libc.so.6", "/up")]
    [InlineData("/../../usr/lib", "/usr/lib", "")]
    [InlineData("/lib/../lib/libc.so.6", "/usr/lib/libc.so.6", "/lib")]
    [InlineData("/slash", "/usr/lib", "/slash")]
    [InlineData("/", "/", "")]
    public void Find_Existing_TellsPlaceAndLinks(string path, string place, string links)
    {
        TreeLookup lookup = new TreeResolver(s_tree).Find(Encoding.UTF8.GetBytes(path));

        Assert.Equal(TreeLookupStatus.Found, lookup.Status);
        Assert.Equal(place, lookup.Path.ToString());
        Assert.Equal(links, string.Join(' ', lookup.Links.Select(link => link.ToString())));
    }

    [Theory]
    [InlineData("/nowhere", nameof(TreeLookupStatus.Missing))]
    [InlineData("/dangling", nameof(TreeLookupStatus.Missing))]
    [InlineData("/nowhere/..", nameof(TreeLookupStatus.Missing))]
    [InlineData("/loop", nameof(TreeLookupStatus.Loop))]
    [InlineData("/loop/x", nameof(TreeLookupStatus.Loop))]
    [InlineData("/lib/libc.so.6/x", nameof(TreeLookupStatus.NotDirectory))]
    [InlineData("/lib/libc.so.6/", nameof(TreeLookupStatus.NotDirectory))]
    [InlineData("/lib/libc.so.6/..", nameof(TreeLookupStatus.NotDirectory))]
    [InlineData("/file-slash", nameof(TreeLookupStatus.NotDirectory))]
    public void Find_NotThere_TellsWhy(string path, string status) =>
        Assert.Equal(status, new TreeResolver(s_tree).Find(Encoding.UTF8.GetBytes(path)).Status.ToString());

    [Fact]
    public void Find_LastLinkKept_IsTheLinkItself()
    {
        TreeLookup lookup = new TreeResolver(s_tree).Find("/lib/libc.so"u8, LastLink.Keep);

        Assert.Equal("/usr/lib/libc.so", lookup.Path.ToString());
        Assert.Equal(TreeEntryType.Link, lookup.Entry.Type);
        Assert.Equal("/lib", Assert.Single(lookup.Links).ToString());
    }

    [Fact]
    public void Find_Relative_StartsWhereItIsTold() =>
        Assert.Equal("/usr/lib/libc.so.6", new TreeResolver(s_tree).Find(TreePath.Of("/usr"), "lib/libc.so"u8).Path.ToString());

    [Fact]
    public void CompareTo_DirectoryAndItsSiblings_KeepsContentTogether()
    {
        TreePath[] sorted = [.. "/a-b /a/x /a / /a.b /a/b/c".Split(' ').Select(TreePath.Of).Order()];

        Assert.Equal("/ /a /a/b/c /a/x /a-b /a.b", string.Join(' ', sorted.Select(path => path.ToString())));
    }

    [Fact]
    public void DirectoryTree_OfTheMachine_ShowsWhatIsThere()
    {
        using DirectoryTree tree = new("/");
        TreeResolver resolver = new(tree);

        Assert.True(resolver.Find("/bin/sh"u8).IsFound);
        Assert.Contains(tree.List(TreePath.Root), name => name.AsSpan().SequenceEqual("etc"u8));
        using ITreeFile file = tree.Open(resolver.Find("/bin/sh"u8).Path);
        byte[] magic = new byte[4];
        Assert.Equal(4, file.ReadAt(magic, 0));
        Assert.Equal("\u007fELF"u8.ToArray(), magic);
    }
}
