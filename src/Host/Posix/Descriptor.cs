using Ptracer.Linux;

namespace Ptracer.Host.Posix;

/// <summary>An open file of the kernel, closed with it. All are close-on-exec: a launch names what it passes on.</summary>
internal sealed class Descriptor(int number) : IDisposable
{
    private int _number = number;

    /// <summary>Its number, or -1 when it is closed.</summary>
    public int Number => _number;

    /// <summary>Takes over a call's result.</summary>
    /// <exception cref="PosixException">The call failed.</exception>
    public static Descriptor From(long result, string what) => new((int)PosixException.Check(result, what));

    /// <summary>Gives the number away: it is no longer closed here.</summary>
    public int Release() => Interlocked.Exchange(ref _number, -1);

    /// <inheritdoc/>
    public void Dispose()
    {
        int number = Release();
        if (number >= 0)
        {
            Unistd.close(number);
        }
    }
}
