using Ptracer.Host.Posix;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>
/// The descriptors that a service has stored with its keeper (FDSTORE=1 of sd_notify(3)); it gets them again at its next
/// start.
/// </summary>
internal sealed class StoredFiles(uint limit)
{
    private readonly List<(string Name, Descriptor File)> _files = [];

    /// <summary>How many there are.</summary>
    public int Count => _files.Count;

    /// <summary>Them, by name.</summary>
    public IEnumerable<(string Name, int File)> All => _files.Select(file => (file.Name, file.File.Number));

    /// <summary>Does what a message says of them; descriptors that are not kept are closed.</summary>
    public void Take(NotifyMessage message, List<Descriptor> files)
    {
        string name = message.Text("FDNAME") ?? "stored";
        if (message.Says("FDSTOREREMOVE"))
        {
            foreach ((string Name, Descriptor File) file in _files.Where(file => file.Name == name).ToArray())
            {
                _files.Remove(file);
                file.File.Dispose();
            }
        }

        bool stores = message.Says("FDSTORE");
        foreach (Descriptor file in files)
        {
            if (stores && _files.Count < limit)
            {
                _files.Add((name, file));
            }
            else
            {
                file.Dispose();
            }
        }
    }

    /// <summary>Closes them all.</summary>
    public void Clear()
    {
        _files.ForEach(file => file.File.Dispose());
        _files.Clear();
    }
}
