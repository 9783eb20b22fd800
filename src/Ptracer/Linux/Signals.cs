namespace Ptracer.Linux;

/// <summary>signal.h: the signals that the engine knows by name.</summary>
[CHeader("signal.h")]
internal static class Signals
{
    public const int SIGBUS = 7;
    public const int SIGKILL = 9;
    public const int SIGSEGV = 11;
    public const int SIGTERM = 15;
    public const int SIGCHLD = 17;
    public const int SIGCONT = 18;
    public const int SIGSTOP = 19;
    public const int SIGTSTP = 20;
    public const int SIGTTIN = 21;
    public const int SIGTTOU = 22;
    public const int SIGTRAP = 5;
    public const int SIGSYS = 31;
}
