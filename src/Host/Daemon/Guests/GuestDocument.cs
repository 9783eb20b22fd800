using System.Text.Json;
using System.Text.Json.Serialization;
using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>guest.json. Fields that this version does not know are kept when it is written again.</summary>
internal sealed class GuestDocument
{
    /// <summary>The file's name.</summary>
    public const string FileName = "guest.json";

    /// <summary>Its size at most, bytes.</summary>
    public const int LimitBytes = 1024 * 1024;

    /// <summary>The version that this program writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The form of the file.</summary>
    public int Version { get; set; }

    /// <summary>When the guest was made.</summary>
    public DateTimeOffset Created { get; set; }

    /// <summary>The rootfs used in place; absent: the guest's own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rootfs { get; set; }

    /// <summary><see cref="GuestSettings.Bindings"/>.</summary>
    public List<string>? Bindings { get; set; }

    /// <summary><see cref="GuestSettings.Identity"/>.</summary>
    public string? Identity { get; set; }

    /// <summary><see cref="GuestSettings.Environment"/>.</summary>
    public List<string>? Environment { get; set; }

    /// <summary><see cref="GuestSettings.Limits"/>.</summary>
    public Dictionary<string, string>? Limits { get; set; }

    /// <summary><see cref="GuestSettings.Ports"/>.</summary>
    public List<string>? Ports { get; set; }

    /// <summary><see cref="GuestSettings.KernelRelease"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? KernelRelease { get; set; }

    /// <summary><see cref="GuestSettings.Autostart"/>.</summary>
    public bool Autostart { get; set; } = true;

    /// <summary>The image that the guest was made of; absent: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImageDefaults? Image { get; set; }

    /// <summary>What other versions have written.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }

    /// <summary>Reads a file's content.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="path">For messages.</param>
    /// <exception cref="ControlException">It is malformed, or of a newer version.</exception>
    public static GuestDocument Parse(byte[] content, string path)
    {
        GuestDocument? document;
        try
        {
            document = JsonSerializer.Deserialize(content, GuestJson.Default.GuestDocument);
        }
        catch (JsonException wrong)
        {
            string place = wrong.LineNumber is { } line ? $"line {line + 1}, byte {(wrong.BytePositionInLine ?? 0) + 1}" : "its form";
            throw Malformed(path, wrong.Path is { Length: > 1 } field ? $"{place} ({field})" : place);
        }

        return document is null || document.Version < 1 ? throw Malformed(path, "its version")
            : document.Version > CurrentVersion
                ? throw new ControlException(ControlError.Failed, $"{path}: written by a newer ptracer; use that one")
            : document.HasNull ? throw Malformed(path, "a null in a list")
            : document;
    }

    /// <summary>The file's content.</summary>
    public byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, GuestJson.Default.GuestDocument), (byte)'\n'];

    /// <summary>The settings in it.</summary>
    [JsonIgnore]
    public GuestSettings Settings
    {
        get => new()
        {
            Bindings = Bindings ?? [],
            Identity = Identity ?? "0:0",
            Environment = Environment ?? [],
            Limits = Limits ?? [],
            Ports = Ports ?? [],
            KernelRelease = KernelRelease,
            Autostart = Autostart,
        };
        set
        {
            Bindings = [.. value.Bindings];
            Identity = value.Identity;
            Environment = [.. value.Environment];
            Limits = new Dictionary<string, string>(value.Limits);
            Ports = [.. value.Ports];
            KernelRelease = value.KernelRelease;
            Autostart = value.Autostart;
        }
    }

    // The serializer takes a null for any text.
    private bool HasNull =>
        (Bindings ?? []).Contains(null!) || (Environment ?? []).Contains(null!) || (Ports ?? []).Contains(null!) ||
        (Limits ?? []).ContainsValue(null!) || Image is { HasNull: true };

    private static ControlException Malformed(string path, string place) =>
        new(ControlError.Failed, $"{path}: malformed at {place}; correct it, or remove the guest (ptracer guest rm)");
}

/// <summary>How guest.json and the answers for programs are written: no reflection, so that it works in the static binary.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, ReadCommentHandling = JsonCommentHandling.Skip)]
[JsonSerializable(typeof(GuestDocument))]
[JsonSerializable(typeof(ImageDefaults))]
[JsonSerializable(typeof(GuestInfo))]
[JsonSerializable(typeof(IReadOnlyList<GuestInfo>))]
internal sealed partial class GuestJson : JsonSerializerContext;
