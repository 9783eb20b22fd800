using System.Text;
using Ptracer.Packer.Packing;
using Ptracer.Packer.Trees;

namespace Images.Tests.Harness;

/// <summary>Tar archives with anything in them, for what no tar program would write.</summary>
internal sealed class TarBuilder
{
    private readonly List<byte> _bytes = [];

    public TarBuilder Add(char type, string name, string content = "", string link = "", uint mode = 0x1ed, uint owner = 0)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        byte[] block = new byte[TarHeader.BlockBytes];
        TreeEntry entry = new(TreeEntryType.File, mode, owner, owner, 1_000_000_000, 0, 0, default);
        TarHeader.Write(block, type, Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(link), entry, bytes.Length);
        _bytes.AddRange(block);
        _bytes.AddRange(bytes);
        _bytes.AddRange(new byte[-bytes.Length & 511]);
        return this;
    }

    public TarBuilder File(string name, string content = "content") => Add('0', name, content);

    public TarBuilder Folder(string name) => Add('5', name);

    public TarBuilder Link(string name, string text) => Add('2', name, link: text);

    public TarBuilder HardLink(string name, string target) => Add('1', name, link: target);

    public TarBuilder Pax(params (string Key, string Value)[] records)
    {
        List<byte> content = [];
        foreach ((string key, string value) in records)
        {
            PaxRecords.Add(content, key, Encoding.UTF8.GetBytes(value));
        }

        return Add('x', "pax", Encoding.UTF8.GetString([.. content]));
    }

    public byte[] Bytes() => [.. _bytes, .. new byte[1024]];

    public string WriteTo(string path)
    {
        System.IO.File.WriteAllBytes(path, Bytes());
        return path;
    }
}
