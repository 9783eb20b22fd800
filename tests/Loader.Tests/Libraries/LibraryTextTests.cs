using System.Text;
using Xunit;

namespace Ptracer.Loader.Tests.Libraries;

/// <summary>The small languages: ld.so.conf, patterns, tokens, env's line, the loader's directories.</summary>
public sealed class LibraryTextTests
{
    [Fact]
    public void Parse_Configuration_KnowsEachKindOfLine()
    {
        byte[] text = "# all\n/usr/local/lib # ours\n  include ld.so.conf.d/*.conf /etc/x\nhwcap 1 nosegneg\n/opt/l=libc6\nrelative\n"u8.ToArray();
        Assert.Equal(
            ["Directory /usr/local/lib", "Include ld.so.conf.d/*.conf", "Include /etc/x", "Directory /opt/l"],
            LibraryConfiguration.Parse(text).Select(line => $"{line.Kind} {Encoding.ASCII.GetString(line.Text)}"));
    }

    [Theory]
    [InlineData("*.conf", "libc.conf", true)]
    [InlineData("*.conf", ".hidden.conf", false)]
    [InlineData("*.conf", "libc.conf.dpkg-new", false)]
    [InlineData("l?b[a-c]*", "libcairo", true)]
    [InlineData("l?b[!a-c]*", "libcairo", false)]
    [InlineData("a\\*b", "a*b", true)]
    [InlineData("a\\*b", "axb", false)]
    [InlineData("[", "[", true)]
    [InlineData("*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    public void IsMatch_Pattern_IsGlobs(string pattern, string name, bool matches) =>
        Assert.Equal(matches, GlobPattern.IsMatch(Encoding.ASCII.GetBytes(pattern), Encoding.ASCII.GetBytes(name)));

    [Theory]
    [InlineData("$ORIGIN/../lib", "/opt/bin/../lib")]
    [InlineData("${ORIGIN}x/$LIB/${PLATFORM}", "/opt/binx/lib64/x86_64")]
    [InlineData("$ORIGINS/$LIBX/${LIB/$", "$ORIGINS/$LIBX/${LIB/$")]
    [InlineData("/plain", "/plain")]
    public void Expand_Tokens_AreReplaced(string text, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(
            new DynamicStringTokens("/opt/bin"u8.ToArray(), "lib64"u8.ToArray(), "x86_64"u8.ToArray())
                .Expand(Encoding.ASCII.GetBytes(text))!));

    [Fact]
    public void Expand_LongerThanAnyPath_IsNull() =>
        Assert.Null(new DynamicStringTokens(new byte[1000], [], []).Expand("$ORIGIN$ORIGIN$ORIGIN$ORIGIN$ORIGIN"u8.ToArray()));

    [Theory]
    [InlineData("python3", "python3", null)]
    [InlineData("-S python3 -u", "python3", null)]
    [InlineData("-iS python3", "python3", "/bin:/usr/bin")]
    [InlineData("-S PATH=/opt/bin A=b python3", "python3", "/opt/bin")]
    [InlineData("-S -u HOME 'my prog' x", "my prog", null)]
    [InlineData("--split-string=perl -w", "perl", null)]
    [InlineData("-S A=b", null, null)]
    [InlineData("", "", null)]
    public void EnvLine_Argument_NamesTheProgram(string argument, string? program, string? path)
    {
        EnvLine line = EnvLine.Parse(Encoding.ASCII.GetBytes(argument));
        Assert.Equal(program, line.Program is null ? null : Encoding.ASCII.GetString(line.Program));
        Assert.Equal(path, line.SearchPath is null ? null : Encoding.ASCII.GetString(line.SearchPath));
    }

    [Fact]
    public void Find_LoaderImage_TellsItsDirectories()
    {
        byte[] image = "x\0/etc/\0y\0/lib64/\0/usr/lib64/\0z\0/lib/\0"u8.ToArray();
        List<byte[]> directories = LoaderDirectories.Find(image);
        Assert.Equal("/lib64 /usr/lib64", string.Join(' ', directories.Select(Encoding.ASCII.GetString)));
        Assert.Equal("lib64"u8.ToArray(), LoaderDirectories.Library(directories));
    }
}
