using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>nginx with a master and workers, asked by the guest's curl from another session.</summary>
public sealed class NginxTests : ServerTest
{
    [Fact]
    public void Nginx_ServesReloadsAndQuits()
    {
        Write("one/index.html", "first page\n");
        Write("two/index.html", "second page\n");
        Write("nginx.conf", Configuration("/mnt/one"));
        using var server = Start("nginx", "-p", "/mnt", "-e", "stderr", "-c", "/mnt/nginx.conf").ExpectError("start worker process ");
        Curl("/").ExpectOutput("200 first page\n");
        Curl("/none").ExpectSuccess().ExpectText("404 ");
        Curl("/dir").ExpectSuccess().ExpectText("403 ");
        Run("curl", "-s", "--unix-socket", "/mnt/nginx.sock", "http://any/index.html").ExpectOutput("first page\n");

        Write("nginx.conf", Configuration("/mnt/two"));
        server.Signal(GuestSignal.Hangup);
        server.ExpectError("reconfiguring").ExpectError("start worker process ").ExpectError("gracefully shutting down");
        Curl("/").ExpectOutput("200 second page\n");

        Run("nginx", "-p", "/mnt", "-e", "stderr", "-c", "/mnt/nginx.conf", "-s", "quit").ExpectSuccess();
        server.Wait().ExpectSuccess();
        Sh("cat access.log; ls").ExpectSuccess().ExpectText("GET /none").ExpectText("access.log\n");
    }

    private GuestRun Curl(string path) => Run("curl", "-s", "-w", "", "--retry", "3", "--retry-connrefused",
        "-o", "/mnt/body", "-w", "%{http_code} ", $"http://127.0.0.1:{Port}{path}") is { Status: 0 } run
            ? run with { Output = [.. run.Output, .. Run("cat", "/mnt/body").Output] }
            : throw new Xunit.Sdk.XunitException("curl failed");

    private string Configuration(string root) => $$"""
        daemon off;
        worker_processes 2;
        pid /mnt/nginx.pid;
        error_log stderr notice;
        events { worker_connections 64; }
        http {
          access_log /mnt/access.log;
          client_body_temp_path /mnt/t1; proxy_temp_path /mnt/t2; fastcgi_temp_path /mnt/t3;
          uwsgi_temp_path /mnt/t4; scgi_temp_path /mnt/t5;
          sendfile on;
          server {
            listen 127.0.0.1:{{Port}};
            listen unix:/mnt/nginx.sock;
            root {{root}};
            location = /dir { return 403; }
          }
        }

        """;
}
