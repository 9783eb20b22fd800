namespace Ptracer.Packer.Archives;

/// <summary>
/// One member as its headers tell it, nothing checked but that they can be read: ustar, GNU long names and pax records
/// are one here.
/// </summary>
internal sealed class TarRecord
{
    /// <summary>The type flag, <c>0</c> for a regular file however it was written.</summary>
    public char Type { get; set; }

    public byte[] Name { get; set; } = [];

    /// <summary>A link's text or a hard link's target.</summary>
    public byte[] LinkName { get; set; } = [];

    public long Mode { get; set; }

    public long Owner { get; set; }

    public long Group { get; set; }

    public long SizeBytes { get; set; }

    public long ModifiedSeconds { get; set; }

    public int ModifiedNanoseconds { get; set; }

    /// <summary>A device node's number.</summary>
    public uint DeviceMajor { get; set; }

    public uint DeviceMinor { get; set; }

    /// <summary>Extended attributes: names and values, as bytes.</summary>
    public IReadOnlyList<(byte[] Name, byte[] Value)> Attributes { get; set; } = [];

    /// <summary>For a sparse file (type <c>S</c>): what of it is stored; the rest is zeros.</summary>
    public SparseMap? Sparse { get; set; }
}
