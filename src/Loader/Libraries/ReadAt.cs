namespace Ptracer.Loader;

/// <summary>
/// Reads a file at an offset: as many bytes as there are, up to the buffer's length. What this layer knows of a file.
/// </summary>
internal delegate int ReadAt(Span<byte> buffer, long offset);
