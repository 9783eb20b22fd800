using System.Text.RegularExpressions;
using Ptracer.Host.Http;
using Xunit;

namespace Ptracer.Host.Tests.Http;

/// <summary>/metrics by the grammar of Prometheus' text format.</summary>
public sealed partial class MetricsTests : ApiTest
{
    [Fact]
    public async Task Text_IsWellFormed_AndTellsOfEveryUnit()
    {
        using HttpResponseMessage response = await Http.GetAsync("/metrics", Cancel);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        string text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        string? family = null;
        HashSet<string> families = [];
        HashSet<string> samples = [];
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                family = line.Split(' ')[2];
                Assert.True(families.Add(family), $"{family} stands twice");
            }
            else if (!line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                Match sample = Sample().Match(line);
                Assert.True(sample.Success, line);
                Assert.Equal(family, sample.Groups[1].Value);
                Assert.True(samples.Add(line[..line.LastIndexOf(' ')]), $"{line} stands twice");
            }
        }

        Assert.Contains("ptracer_guest_running{guest=\"debian\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("ptracer_unit_state{guest=\"debian\",unit=\"redis-server.service\",state=\"failed\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("ptracer_unit_state{guest=\"debian\",unit=\"redis-server.service\",state=\"active\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("ptracer_unit_cpu_seconds_total{guest=\"debian\",unit=\"cups.service\"} 2.25\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ptracer_unit_memory_bytes{guest=\"alpine\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Label_WithSpecialCharacters_IsEscaped()
    {
        PrometheusText text = new();
        text.Family("f", "gauge", "back\\slash\nline \"quote\"").Sample("f", 0.5, ("unit", "dev-a\\x2d\"b\"\nc.device"));
        Assert.Equal(
            "# HELP f back\\\\slash\\nline \"quote\"\n# TYPE f gauge\nf{unit=\"dev-a\\\\x2d\\\"b\\\"\\nc.device\"} 0.5\n", text.ToString());
    }

    [GeneratedRegex("""^([a-z_]+)(?:\{[a-z]+="(?:[^"\\]|\\[\\"n])*"(?:,[a-z]+="(?:[^"\\]|\\[\\"n])*")*\})? -?\d+(?:\.\d+)?(?:E[+-]?\d+)?$""")]
    private static partial Regex Sample();
}
