namespace Ptracer.Loader;

/// <summary>What a <see cref="LoadDefect"/> means to people.</summary>
internal static class LoadDefects
{
    /// <summary>A clause for a message, to be read after the file's name.</summary>
    internal static string Describe(this LoadDefect defect) => defect switch
    {
        LoadDefect.None => "can be loaded",
        LoadDefect.NoMemory => "has no loadable segment",
        LoadDefect.InterpreterType => "is neither a program nor a shared object",
        LoadDefect.OffsetNotCongruent => "has a segment whose file offset does not fit its address",
        LoadDefect.FileRangeTooLarge => "has a segment beyond any possible end of file",
        LoadDefect.FileSizeExceedsMemorySize => "has a segment that is larger in the file than in memory",
        LoadDefect.OutsideUserSpace => "has a segment outside the address space of a process",
        LoadDefect.EntryOutsideUserSpace => "has its entry point outside the address space of a process",
        LoadDefect.FirstSegmentWithoutFile => "starts with a segment that is not in the file",
        LoadDefect.NoPlace => "asks for an alignment or a size that no address can satisfy",
        _ => "cannot be loaded",
    };
}
