using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Posix;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>Work on a loop for those on other threads; what the place refuses becomes a <see cref="ControlException"/>.</summary>
internal static class LoopCalls
{
    /// <summary>Does something on a loop and answers its result.</summary>
    public static Task<T> Call<T>(this EventLoop loop, Func<T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(() => Attempt(done, () => done.TrySetResult(work())));
        return done.Task;
    }

    /// <summary>Begins something on a loop that ends later.</summary>
    public static Task<T> Call<T>(this EventLoop loop, Action<TaskCompletionSource<T>> begin, CancellationToken cancel)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        cancel.Register(() => done.TrySetCanceled(cancel));
        loop.Post(() => Attempt(done, () => begin(done)));
        return done.Task;
    }

    private static void Attempt<T>(TaskCompletionSource<T> done, Action work)
    {
        try
        {
            work();
        }
        catch (Exception failure) when (failure is ControlException or PtracerException)
        {
            done.TrySetException(failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or PosixException)
        {
            done.TrySetException(new ControlException(ControlError.Failed, failure.Message));
        }
    }
}
