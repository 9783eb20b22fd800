using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>The guest's compilers: gcc with make, and musl-gcc.</summary>
public sealed class CompilerTests : GuestTest
{
    [Fact]
    public void Make_ProjectOfSeveralFiles_BuildsRunsAndRebuildsOnlyWhatChanged()
    {
        Write("project/sum.h", "int sum(int, int);\n");
        Write("project/sum.c", "#include \"sum.h\"\nint sum(int a, int b) { return a + b; }\n");
        Write("project/shared.c", "#include <stdio.h>\nvoid say(int n) { printf(\"says %d\\n\", n); }\n");
        Write("project/main.c", "#include \"sum.h\"\nvoid say(int);\nint main(void) { say(sum(40, 2)); return 7; }\n");
        Write("project/Makefile", """
            CFLAGS = -O2 -Wall -MMD
            program: main.o libsum.a libsay.so
            	$(CC) -o $@ main.o -L. -lsum -lsay -Wl,-rpath,'$$ORIGIN'
            libsum.a: sum.o
            	$(AR) rcs $@ $^
            libsay.so: shared.c
            	$(CC) $(CFLAGS) -shared -fPIC -o $@ $<
            clean:
            	rm -f *.o *.a *.so *.d program
            -include *.d

            """);
        Sh("cd project && make -j2 && make -q && cd / && set +e && /mnt/project/program; echo status $?")
            .ExpectSuccess().ExpectText("says 42\nstatus 7\n");
        Sh("cd project && touch -d '+1 minute' sum.h && make -n").ExpectSuccess().ExpectText("main.o").ExpectText("sum.o");
        Sh("cd project && make clean && ls").ExpectSuccess().ExpectText("Makefile\nmain.c\nshared.c\nsum.c\nsum.h\n");
    }

    [Fact]
    public void Gcc_ErrorInSource_ReportsGuestPathAndFails()
    {
        Write("wrong.c", "int main(void) { return missing; }\n");
        var run = Run("gcc", "-o", "/mnt/wrong", "/mnt/wrong.c").ExpectStatus(1);
        Assert.Contains("/mnt/wrong.c:1:25: error: 'missing' undeclared", run.Stderr.Replace('‘', '\'').Replace('’', '\''));
        Assert.DoesNotContain(Scratch, run.Stderr);
    }

    [Theory]
    [InlineData("-static")]
    [InlineData("-no-pie")]
    [InlineData("-pie", "-fPIE")]
    [InlineData("-static-pie", "-fPIE")]
    public void Gcc_EveryKindOfExecutable_Runs(params string[] options)
    {
        Write("kind.c", """
            #include <stdio.h>
            #include <string.h>
            #include <unistd.h>
            #include <sys/auxv.h>
            int data = 42;
            int main(int argc, char **argv) {
                char exe[256] = "";
                readlink("/proc/self/exe", exe, sizeof exe - 1);
                printf("%d %d %s %s\n", data, argc, exe, (char *)getauxval(AT_EXECFN));
                void *p = sbrk(4096);
                return p == (void *)-1 || memset(p, 1, 4096) != p;
            }

            """);
        Run(["gcc", .. options, "-o", "/mnt/kind", "/mnt/kind.c"]).ExpectSuccess();
        Run("./kind", "one").ExpectOutput("42 2 /mnt/kind ./kind\n");
    }

    [Theory]
    [InlineData("-dynamic", "interpreter /lib/ld-musl-x86_64.so.1")]
    [InlineData("-static", "statically linked")]
    public void Musl_Program_Runs(string link, string description)
    {
        Write("musl.c", """
            #include <dirent.h>
            #include <pthread.h>
            #include <stdio.h>
            #include <sys/stat.h>
            #include <sys/wait.h>
            #include <unistd.h>
            static void *thread(void *path) { return (void *)(long)access(path, R_OK); }
            int main(void) {
                struct stat st;
                char cwd[256];
                pthread_t id;
                void *result;
                int entries = 0, status;
                DIR *root = opendir("/");
                while (readdir(root)) entries++;
                pthread_create(&id, 0, thread, "/etc/passwd");
                pthread_join(id, &result);
                if (vfork() == 0) { execl("/bin/sh", "sh", "-c", "exit 9", (char *)0); _exit(1); }
                wait(&status);
                printf("%d %d %ld %s %d\n", stat("/etc/debian_version", &st), entries > 15, (long)result,
                       getcwd(cwd, sizeof cwd), WEXITSTATUS(status));
                return 0;
            }

            """);
        Run("musl-gcc", "-O1", link, "-o", "musl", "musl.c").ExpectSuccess();
        Run("file", "musl").ExpectSuccess().ExpectText(description);
        Run("./musl").ExpectOutput("0 1 0 /mnt 9\n");
    }
}
