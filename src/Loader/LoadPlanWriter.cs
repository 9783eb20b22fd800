using System.Buffers.Binary;

namespace Ptracer.Loader;

/// <summary>Lays a plan's parts down one after the other; <see cref="LoadPlan"/> tells the layout.</summary>
internal ref struct LoadPlanWriter
{
    private readonly Span<byte> _plan;
    private int _position;
    private int _strings;

    /// <summary>Starts a plan.</summary>
    /// <param name="plan">Exactly the plan's bytes.</param>
    /// <param name="stringsOffset">Where the strings start.</param>
    internal LoadPlanWriter(Span<byte> plan, int stringsOffset)
    {
        _plan = plan;
        _position = 0;
        _strings = stringsOffset;
    }

    /// <summary>Writes the 56 bytes of the header, and AT_EXECFN's string.</summary>
    internal void WriteHeader(in LoadPlanInput input, LoadPlanFlags flags, int fastOffset)
    {
        WriteUInt32(LoadPlan.Magic);
        WriteUInt32((uint)_plan.Length);
        WriteUInt32(input.Interpreter is null ? 1u : 2u);
        WriteUInt32((uint)flags);
        WriteString(input.ExecFileName);
        WriteCommandName(input.CommandName);
        ulong brkMax = input.Program.Space.BrkRandomBytes + AddressSpace.PageSizeBytes;
        WriteUInt64(AddressSpace.PageStart(Math.Min(input.BrkOffsetBytes, brkMax)));
        WriteUInt32((uint)input.AuxiliaryOverrides.Length);
        WriteUInt32((uint)fastOffset);
    }

    /// <summary>Writes the overrides.</summary>
    internal void WriteAuxiliary(ReadOnlySpan<AuxiliaryEntry> entries)
    {
        foreach (AuxiliaryEntry entry in entries)
        {
            WriteUInt64((ulong)entry.Type);
            WriteUInt64(entry.Value);
        }
    }

    /// <summary>
    /// Writes an image with its segments and its path; without any number when the process shall die.
    /// </summary>
    internal void WriteImage(LoadImage image, in Placement placement, ReadOnlySpan<byte> path, bool dies)
    {
        WriteString(path);
        if (dies)
        {
            _plan.Slice(_position, LoadPlan.ImageSizeBytes - sizeof(ulong)).Clear();
            _position += LoadPlan.ImageSizeBytes - sizeof(ulong);
            return;
        }

        WriteUInt64((ulong)placement.Kind);
        WriteUInt64(placement.BaseAddress);
        WriteUInt64(image.MinimumAddress);
        WriteUInt64(image.SpanBytes);
        WriteUInt64(image.Entry);
        WriteUInt64(image.ProgramHeadersAddress);
        WriteUInt64((ulong)image.ProgramHeaderCount);
        WriteUInt64(image.CodeStart);
        WriteUInt64(image.CodeEnd);
        WriteUInt64(image.DataStart);
        WriteUInt64(image.DataEnd);
        WriteUInt64(image.BssEnd);
        WriteUInt64((ulong)image.Segments.Length);
        WriteSegments(image.Segments);
    }

    private void WriteSegments(ReadOnlySpan<LoadSegment> segments)
    {
        foreach (ref readonly LoadSegment segment in segments)
        {
            WriteUInt64(segment.VirtualAddress);
            WriteUInt64(segment.FileOffset);
            WriteUInt64(segment.FileSize);
            WriteUInt64(segment.MemorySize);
            WriteUInt64((ulong)segment.Protection);
        }
    }

    /// <summary>Puts a string and its NUL among the strings, and its offset here.</summary>
    private void WriteString(ReadOnlySpan<byte> text)
    {
        WriteUInt64((ulong)_strings);
        text.CopyTo(_plan[_strings..]);
        _plan[_strings + text.Length] = 0;
        _strings += text.Length + 1;
    }

    private void WriteCommandName(ReadOnlySpan<byte> name)
    {
        Span<byte> field = _plan.Slice(_position, CommandName.SizeBytes);
        field.Clear();
        name[..Math.Min(name.Length, CommandName.SizeBytes - 1)].CopyTo(field);
        _position += CommandName.SizeBytes;
    }

    private void WriteUInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_plan[_position..], value);
        _position += sizeof(uint);
    }

    private void WriteUInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_plan[_position..], value);
        _position += sizeof(ulong);
    }
}
