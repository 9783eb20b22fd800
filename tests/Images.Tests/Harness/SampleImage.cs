using Packer.Tests.Harness;

namespace Images.Tests.Harness;

/// <summary>
/// An image of two layers, made by umoci, as <c>oci:image:v1</c>: bash and its libraries out of the Debian rootfs, then
/// whiteouts, an opaque directory, replacements, links and modes.
/// </summary>
internal static class SampleImage
{
    private static readonly Lazy<ScratchDirectory> s_made = new(() =>
    {
        ScratchDirectory made = new();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => made.Dispose();
        Make(made);
        return made;
    });

    /// <summary>Brings it, and what umoci unpacks of it, as <c>expected</c>.</summary>
    public static void Bring(ScratchDirectory place) => place.Shell($"cp -a {s_made.Value.Path}/. .");

    private static void Make(ScratchDirectory place) => place.Shell(
        """
        rootfs=${PTRACER_ROOTFS:?}
        (cd "$rootfs"; find bin lib lib64 sbin etc/passwd etc/group etc/os-release usr/bin/bash usr/bin/ls usr/bin/env usr/bin/dash \
            usr/lib64 usr/lib/os-release usr/lib/x86_64-linux-gnu/{libc.so.6,libtinfo.so.6*,libselinux.so.1,libpcre2-8.so.0*,ld-linux-x86-64.so.2} \
            etc/alternatives -maxdepth 1) > names
        tar -C "$rootfs" --no-recursion --format=posix -cf one.tar -T names
        umask 022
        mkdir -p one/var/lib/{kept,hidden,opaque/sub} one/opt
        echo one > one/var/lib/kept/file; echo gone > one/var/lib/hidden/file; echo gone > one/var/lib/opaque/sub/file
        echo old > one/opt/replaced; mkdir one/opt/becomes-file; echo x > one/opt/becomes-file/x; ln -s kept one/opt/link
        tar -C one --format=posix -rf one.tar .
        mkdir -p two/var/lib/opaque two/opt two/usr/bin
        : > two/var/lib/.wh.hidden; : > two/var/lib/opaque/.wh..wh..opq; echo new > two/var/lib/opaque/file
        echo new > two/opt/replaced; echo file > two/opt/becomes-file; mkdir two/opt/link; echo y > two/opt/link/y
        : > two/usr/bin/.wh.dash
        cp "$rootfs/usr/bin/ls" two/usr/bin/su; chmod 4755 two/usr/bin/su; ln two/usr/bin/su two/usr/bin/su2
        ln -s ../../etc/passwd two/usr/bin/passwd-link; mkdir two/opt/locked; echo z > two/opt/locked/z; chmod 555 two/opt/locked
        chmod 1777 two/opt; chmod 2755 two/usr/bin
        touch -d '2004-04-04 04:04:04.5' two/opt/replaced
        tar -C two --format=posix -cf two.tar .
        umoci init --layout image; umoci new --image image:v1
        umoci raw add-layer --image image:v1 one.tar; umoci raw add-layer --image image:v1 two.tar
        umoci config --image image:v1 --config.env PATH=/usr/bin --config.env A=b --config.entrypoint /bin/bash --config.cmd -c \
            --config.cmd 'echo hi' --config.workingdir /opt --config.user 1000:1000 --config.exposedports 80/tcp \
            --config.stopsignal SIGINT --config.label note=yes --config.volume /data --architecture amd64 --os linux
        umoci gc --layout image
        umoci raw unpack --rootless --image image:v1 expected
        """);

    /// <summary>Kind, mode, size, links, time, name and link's text of all; and the content of files. Directories' times differ.</summary>
    public static string Listing(ScratchDirectory place, string directory) => place.Shell(
        $$"""
        cd {{directory}}
        find . -mindepth 1 \( -type d -printf '%y %m %P\n' -o -printf '%y %m %s %T@ %n %P -> %l\n' \) | LC_ALL=C sort
        find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
        """);
}
