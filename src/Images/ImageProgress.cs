namespace Ptracer.Images;

/// <summary>What is being done with an image.</summary>
internal enum ImageStage
{
    Download,
    Unpack,
    Pack,
}

/// <summary>How far it is.</summary>
/// <param name="Stage">What is done.</param>
/// <param name="Layer">Which layer, from 1; 0: the image's documents.</param>
/// <param name="LayerCount">Of how many.</param>
/// <param name="DoneBytes">Bytes of this layer that are done.</param>
/// <param name="TotalBytes">Of how many.</param>
internal readonly record struct ImageProgress(ImageStage Stage, int Layer, int LayerCount, long DoneBytes, long TotalBytes);
