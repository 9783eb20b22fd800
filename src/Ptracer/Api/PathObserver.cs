using Ptracer.Guest;
using Ptracer.Paths;

namespace Ptracer;

/// <summary>Tells path translation of processes that come and go.</summary>
internal sealed class PathObserver(PathTranslator paths) : IGuestObserver
{
    public void Born(in Birth birth)
    {
        if (birth.ParentIndex >= 0 && birth.Process != birth.ParentProcess)
        {
            paths.Hints.Copy(birth.ParentProcess, birth.Process);
            paths.Roots.Copy(birth.ParentProcess, birth.Process);
            paths.Fast?.Copy(birth.ParentProcess, birth.Process);
            if (birth.SharesDirectory)
            {
                paths.WorkingDirectories.TurnOff();
            }
        }
    }

    public void Executed(int index)
    {
    }

    public void Died(int index, int process)
    {
        if (process != 0)
        {
            paths.Hints.Forget(process);
            paths.Roots.Forget(process);
            paths.Fast?.Forget(process);
            paths.WorkingDirectories.Forget(process);
        }
    }
}
