namespace Ptracer.Units;

/// <summary>The settings of [Socket] that become options of sockets, FIFOs and message queues.</summary>
internal sealed class SocketOptions
{
    /// <summary>Reads them.</summary>
    public SocketOptions(SettingReader settings)
    {
        Protocol = ReadProtocol(settings);
        BindToDevice = settings.Text("BindToDevice");
        KeepAlive = settings.Flag("KeepAlive");
        KeepAliveTime = settings.Time("KeepAliveTimeSec", UnitTime.Zero);
        KeepAliveInterval = settings.Time("KeepAliveIntervalSec", UnitTime.Zero);
        KeepAliveProbes = settings.Count("KeepAliveProbes", 0);
        NoDelay = settings.Flag("NoDelay");
        DeferAccept = settings.Time("DeferAcceptSec", UnitTime.Zero);
        Priority = settings.Integer("Priority");
        ReceiveBuffer = ReadSize(settings, "ReceiveBuffer");
        SendBuffer = ReadSize(settings, "SendBuffer");
        IPTOS = settings.Last("IPTOS", ParseTos, "Failed to parse IP TOS value");
        IPTTL = settings.Integer("IPTTL");
        Mark = settings.Integer("Mark");
        PipeSize = ReadSize(settings, "PipeSize");
        FreeBind = settings.Flag("FreeBind");
        Transparent = settings.Flag("Transparent");
        Broadcast = settings.Flag("Broadcast");
        PassCredentials = settings.Flag("PassCredentials");
        PassSecurity = settings.Flag("PassSecurity");
        PassPacketInfo = settings.Flag("PassPacketInfo");
        TCPCongestion = settings.Text("TCPCongestion");
        ReusePort = settings.Flag("ReusePort");
        MessageQueueMaxMessages = settings.Last("MessageQueueMaxMessages", text => Numbers.Signed(text), "Failed to parse long value");
        MessageQueueMessageSize = settings.Last("MessageQueueMessageSize", text => Numbers.Signed(text), "Failed to parse long value");
    }

    /// <summary><c>udplite</c>, <c>sctp</c>, or null.</summary>
    public string? Protocol { get; }

    public string? BindToDevice { get; }

    public bool KeepAlive { get; }

    public UnitTime KeepAliveTime { get; }

    public UnitTime KeepAliveInterval { get; }

    public uint KeepAliveProbes { get; }

    public bool NoDelay { get; }

    public UnitTime DeferAccept { get; }

    public int? Priority { get; }

    /// <summary>In bytes.</summary>
    public ulong? ReceiveBuffer { get; }

    /// <summary>In bytes.</summary>
    public ulong? SendBuffer { get; }

    public int? IPTOS { get; }

    public int? IPTTL { get; }

    public int? Mark { get; }

    /// <summary>In bytes.</summary>
    public ulong? PipeSize { get; }

    public bool FreeBind { get; }

    public bool Transparent { get; }

    public bool Broadcast { get; }

    public bool PassCredentials { get; }

    public bool PassSecurity { get; }

    public bool PassPacketInfo { get; }

    public string? TCPCongestion { get; }

    public bool ReusePort { get; }

    public long? MessageQueueMaxMessages { get; }

    public long? MessageQueueMessageSize { get; }

    private static ulong? ReadSize(SettingReader settings, string key)
    {
        ulong? result = null;
        foreach (Assignment assignment in settings.Of(key))
        {
            if (Numbers.Size(assignment.Value) is { } size)
            {
                result = size;
            }
            else
            {
                settings.Warn(assignment, $"Failed to parse size value '{assignment.Value}', ignoring: Invalid argument");
            }
        }

        return result;
    }

    private static string? ReadProtocol(SettingReader settings)
    {
        string? result = null;
        foreach (Assignment assignment in settings.Of("SocketProtocol"))
        {
            if (assignment.Value is "" or "udplite" or "sctp")
            {
                result = assignment.Value.Length == 0 ? null : assignment.Value;
            }
            else
            {
                settings.Warn(assignment, $"Failed to parse socket protocol, ignoring: {assignment.Value}");
            }
        }

        return result;
    }

    private static int? ParseTos(string text) => text switch
    {
        "low-delay" => 0x10,
        "throughput" => 0x08,
        "reliability" => 0x04,
        "low-cost" => 0x02,
        _ => Numbers.Signed(text, 0, byte.MaxValue),
    };
}
