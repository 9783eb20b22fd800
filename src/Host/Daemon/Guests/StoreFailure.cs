using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>What the system refuses the store, as its callers hear it.</summary>
internal static class StoreFailure
{
    /// <summary>Does something; an end by a signal keeps its status.</summary>
    /// <exception cref="ControlException">The system refuses it.</exception>
    public static T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (PtracerException failure) when (failure.Status == PtracerException.Failed)
        {
            throw new ControlException(ControlError.Failed, failure.Message);
        }
    }
}
