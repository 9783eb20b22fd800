using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>busybox: a static program that is all its tools, started through links.</summary>
public sealed class BusyboxTests : GuestTest
{
    [Fact]
    public void Busybox_AppletsByLink_Work()
    {
        Sh("mkdir bin && busybox --install -s /mnt/bin && ls bin | wc -l").ExpectSuccess();
        Guest = Guest.With("PATH", "/mnt/bin");
        Run("/mnt/bin/sh", "-euc", """
            mkdir -p tree/a/b
            echo one >tree/a/file
            echo two >tree/a/b/file
            ln -s ../file tree/a/b/link
            find tree -type f | sort
            find tree -name file -exec cat {} +  | sort
            tar -cf tree.tar tree
            mkdir out
            tar -xf tree.tar -C out
            readlink out/tree/a/b/link
            md5sum tree/a/file out/tree/a/file | cut -c1-32 | uniq | wc -l
            gzip -c tree.tar | gunzip | cmp - tree.tar
            printf 'b 2\na 1\n' | sort | awk '{ s += $2 } END { print s }'
            sed s/one/uno/ tree/a/file
            stat -c %s tree/a/file
            readlink /proc/self/exe
            sh -c 'exit 5' || echo $?
            rm -r tree out
            ls -d tree || true
            """).ExpectOutput(
                "tree/a/b/file\ntree/a/file\none\ntwo\n../file\n1\n3\nuno\n4\n/usr/bin/busybox\n5\n");
    }
}
