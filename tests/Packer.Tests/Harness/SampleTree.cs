namespace Packer.Tests.Harness;

/// <summary>A directory with everything that is hard about one.</summary>
internal static class SampleTree
{
    /// <summary>Makes it as <c>in</c>; a listing of it shows whether a copy is one.</summary>
    public static void Make(ScratchDirectory place) => place.Shell(
        """
        umask 022
        mkdir -p in/etc in/usr/bin in/empty in/locked
        printf 'root:x:0:0\n' > in/etc/passwd
        head -c 3000000 /dev/zero | tr '\0' 'a' > in/usr/bin/large
        ln in/usr/bin/large in/usr/bin/also
        ln in/etc/passwd in/locked/passwd
        : > in/usr/bin/nothing
        ln -s usr/bin in/bin; ln -s /nowhere/at/all in/dangling
        printf x > "in/etc/$(printf 'new\nline')"; printf x > "in/etc/$(printf 'not \377utf8')"
        printf x > "in/etc/$(head -c 255 /dev/zero | tr '\0' n)"
        ln -s "$(head -c 300 /dev/zero | tr '\0' t)" in/etc/long-link
        deep=in; for i in 1 2 3 4 5 6; do deep=$deep/$(head -c 60 /dev/zero | tr '\0' $i); done
        mkdir -p $deep; printf deep > $deep/file; ln $deep/file $deep/linked
        truncate -s 1000000 in/hole
        mkfifo in/fifo
        chmod 4755 in/usr/bin/nothing; chmod 2755 in/usr; chmod 1777 in/empty
        touch -d '2001-02-03 04:05:06.789012345' in/etc/passwd; touch -d '1969-12-31 23:59:58.5Z' in/usr/bin/nothing
        touch -h -d '2011-01-01 00:00:00Z' in/bin
        chmod 0555 in/locked
        touch -d '2003-03-03 03:03:03Z' in/usr in/etc in/locked in
        """);

    /// <summary>Kind, mode, owner, size, time, link count, name, link's text, content of all in a directory.</summary>
    public static string Listing(ScratchDirectory place, string directory) => place.Shell(
        $$"""
        cd {{directory}}
        find . -printf '%y %m %U %G %T@ %n %P -> %l\0' | LC_ALL=C sort -z | tr '\0' '\n'
        find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
        """);
}
