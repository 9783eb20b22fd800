namespace Ptracer.Host.Http.Listeners;

/// <summary>Whether a request of ours is being answered on a connection; outside of it, Kestrel speaks for itself.</summary>
internal sealed class RequestActivity
{
    private volatile bool _isAnswering;

    /// <summary>Whether our code has the word.</summary>
    public bool IsAnswering
    {
        get => _isAnswering;
        set => _isAnswering = value;
    }
}
