using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>python3: virtual environments, processes, sockets, terminals.</summary>
public sealed class PythonTests : GuestTest
{
    [Fact]
    public void Venv_WithoutPip_RunsInItsPrefix()
    {
        Sh("""
            python3 -m venv --without-pip v
            v/bin/python -c 'import sys; print(sys.prefix, sys.base_prefix, sys.executable)'
            . v/bin/activate
            command -v python
            """).ExpectOutput("/mnt/v /usr /mnt/v/bin/python\n/mnt/v/bin/python\n");
    }

    [Fact]
    public void Venv_WithEnsurepip_InstallsLocalPackage()
    {
        Write("package/setup.py", "from setuptools import setup\nsetup(name='own', version='1.5', py_modules=['own'])\n");
        Write("package/own.py", "print('own package', __file__)\n");
        Sh("""
            python3 -m venv v
            v/bin/pip --version
            v/bin/pip install -q --no-index --no-build-isolation --no-deps --disable-pip-version-check ./package
            v/bin/python -c 'import own'
            """, limitSeconds: 180).ExpectSuccess()
            .ExpectText("from /mnt/v/lib/python3.11/site-packages/pip")
            .ExpectText("own package /mnt/v/lib/python3.11/site-packages/own.py\n");
    }

    [Fact]
    public void Python_ProcessesPipesAndShutil_Work()
    {
        Write("work.py", """
            import concurrent.futures, os, pathlib, shutil, subprocess, tempfile
            print(subprocess.run(["sh", "-c", "cat; pwd"], input="in\n", capture_output=True, text=True, cwd="/usr").stdout, end="")
            with tempfile.TemporaryDirectory() as where:
                shutil.copytree("/etc/apt", where + "/apt", symlinks=True)
                print(where.startswith("/tmp/"), len(list(pathlib.Path(where).rglob("*"))) > 3)
            print(os.path.exists(where), os.path.realpath("/proc/self/exe"), os.path.realpath("/bin"))
            if __name__ == "__main__":
                with concurrent.futures.ProcessPoolExecutor(2) as pool:
                    print(list(pool.map(pow, range(5), [2] * 5)))

            """);
        Run("python3", "work.py").ExpectOutput(
            "in\n/usr\nTrue True\nFalse /usr/bin/python3.11 /usr/bin\n[0, 1, 4, 9, 16]\n");
    }

    [Fact]
    public void Python_PtySpawn_GivesCommandATerminal()
    {
        Write("spawn.py", "import os, pty\nprint(os.waitstatus_to_exitcode(pty.spawn(['sh', '-c', 'test -t 0 && echo has tty; exit 4'])))\n");
        Run("python3", "-u", "spawn.py").ExpectSuccess().ExpectText("has tty").ExpectText("4\n");
    }
}
