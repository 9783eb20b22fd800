namespace Ptracer.Units;

/// <summary>The kinds of directories that a service is given.</summary>
internal enum ServiceDirectoryKind
{
    /// <summary>Below /run; removed when the service stops.</summary>
    Runtime,

    /// <summary>Below /var/lib.</summary>
    State,

    /// <summary>Below /var/cache.</summary>
    Cache,

    /// <summary>Below /var/log.</summary>
    Logs,

    /// <summary>Below /etc.</summary>
    Configuration,
}
