namespace Ptracer.Packer.Trees;

/// <summary>A file that lies in one piece in a file of this machine, so that the kernel can copy it by itself.</summary>
internal interface IDescriptorFile : ITreeFile
{
    /// <summary>Open for reading; it stays the owner's.</summary>
    int Descriptor { get; }

    /// <summary>Where the content begins, bytes.</summary>
    long Start { get; }
}
