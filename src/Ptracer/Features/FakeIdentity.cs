using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Features;

/// <summary>
/// The identity that a guest is shown (-0, -i): each thread's ids as it believes to have set them, and the owners of
/// files, where the session's own user and group appear as the chosen ones.
/// </summary>
internal sealed class FakeIdentity(uint user, uint group, uint[] groups) : IGuestObserver
{
    private readonly uint _hostUser = Unistd.geteuid();
    private readonly uint _hostGroup = Unistd.getegid();
    private Credentials[] _credentials = new Credentials[64];

    /// <summary>The ids of the thread with this index.</summary>
    public ref Credentials this[int index] => ref _credentials[index];

    public Credentials First { get; } = Credentials.Of(user, group, groups);

    /// <summary>The owner that the guest sees.</summary>
    public uint ShownUser(uint hostUser) => hostUser == _hostUser ? user : hostUser;

    public uint ShownGroup(uint hostGroup) => hostGroup == _hostGroup ? group : hostGroup;

    public uint HostUser => _hostUser;

    public uint HostGroup => _hostGroup;

    public void Born(in Birth birth)
    {
        int index = birth.Index;
        if (index >= _credentials.Length)
        {
            Array.Resize(ref _credentials, Math.Max(index + 1, _credentials.Length * 2));
        }

        _credentials[index] = birth.ParentIndex < 0 ? First : _credentials[birth.ParentIndex];
    }

    /// <summary>The effective ids become the saved and the file system's ones (execve(2)).</summary>
    public void Executed(int index)
    {
        ref Credentials ids = ref _credentials[index];
        (ids.SavedUser, ids.FileUser) = (ids.EffectiveUser, ids.EffectiveUser);
        (ids.SavedGroup, ids.FileGroup) = (ids.EffectiveGroup, ids.EffectiveGroup);
        ids.Capabilities.Execute(ids.RealUser, ids.EffectiveUser);
    }

    public void Died(int index, int process)
    {
    }
}
