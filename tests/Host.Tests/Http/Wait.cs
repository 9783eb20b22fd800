using System.Diagnostics;
using Xunit;

namespace Ptracer.Host.Tests.Http;

/// <summary>Waits for what no event tells of.</summary>
internal static class Wait
{
    public static async Task Until(Func<bool> condition, Func<string>? what = null, int limitSeconds = 20)
    {
        var since = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(since).TotalSeconds < limitSeconds, what?.Invoke() ?? $"it did not come true within {limitSeconds} s");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
