using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Ports;

/// <summary>Real servers on ports that an ordinary user may not bind, or that somebody else has.</summary>
public sealed class PortServersTests : PortTest
{
    [Fact]
    public void Nginx_OnPort80_IsReachedFromEverywhere()
    {
        Write("root/index.html", "moved page\n");
        Write("nginx.conf", """
            worker_processes 1;
            pid /mnt/nginx.pid;
            events { worker_connections 64; }
            http {
              access_log off;
              client_body_temp_path /mnt/t1; proxy_temp_path /mnt/t2; fastcgi_temp_path /mnt/t3;
              uwsgi_temp_path /mnt/t4; scgi_temp_path /mnt/t5;
              server {
                listen 80;
                listen [::]:80;
                root /mnt/root;
                location = /port { return 200 "$server_port\n"; }
              }
            }

            """);
        Guest = Moved($"80:{Port}");

        // In one session: the server, and its client.
        using GuestProcess server = StartSh("""
            nginx -p /mnt -e /mnt/error.log -c /mnt/nginx.conf
            curl -s http://127.0.0.1/
            curl -s http://localhost/port
            curl -s -g 'http://[::1]/port'
            echo served
            read -r end
            nginx -p /mnt -e /mnt/error.log -c /mnt/nginx.conf -s quit
            """).Expect("moved page\n80\n80\nserved\n");

        // In another one, and from the host.
        Run("curl", "-s", "http://127.0.0.1/").ExpectOutput("moved page\n");
        Assert.Equal("moved page\n", Fetch(Port));
        server.Feed("end\n"u8.ToArray()).Wait().ExpectSuccess();
    }

    [Fact]
    public void Redis_OnItsOwnPortMoved_Works()
    {
        TestGuest other = Moved($"5000:{Port}");
        Guest = Moved($"6379:{Port}");
        using GuestProcess server = Start("redis-server", "--bind", "127.0.0.1", "--dir", "/mnt", "--save", "").Expect("port=6379")
            .Expect("Ready to accept connections");
        Run("redis-cli", "set", "key", "value").ExpectOutput("OK\n");
        Run("redis-cli", "config", "get", "port").ExpectOutput("port\n6379\n");
        Run("redis-cli", "client", "list").ExpectSuccess().ExpectText("laddr=127.0.0.1:6379");
        StartIn(other, "redis-cli", "-p", "5000", "get", "key").Wait().ExpectOutput("value\n");
        Run("redis-benchmark", "-n", "1000", "-c", "10", "-q", "-t", "set,get").ExpectSuccess().ExpectText("requests per second");
        Run("redis-cli", "shutdown").ExpectSuccess();
        server.Wait().ExpectSuccess();
    }

    [Fact]
    public void TwoSessions_SameGuestPort_HaveEachTheirOwn()
    {
        Guest = Guest.With("PYTHONUNBUFFERED", "1");
        string[] ports = [Port, FreePort()];
        List<GuestProcess> servers = [];
        foreach (string port in ports)
        {
            Write($"{port}/index.html", $"the one on {port}");
            servers.Add(StartIn(Moved($"80:{port}"), "python3", "-m", "http.server", "80", "--bind", "127.0.0.1", "--directory", $"/mnt/{port}")
                .Expect("Serving HTTP on 127.0.0.1 port 80 "));
        }

        foreach (string port in ports)
        {
            StartIn(Moved($"80:{port}"), "curl", "-s", "http://127.0.0.1/").Wait().ExpectOutput($"the one on {port}");
            Assert.Equal($"the one on {port}", Fetch(port));
        }

        servers.ForEach(server => server.Signal(GuestSignal.Terminate));
        servers.ForEach(server => server.Wait().ExpectStatus(128 + 15));
    }
}
