using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>The Go tool chain, whose programs make system calls without libc and on small stacks.</summary>
public sealed class GoTests : GuestTest
{
    private const string Source = """
        package main

        import (
        	"fmt"
        	"os"
        	"os/exec"
        	"path/filepath"
        	"sync"
        )

        func main() {
        	cwd, _ := os.Getwd()
        	executable, _ := os.Executable()
        	fmt.Println(cwd, filepath.Base(executable), len(os.Args))
        	var wait sync.WaitGroup
        	failures := make(chan error, 1000)
        	for i := 0; i < 100; i++ {
        		wait.Add(1)
        		go func(i int) {
        			defer wait.Done()
        			name := fmt.Sprintf("go-%d", i)
        			if err := os.WriteFile(name, []byte(name), 0600); err != nil {
        				failures <- err
        			}
        			text, err := os.ReadFile(name)
        			if err != nil || string(text) != name {
        				failures <- fmt.Errorf("%s: %v", name, err)
        			}
        			if err := os.Remove(name); err != nil {
        				failures <- err
        			}
        		}(i)
        	}
        	wait.Wait()
        	close(failures)
        	for err := range failures {
        		fmt.Println(err)
        	}
        	output, err := exec.Command("sh", "-c", "echo from sh; exit 3").CombinedOutput()
        	fmt.Print(string(output), err, "\n")
        }

        """;

    /// <summary>A program of 32 bits, by a compiler of 64.</summary>
    [Fact]
    public void Go_BuildFor386_ProgramWorks()
    {
        SkipOnAndroid("building the library for another processor takes long; conformance programs of 32 bits run there");
        SetUp();
        Guest = Guest.With("GOARCH", "386");
        Sh("cd module && go build -o ../program . && file ../program", limitSeconds: 240)
            .ExpectSuccess().ExpectText("ELF 32-bit").ExpectText("statically linked");
        Run("./program", "one").ExpectOutput("/mnt program 2\nfrom sh\nexit status 3\n");
    }

    [Fact]
    public void Go_BuildAndRun_StaticProgramWorks()
    {
        SetUp();
        Sh("cd module && go build -o ../program . && file ../program", limitSeconds: 240)
            .ExpectSuccess().ExpectText("statically linked");
        Run("./program", "one").ExpectOutput("/mnt program 2\nfrom sh\nexit status 3\n");
        Sh("cd module && go run . a b && go vet ./...", limitSeconds: 240)
            .ExpectOutput("/mnt/module own 3\nfrom sh\nexit status 3\n");
    }

    private void SetUp()
    {
        Guest = Guest.With("GOCACHE", "/mnt/cache").With("GOFLAGS", "-mod=mod").With("GOTOOLCHAIN", "local")
            .With("GOTELEMETRY", "off").With("CGO_ENABLED", "0").With("GOPATH", "/mnt/gopath");
        Write("module/go.mod", "module example.org/own\n\ngo 1.19\n");
        Write("module/main.go", Source);
    }
}
