namespace Ptracer.Images.Layouts;

/// <summary>A place with the JSON documents of images: a layout, a registry.</summary>
internal interface IImageDocuments
{
    /// <summary>The place, for messages.</summary>
    string Name { get; }

    /// <summary>A manifest or an index; its size and digest are checked.</summary>
    /// <exception cref="PtracerException">It is not there, or is another.</exception>
    byte[] ReadManifest(ImageDescriptor descriptor);

    /// <summary>A config; its size and digest are checked.</summary>
    /// <exception cref="PtracerException">It is not there, or is another.</exception>
    byte[] ReadConfig(ImageDescriptor descriptor);
}
