using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Packs;

/// <summary>Programs packed with what they need do real work in their minimal rootfs.</summary>
public sealed class PackedProgramTests : PackTest
{
    [Fact]
    public void Bash_Packed_RunsAScript()
    {
        Pack("bash");
        Run("bash", "-c", "a=(one two); printf '%s-' \"${a[@]}\"; echo $((6 * 7)); [[ abc =~ b(c) ]] && echo ${BASH_REMATCH[1]}")
            .ExpectOutput("one-two-42\nc\n");
    }

    [Fact]
    public void Git_Packed_CommitsAndChecks()
    {
        Pack("git", "--include", "/usr/lib/git-core/git-*", "--include", "/usr/share/git-core/**", "--busybox");
        Sh("""
            git init -q repository && cd repository
            echo content >file && git add file
            git -c user.name=n -c user.email=e commit -qm 'first'
            git log --format=%s && git fsck --strict
            """).ExpectText("first\n");
    }

    [Fact]
    public void Python_PackedByProfile_ImportsAndComputes()
    {
        Pack("--profile", "python");
        Run("python3", "-c", """
            import decimal, hashlib, json, re, sqlite3, ssl, subprocess, zlib
            base = sqlite3.connect(':memory:')
            print(json.dumps({'sum': base.execute('select 40 + 2').fetchone()[0]}), hashlib.sha256(b'').hexdigest()[:8],
                bool(ssl.create_default_context().get_ca_certs()), zlib.crc32(b'x'), re.sub('a', 'b', 'aa'))
            """).ExpectOutput("{\"sum\": 42} e3b0c442 True 2363233923 bb\n");
    }

    [Fact]
    public void Sqlite_Packed_KeepsATable()
    {
        Pack("sqlite3");
        Run("sqlite3", "/mnt/base", "create table t(a); insert into t values (1), (2);").ExpectSuccess();
        Run("sqlite3", "/mnt/base", "select sum(a) from t").ExpectOutput("3\n");
    }

    [Fact]
    public void Nginx_Packed_ServesAFile()
    {
        Pack("nginx", "curl");
        Write("www/page", "served\n");
        Write("nginx.conf", $$"""
            daemon off; master_process off; pid /mnt/nginx.pid; error_log /mnt/error.log;
            events { }
            http {
                access_log off; client_body_temp_path /mnt/body; proxy_temp_path /mnt/proxy; fastcgi_temp_path /mnt/fast;
                uwsgi_temp_path /mnt/uwsgi; scgi_temp_path /mnt/scgi;
                server { listen 127.0.0.1:{{Port}}; root /mnt/www; }
            }
            """);
        using var server = Start("nginx", "-e", "/mnt/error.log", "-c", "/mnt/nginx.conf");
        Run("curl", "-sS", "--retry", "20", "--retry-connrefused", $"http://127.0.0.1:{Port}/page").ExpectOutput("served\n");
        server.Signal(GuestSignal.Terminate);
        server.Wait().ExpectSuccess();
    }

    [Fact]
    public void Redis_Packed_KeepsValues()
    {
        Pack("redis-server", "redis-cli");
        using var server = Start("redis-server", "--port", Port, "--save", "", "--dir", "/mnt");
        server.Expect("Ready to accept connections");
        Run("redis-cli", "-p", Port, "set", "key", "value").ExpectOutput("OK\n");
        Run("redis-cli", "-p", Port, "get", "key").ExpectOutput("value\n");
        Run("redis-cli", "-p", Port, "shutdown", "nosave").ExpectSuccess();
        server.Wait().ExpectSuccess();
    }

    [Fact]
    public void BusyBox_PackedAlone_RunsScripts()
    {
        Pack("--busybox");
        Assert.False(Directory.Exists(PackPath + "/usr/lib/x86_64-linux-gnu"), "a static program brings libraries along");
        Sh("""
            mkdir -p /tmp/d && echo b >/tmp/d/one && echo a >>/tmp/d/one
            sort /tmp/d/one | tr '\n' ' ' && awk -F: '$3 == 0 { print $1 }' /etc/passwd && ls / | grep -c -e '^var$' -e '^tmp$' -e '^run$'
            """).ExpectOutput("a b root\n3\n");
    }

    [Fact]
    public void Trace_OfPython_PacksWhatTheRunUses()
    {
        const string Script = "import sqlite3, ssl; print(sqlite3.connect(':memory:').execute('select 1').fetchone(), ssl.OPENSSL_VERSION[:9])";
        PackWith("-o", PackPath, "--from", TestPlace.Rootfs, "--trace", "--", "python3", "-c", Script).ExpectSuccess();
        Guest = Guest with { Rootfs = PackPath };
        Run("python3", "-c", Script).ExpectOutput("(1,) OpenSSL 3\n");
        Assert.False(File.Exists(PackPath + "/usr/lib/python3.11/turtle.py"), "a module that the run did not use is packed");
        PackWith("--check", PackPath, "--from", TestPlace.Rootfs, "--", "python3", "-c", Script).ExpectSuccess();
        var missed = PackWith("--check", PackPath, "--from", TestPlace.Rootfs, "--", "python3", "-c", "open('/etc/debian_version')");
        missed.ExpectText("missed /etc/debian_version\n");
        Assert.NotEqual(0, missed.Status);
    }

    [Fact]
    public void Trace_OfGitClone_PacksWhatItStarts()
    {
        var clone = "git -c safe.directory='*' clone -q /mnt/origin /tmp/copy && cat /tmp/copy/file";
        Sh("git init -q origin && cd origin && echo kept >file && git add file && git -c user.name=n -c user.email=e commit -qm x")
            .ExpectSuccess();
        PackWith("-o", PackPath, "--from", TestPlace.Rootfs, "-b", $"{Scratch}:/mnt", "-b", $"{Scratch}/tmp:/tmp",
            "--trace", "--", "sh", "-c", clone).ExpectSuccess();
        HostCommand.Run("rm", "-rf", Scratch + "/tmp/copy");
        Guest = Guest with { Rootfs = PackPath };
        Run("sh", "-c", clone).ExpectOutput("kept\n");
    }
}
