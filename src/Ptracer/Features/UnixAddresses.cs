namespace Ptracer.Features;

/// <summary>
/// The addresses of AF_UNIX sockets as guests gave them, by the bytes that the kernel was given instead: it is those that
/// the kernel tells when asked for a socket's or a peer's address.
/// </summary>
internal sealed class UnixAddresses
{
    private readonly Dictionary<byte[], byte[]> _given = new(ByteComparer.Instance);
    private readonly Dictionary<byte[], byte[]>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly Dictionary<(ulong Device, ulong Inode), int> _directories = [];

    public UnixAddresses() => _lookup = _given.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>Remembers what a bound socket was called.</summary>
    public void Remember(ReadOnlySpan<byte> hostPath, ReadOnlySpan<byte> guestPath)
    {
        if (!hostPath.SequenceEqual(guestPath))
        {
            _lookup[hostPath] = guestPath.ToArray();
        }
    }

    public bool TryFind(ReadOnlySpan<byte> hostPath, out ReadOnlySpan<byte> guestPath)
    {
        bool found = _lookup.TryGetValue(hostPath, out byte[]? path);
        guestPath = path;
        return found;
    }

    /// <summary>
    /// The session's descriptor of a directory, by its identity: a socket bound through it keeps an address that stays
    /// unique, since the descriptor stays open.
    /// </summary>
    public bool TryGetDirectory(ulong device, ulong inode, out int descriptor) =>
        _directories.TryGetValue((device, inode), out descriptor);

    public void AddDirectory(ulong device, ulong inode, int descriptor) => _directories[(device, inode)] = descriptor;

    private sealed class ByteComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly ByteComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            HashCode hash = default;
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }
    }
}
