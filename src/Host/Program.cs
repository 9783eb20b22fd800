using Ptracer.Host.Cli;
using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host;

internal static class Program
{
    private static int Main()
    {
        try
        {
            IReadOnlyList<byte[]> words = ProcessArguments.Read();
            return Verbs.Find(words).Run();
        }
        catch (PtracerException failure)
        {
            return Terminal.Fail(failure.Status, failure.Message);
        }
        catch (ControlException refusal)
        {
            return Terminal.Fail(PtracerException.Failed, refusal.Message);
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            return Terminal.Fail(
                PtracerException.Failed,
                $"internal error: {bug.GetType().Name}: {bug.Message}; this is a bug of ptracer, please report it");
        }
    }
}
