using System.Text.Json;
using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>What an image says of how it is run; kept in guest.json, and beside what is pulled.</summary>
internal sealed class ImageDefaults
{
    /// <summary>The image, as it was named.</summary>
    public string? Name { get; set; }

    /// <summary>Its manifest's digest.</summary>
    public string? Digest { get; set; }

    /// <summary>Each <c>NAME=value</c>.</summary>
    public List<string>? Environment { get; set; }

    /// <summary>What is executed; the words of <see cref="Command"/> follow.</summary>
    public List<string>? Entrypoint { get; set; }

    /// <summary>The command, or its words.</summary>
    public List<string>? Command { get; set; }

    /// <summary>Where it starts; empty: <c>/</c>.</summary>
    public string? WorkingDirectory { get; set; }

    /// <summary><c>user</c> or <c>user:group</c>, names or ids; empty: root.</summary>
    public string? User { get; set; }

    /// <summary>Whether a list has a null, which the serializer takes for a text.</summary>
    internal bool HasNull =>
        (Environment ?? []).Contains(null!) || (Entrypoint ?? []).Contains(null!) || (Command ?? []).Contains(null!);

    /// <summary>Reads a file's content.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="path">For messages.</param>
    /// <exception cref="PtracerException">It is malformed.</exception>
    public static ImageDefaults Parse(byte[] content, string path)
    {
        try
        {
            if (JsonSerializer.Deserialize(content, GuestJson.Default.ImageDefaults) is { HasNull: false } image)
            {
                return image;
            }
        }
        catch (JsonException)
        {
            // As malformed as a null.
        }

        throw new PtracerException($"{path}: malformed; remove it, and pull the image again");
    }

    /// <summary>The file's content.</summary>
    public byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, GuestJson.Default.ImageDefaults), (byte)'\n'];

    /// <summary>Settings with the image's variables beneath their own.</summary>
    /// <exception cref="ControlException">A variable of the image is none.</exception>
    public GuestSettings Beneath(GuestSettings settings)
    {
        HashSet<string> own = [.. GuestSettingsCheck.Environment(settings).Select(static variable => variable.Key)];
        return GuestSettingsCheck.Checked(settings with
        {
            Environment =
            [
                .. (Environment ?? []).Where(variable => !own.Contains(variable.Split('=')[0])),
                .. settings.Environment,
            ],
        });
    }
}
