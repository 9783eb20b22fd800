using Ptracer.Guest;
using Ptracer.Paths;

namespace Ptracer;

/// <summary>Lets path resolution ask the engine about processes: neither layer knows the other.</summary>
internal sealed class SessionProcesses(IGuestProcessTable engine) : IGuestProcesses
{
    public bool IsTracee(int id) => engine.IsTracee(id);

    public int ExecutableDescriptor(int id) => engine.ExecutableDescriptor(id);

    public bool IsRunning(ulong device, ulong inode) => engine.IsRunning(device, inode);

    public bool HasShortAddresses(int id) => engine.HasShortAddresses(id);

    public int IndexOf(int id) => engine.IndexOf(id);
}
