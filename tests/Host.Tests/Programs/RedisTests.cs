using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>redis-server over TCP and over a Unix socket at a guest path.</summary>
public sealed class RedisTests : ServerTest
{
    [Fact]
    public void Redis_BenchmarkAndPersistence_Work()
    {
        string[] server = ["redis-server", "--port", Port, "--bind", "127.0.0.1", "--unixsocket", "/mnt/redis.sock",
            "--dir", "/mnt", "--appendonly", "yes", "--daemonize", "no"];
        using var first = Start(server).Expect("Ready to accept connections");
        Run("redis-benchmark", "-p", Port, "-n", "5000", "-c", "20", "-q", "-t", "set,get,lpush").ExpectSuccess()
            .ExpectText("SET: ").ExpectText("requests per second");
        Run("redis-benchmark", "-s", "/mnt/redis.sock", "-n", "5000", "-q", "-t", "get", "-P", "16").ExpectSuccess();
        Sh("redis-cli -s /mnt/redis.sock set key 'the value'; redis-cli -s /mnt/redis.sock save").ExpectOutput("OK\nOK\n");
        Run("redis-cli", "-p", Port, "config", "get", "dir").ExpectSuccess().ExpectText("/mnt\n");
        Run("redis-cli", "-p", Port, "bgrewriteaof").ExpectSuccess();
        first.Expect("Background AOF rewrite finished successfully");
        Run("redis-cli", "-p", Port, "shutdown").ExpectSuccess();
        first.Wait().ExpectSuccess();

        using var second = Start(server).Expect("Ready to accept connections");
        Run("redis-cli", "-s", "/mnt/redis.sock", "get", "key").ExpectOutput("the value\n");
        second.Signal(GuestSignal.Terminate);
        second.Wait().ExpectSuccess().ExpectText("User requested shutdown");
    }
}
