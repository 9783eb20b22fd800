namespace Ptracer.Loader;

/// <summary>The bytes of PT_INTERP, read as load_elf_binary of fs/binfmt_elf.c reads them.</summary>
internal static class InterpreterPath
{
    /// <summary>
    /// Takes the p_filesz bytes at p_offset: the last must be NUL, and the path ends at the first. Errors: ENOEXEC when
    /// the last byte is not NUL, EACCES when the path is empty. If fewer bytes could be read than p_filesz, the error
    /// is the caller's to find: <see cref="LoadError.ShortRead"/>, EIO.
    /// </summary>
    internal static LoadError TryRead(ReadOnlySpan<byte> ptInterpBytes, out ReadOnlySpan<byte> pathWithoutNul)
    {
        pathWithoutNul = default;
        if (ptInterpBytes.Length is < 2 or > ProgramHeaders.MaxInterpreterPathSizeBytes || ptInterpBytes[^1] != 0)
        {
            return LoadError.BadInterpreterPath;
        }

        ReadOnlySpan<byte> path = ptInterpBytes[..ptInterpBytes.IndexOf((byte)0)];
        if (path.IsEmpty)
        {
            return LoadError.EmptyInterpreterPath;
        }

        pathWithoutNul = path;
        return LoadError.None;
    }
}
