namespace Ptracer.Host.Daemon;

/// <summary>Signals that a service manager sends, by their x86 numbers (signal(7)).</summary>
internal static class Signals
{
    public const int Hangup = 1;
    public const int Interrupt = 2;
    public const int Abort = 6;
    public const int Kill = 9;
    public const int Pipe = 13;
    public const int Terminate = 15;
    public const int Continue = 18;
}
