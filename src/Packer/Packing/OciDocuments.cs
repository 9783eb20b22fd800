using System.Globalization;
using System.Text.Json;

namespace Ptracer.Packer.Packing;

/// <summary>A file of an image that is named by its digest.</summary>
/// <param name="Hash">SHA-256, 64 hexadecimal digits.</param>
/// <param name="SizeBytes">Its size.</param>
internal readonly record struct OciBlob(string Hash, long SizeBytes);

/// <summary>The JSON documents of an image (OCI image specification: config.md, manifest.md, image-index.md).</summary>
/// <param name="settings">What the image says of itself.</param>
/// <param name="created">Its date.</param>
internal sealed class OciDocuments(ImageSettings settings, DateTimeOffset created)
{
    private const string TypePrefix = "application/vnd.oci.image.";

    private readonly string _created = created.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The file <c>oci-layout</c>.</summary>
    public static byte[] Layout() => Document(static json => json.WriteString("imageLayoutVersion", "1.0.0"));

    /// <summary>What the image is and runs.</summary>
    /// <param name="layerContentHash">The digest of the layer's tar archive, uncompressed.</param>
    public byte[] Config(string layerContentHash) => Document(json =>
    {
        json.WriteString("created", _created);
        json.WriteString("architecture", settings.Architecture);
        json.WriteString("os", "linux");
        json.WriteStartObject("config");
        WriteWords(json, "Env", settings.Environment);
        WriteWords(json, "Entrypoint", settings.Entrypoint);
        WriteWords(json, "Cmd", settings.Command);
        WriteText(json, "WorkingDir", settings.WorkingDirectory);
        WriteText(json, "User", settings.User);
        WriteText(json, "StopSignal", settings.StopSignal);
        WriteNames(json, "ExposedPorts", settings.ExposedPorts);
        WriteNames(json, "Volumes", settings.Volumes);
        WriteLabels(json);
        json.WriteEndObject();
        json.WriteStartObject("rootfs");
        json.WriteString("type", "layers");
        WriteWords(json, "diff_ids", ["sha256:" + layerContentHash]);
        json.WriteEndObject();
        json.WriteStartArray("history");
        json.WriteStartObject();
        json.WriteString("created", _created);
        json.WriteString("created_by", "ptracer pack");
        json.WriteEndObject();
        json.WriteEndArray();
    });

    /// <summary>What the image is made of.</summary>
    public static byte[] Manifest(OciBlob config, OciBlob layer) => Document(json =>
    {
        json.WriteNumber("schemaVersion", 2);
        json.WriteString("mediaType", TypePrefix + "manifest.v1+json");
        json.WriteStartObject("config");
        WriteDescriptor(json, "config.v1+json", config);
        json.WriteEndObject();
        json.WriteStartArray("layers");
        json.WriteStartObject();
        WriteDescriptor(json, "layer.v1.tar+gzip", layer);
        json.WriteEndObject();
        json.WriteEndArray();
    });

    /// <summary>The file <c>index.json</c>: where a reader starts.</summary>
    public byte[] Index(OciBlob manifest) => Document(json =>
    {
        json.WriteNumber("schemaVersion", 2);
        json.WriteString("mediaType", TypePrefix + "index.v1+json");
        json.WriteStartArray("manifests");
        json.WriteStartObject();
        WriteDescriptor(json, "manifest.v1+json", manifest);
        json.WriteStartObject("platform");
        json.WriteString("architecture", settings.Architecture);
        json.WriteString("os", "linux");
        json.WriteEndObject();
        json.WriteStartObject("annotations");
        json.WriteString("org.opencontainers.image.ref.name", settings.Reference);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    });

    private static byte[] Document(Action<Utf8JsonWriter> members)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteDescriptor(Utf8JsonWriter json, string type, OciBlob blob)
    {
        json.WriteString("mediaType", TypePrefix + type);
        json.WriteString("digest", "sha256:" + blob.Hash);
        json.WriteNumber("size", blob.SizeBytes);
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        if (text.Length > 0)
        {
            json.WriteString(name, text);
        }
    }

    // A set, as Go writes one.
    private static void WriteNames(Utf8JsonWriter json, string name, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (string member in names)
        {
            json.WriteStartObject(member);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteLabels(Utf8JsonWriter json)
    {
        if (settings.Labels.Count == 0)
        {
            return;
        }

        json.WriteStartObject("Labels");
        foreach ((string name, string value) in settings.Labels.OrderBy(static label => label.Key, StringComparer.Ordinal))
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    private static void WriteWords(Utf8JsonWriter json, string name, IReadOnlyList<string> words)
    {
        if (words.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (string word in words)
        {
            json.WriteStringValue(word);
        }

        json.WriteEndArray();
    }
}
