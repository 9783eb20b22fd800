using System.Text;

namespace Ptracer.Packer.Packing;

/// <summary>Where an output goes: a directory that is there, and a new name in it.</summary>
/// <param name="Parent">The directory's path.</param>
/// <param name="Name">The name, with its NUL.</param>
internal readonly record struct OutputName(string Parent, byte[] Name)
{
    /// <summary>Takes a path apart.</summary>
    /// <exception cref="PtracerException">It ends in no name.</exception>
    public static OutputName Of(string path)
    {
        string trimmed = path.TrimEnd('/');
        int slash = trimmed.LastIndexOf('/');
        string name = trimmed[(slash + 1)..];
        return name is "" or "." or ".."
            ? throw new PtracerException($"{path}: not a name to write to; give a new name")
            : new OutputName(slash < 0 ? "." : trimmed[..(slash + 1)], Encoding.UTF8.GetBytes(name + "\0"));
    }
}
