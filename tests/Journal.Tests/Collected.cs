using System.Text;

namespace Ptracer.Journal.Tests;

/// <summary>A sink that keeps what it takes, as text.</summary>
internal sealed class Collected : IJournalSink
{
    public List<Item> Items { get; } = [];

    public void Append(in JournalRecord record) => Items.Add(new Item(
        Encoding.Latin1.GetString(record.Message),
        Encoding.Latin1.GetString(record.Identifier),
        record.Pid,
        record.Priority,
        record.Facility,
        record.LineBreak,
        string.Join(' ', record.Fields.ToArray().Select(
            field => Encoding.Latin1.GetString(field.Name.Span) + "=" + Encoding.Latin1.GetString(field.Value.Span)))));

    internal sealed record Item(string Message, string Identifier, int Pid, int Priority, int Facility, LineBreak LineBreak, string Fields);
}
