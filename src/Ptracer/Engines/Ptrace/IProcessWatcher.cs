namespace Ptracer.Engines.Ptrace;

/// <summary>Hears of the processes of a session.</summary>
internal interface IProcessWatcher
{
    /// <summary>The session's first program runs.</summary>
    void Started(int processId);

    /// <summary>A process has ended, the first one included, and its last thread with it.</summary>
    /// <param name="processId">Its id.</param>
    /// <param name="status">Its wait status.</param>
    /// <param name="isFirst">Whether it is the session's first.</param>
    void Ended(int processId, int status, bool isFirst);
}
