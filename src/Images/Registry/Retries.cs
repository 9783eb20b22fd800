using System.Diagnostics;

namespace Ptracer.Images.Registry;

/// <summary>Asks again after failures that may pass, ever later, or when the server says.</summary>
/// <param name="options">How often.</param>
/// <param name="interruption">Asked while waiting.</param>
internal sealed class Retries(RegistryOptions options, Interruption interruption)
{
    private const int SliceMs = 50;

    /// <summary>Carries something out.</summary>
    /// <param name="what">What it is, for messages.</param>
    /// <param name="action">It; what it throws decides.</param>
    /// <param name="progress">Bytes that are there: when they become more, all attempts are left again.</param>
    /// <exception cref="PtracerException">It failed for good.</exception>
    public T Run<T>(string what, Func<T> action, Func<long>? progress = null)
    {
        long before = progress?.Invoke() ?? 0;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return action();
            }
            catch (NetworkException failure)
            {
                long now = progress?.Invoke() ?? 0;
                attempt = now > before ? 1 : attempt;
                before = now;
                TimeSpan wait = failure.RetryAfter ?? options.FirstWait * Math.Pow(2, attempt - 1);
                if (failure.Failure != NetworkFailure.Passing || attempt >= options.Attempts || wait > options.LongestWait)
                {
                    throw new PtracerException($"{what}: {failure.Message}", failure);
                }

                Wait(wait);
            }
        }
    }

    private void Wait(TimeSpan wait)
    {
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < wait;)
        {
            interruption.ThrowIfAsked();
            TimeSpan left = wait - Stopwatch.GetElapsedTime(start);
            Thread.Sleep((int)Math.Clamp(left.TotalMilliseconds, 0, SliceMs));
        }
    }
}
