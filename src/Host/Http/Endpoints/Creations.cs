using System.Runtime.CompilerServices;
using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Http.Endpoints;

/// <summary>The guests that are being made, and how far each is: a resource that others can look at meanwhile.</summary>
internal sealed class Creations
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Notes that a guest is being made, until the entry is disposed.</summary>
    /// <exception cref="ProblemException">One of this name is being made already.</exception>
    public Entry Begin(string name)
    {
        lock (_lock)
        {
            Entry entry = new(this, name);
            return _entries.TryAdd(name, entry)
                ? entry
                : throw new ProblemException(409, $"{name}: a guest of this name is being made; wait for it, or choose another");
        }
    }

    /// <summary>The making of a guest; null: there is none.</summary>
    public Entry? Find(string name)
    {
        lock (_lock)
        {
            return _entries.GetValueOrDefault(name);
        }
    }

    private void End(string name)
    {
        lock (_lock)
        {
            _entries.Remove(name);
        }
    }

    /// <summary>How far the making of a guest is; the façade reports to it.</summary>
    public sealed class Entry(Creations owner, string name) : IProgress<CreationProgress>, IDisposable
    {
        private readonly Lock _lock = new();
        private TaskCompletionSource _changed = New();
        private bool _isOver;

        /// <summary>The last report.</summary>
        public CreationProgress Last { get; private set; } = new("starting", 0, null);

        /// <inheritdoc/>
        public void Report(CreationProgress value)
        {
            lock (_lock)
            {
                Last = value;
                Wake();
            }
        }

        /// <summary>Ends it: who watches is told so.</summary>
        public void Dispose()
        {
            owner.End(name);
            Close();
        }

        private void Close()
        {
            lock (_lock)
            {
                _isOver = true;
                Wake();
            }
        }

        /// <summary>The reports from now on; those that come faster than they are read are left out.</summary>
        public async IAsyncEnumerable<CreationProgress> Watch([EnumeratorCancellation] CancellationToken cancel)
        {
            while (true)
            {
                CreationProgress last;
                Task changed;
                bool isOver;
                lock (_lock)
                {
                    (last, changed, isOver) = (Last, _changed.Task, _isOver);
                }

                yield return last;
                if (isOver)
                {
                    yield break;
                }

                await changed.WaitAsync(cancel);
            }
        }

        /// <summary>The reports until a making has ended, well or not.</summary>
        public async IAsyncEnumerable<CreationProgress> Watch(
            Task making, [EnumeratorCancellation] CancellationToken cancel)
        {
            _ = making.ContinueWith(
                _ => Close(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            await foreach (CreationProgress progress in Watch(cancel))
            {
                yield return progress;
            }
        }

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

        private void Wake()
        {
            _changed.TrySetResult();
            _changed = New();
        }
    }
}
