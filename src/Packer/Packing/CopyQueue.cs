using System.Runtime.ExceptionServices;
using Ptracer.Linux;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>
/// Fills new files on a second thread, while the first makes the next ones: the kernel takes as long for a new name as for
/// the content behind it. Files are handed over by the batch, since waking a thread costs more than copying a small file.
/// </summary>
/// <param name="output">As the user named it, for messages.</param>
internal sealed class CopyQueue(string output) : IDisposable
{
    // Each file has two descriptors open; 1024 is the usual limit of a process.
    private const int BatchFiles = 24;
    private const int MaxBatches = 4;

    private readonly FileCopy _copy = new(output);
    private readonly object _lock = new();
    private readonly Queue<List<NewFile>> _batches = new();
    private List<NewFile> _next = [];
    private Thread? _thread;
    private ExceptionDispatchInfo? _failure;
    private bool _isComplete;

    /// <summary>Takes a file over; its descriptor is closed when it is done.</summary>
    /// <param name="item">Its place, what it becomes, and what is copied.</param>
    /// <param name="to">The new file, open for writing, at its start.</param>
    /// <exception cref="PtracerException">A file before it could not be copied.</exception>
    public void Add(PackItem item, int to)
    {
        try
        {
            _next.Add(new NewFile(item.Open(), to, item));
        }
        catch (PtracerException)
        {
            Unistd.close(to);
            throw;
        }

        if (_next.Count == BatchFiles)
        {
            Send();
        }
    }

    /// <summary>Waits until all is copied.</summary>
    /// <exception cref="PtracerException">Something could not be copied.</exception>
    public void Complete()
    {
        Send();
        End();
        _failure?.Throw();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _failure ??= ExceptionDispatchInfo.Capture(new OperationCanceledException());
        End();
        _next.ForEach(file => file.Close());
    }

    private void Send()
    {
        lock (_lock)
        {
            _thread ??= Start();
            while (_batches.Count == MaxBatches && _failure is null)
            {
                Monitor.Wait(_lock);
            }

            _failure?.Throw();
            _batches.Enqueue(_next);
            _next = [];
            Monitor.PulseAll(_lock);
        }
    }

    private Thread Start()
    {
        Thread thread = new(Run);
        thread.Start();
        return thread;
    }

    private void End()
    {
        lock (_lock)
        {
            _isComplete = true;
            Monitor.PulseAll(_lock);
        }

        _thread?.Join();
        _thread = null;
    }

    private void Run()
    {
        while (Receive() is { } batch)
        {
            foreach (NewFile file in batch)
            {
                Finish(file);
            }
        }
    }

    private List<NewFile>? Receive()
    {
        lock (_lock)
        {
            List<NewFile>? batch;
            while (!_batches.TryDequeue(out batch) && !_isComplete)
            {
                Monitor.Wait(_lock);
            }

            Monitor.PulseAll(_lock);
            return batch;
        }
    }

    private void Finish(NewFile file)
    {
        try
        {
            if (Volatile.Read(ref _failure) is null)
            {
                _copy.Copy(file.From, file.To, file.Item.Path);
                DirectoryMetadata.Set(output, file.Item.Path, file.To, file.Item.Entry);
                if (file.Item.Path.Equals(Manifest.Place))
                {
                    DiskSync.Wait(output, file.To);
                }
            }
        }
        catch (PtracerException failure)
        {
            Volatile.Write(ref _failure, ExceptionDispatchInfo.Capture(failure)); // told by whoever adds or completes
        }
        finally
        {
            file.Close();
        }
    }

    /// <summary>A file that is to be filled.</summary>
    private readonly record struct NewFile(ITreeFile From, int To, PackItem Item)
    {
        public void Close()
        {
            From.Dispose();
            Unistd.close(To);
        }
    }
}
