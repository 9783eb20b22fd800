using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>Changes of states for all who watch. One who reads too slowly loses the oldest.</summary>
internal sealed class StateFeed
{
    private const int Kept = 1024;

    private readonly Lock _lock = new();
    private readonly List<Channel<StateChange>> _watchers = [];

    /// <summary>Changes from now on.</summary>
    public async IAsyncEnumerable<StateChange> Watch([EnumeratorCancellation] CancellationToken cancel)
    {
        Channel<StateChange> channel = Channel.CreateBounded<StateChange>(
            new BoundedChannelOptions(Kept) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_lock)
        {
            _watchers.Add(channel);
        }

        try
        {
            await foreach (StateChange change in channel.Reader.ReadAllAsync(cancel))
            {
                yield return change;
            }
        }
        finally
        {
            lock (_lock)
            {
                _watchers.Remove(channel);
            }
        }
    }

    /// <summary>Tells a change to all who watch.</summary>
    public void Tell(StateChange change)
    {
        lock (_lock)
        {
            _watchers.ForEach(channel => channel.Writer.TryWrite(change));
        }
    }
}
