namespace Ptracer.Loader;

/// <summary>Where an image goes: the rules of load_elf_binary ("PIE handling") and load_elf_interp.</summary>
internal readonly struct Placement
{
    private Placement(PlacementKind kind, ulong baseAddress, LoadDefect defect)
    {
        Kind = kind;
        BaseAddress = baseAddress;
        Defect = defect;
    }

    /// <summary>How the address is found.</summary>
    internal PlacementKind Kind { get; }

    /// <summary>For a hint, where the page of <see cref="LoadImage.MinimumAddress"/> shall go; else 0.</summary>
    internal ulong BaseAddress { get; }

    /// <summary>The image's own defect, or <see cref="LoadDefect.NoPlace"/>.</summary>
    internal LoadDefect Defect { get; }

    /// <summary>Finds the place of a program or an interpreter.</summary>
    /// <param name="image">The file.</param>
    /// <param name="randomPages">Random bits; the low ones count pages above the base of a PIE.</param>
    /// <param name="randomization">Whether those bits are used.</param>
    internal static Placement Of(LoadImage image, ulong randomPages, AddressRandomization randomization)
    {
        if (image.Defect != LoadDefect.None || image.Type == ElfType.Exec)
        {
            return new(PlacementKind.Fixed, 0, image.Defect);
        }

        // The interpreter, and a static PIE (which may be an interpreter run by hand), go where mmap puts libraries.
        bool wantsMoreThanPages = image.Alignment > AddressSpace.PageSizeBytes;
        if (image.Role == ElfRole.Interpreter || (!image.HasInterpreter && !wantsMoreThanPages))
        {
            return new(PlacementKind.Anywhere, 0, LoadDefect.None);
        }

        return Hint(image, randomization == AddressRandomization.Enabled ? randomPages : 0);
    }

    private static Placement Hint(LoadImage image, ulong randomPages)
    {
        AddressSpace space = image.Space;
        ulong wanted = space.DynamicBase
            + (randomPages & (space.RandomPages - 1)) * AddressSpace.PageSizeBytes;
        if (image.Alignment != 0)
        {
            wanted &= ~(image.Alignment - 1);
        }

        // The kernel aligns the place of the first segment, then lowers the bias by its address.
        ulong bias = unchecked(AddressSpace.PageStart(wanted - image.Segments[0].VirtualAddress));
        ulong baseAddress = unchecked(bias + image.MinimumAddress);
        bool fits = baseAddress >= AddressSpace.MinimumAddress
            && space.Contains(baseAddress, image.SpanBytes);
        return fits
            ? new(PlacementKind.Hint, baseAddress, LoadDefect.None)
            : new(PlacementKind.Fixed, 0, LoadDefect.NoPlace);
    }
}
