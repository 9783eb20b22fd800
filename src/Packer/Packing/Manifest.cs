using System.Buffers;
using System.Text.Json;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>The list of what a pack holds, and for each entry why: JSON, in the pack itself.</summary>
internal static class Manifest
{
    private const uint Permissions = 0x1a4; // 0644

    private const int UsualBytes = 512; // of an entry, with room to spare

    /// <summary>Where it is in a pack.</summary>
    public static TreePath Place { get; } = TreePath.Of("/usr/share/ptracer/manifest.json");

    /// <summary>Adds it; nothing may be added behind it.</summary>
    public static void Add(PackList list)
    {
        list.Make(Place, TreeEntryType.File, Permissions, [], "this list");
        list.Replace(Place, Write(list.ToItems(0)));
    }

    private static byte[] Write(IReadOnlyList<PackItem> items)
    {
        ArrayBufferWriter<byte> buffer = new(items.Count * UsualBytes);
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("made-by", "ptracer pack");
            json.WriteStartArray("entries");
            foreach (PackItem item in items)
            {
                WriteItem(json, item);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteItem(Utf8JsonWriter json, PackItem item)
    {
        json.WriteStartObject();
        json.WriteString("path", item.Path.ToString());
        json.WriteString("type", item.Entry.Type switch
        {
            TreeEntryType.Directory => "directory",
            TreeEntryType.Link => "link",
            TreeEntryType.File => "file",
            _ => "special",
        });
        if (item.Entry.Type == TreeEntryType.File && !item.Path.Equals(Place))
        {
            json.WriteNumber("size", item.Entry.SizeBytes);
        }

        json.WriteStartArray("because");
        foreach (string reason in item.Reasons)
        {
            json.WriteStringValue(reason);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
