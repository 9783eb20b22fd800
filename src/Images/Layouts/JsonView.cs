using System.Text.Json;

namespace Ptracer.Images.Layouts;

/// <summary>A JSON document of an image, read with errors that name it. What is null is not there.</summary>
internal readonly struct JsonView
{
    private readonly string _document;
    private readonly JsonElement _element;

    private JsonView(string document, JsonElement element) => (_document, _element) = (document, element);

    /// <summary>The strings of the members, by name.</summary>
    public IEnumerable<(string Name, JsonView Value)> Members
    {
        get
        {
            if (_element.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty member in _element.EnumerateObject())
                {
                    yield return (member.Name, new JsonView(_document, member.Value));
                }
            }
        }
    }

    /// <summary>Reads a document: an object or an array.</summary>
    /// <exception cref="PtracerException">It is no JSON.</exception>
    public static JsonView Parse(string document, ReadOnlyMemory<byte> text)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            return new JsonView(document, json.RootElement.Clone());
        }
        catch (JsonException)
        {
            throw new PtracerException($"{document}: not JSON; the image is damaged, or this is no image: get it again");
        }
    }

    /// <summary>A member, if it is there.</summary>
    public JsonView? Member(string name)
    {
        if (_element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("an object");
        }

        return _element.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null
            ? new JsonView(_document, member)
            : null;
    }

    /// <summary>A text member, or null.</summary>
    public string? Text(string name) => Member(name)?.AsText();

    /// <summary>This value as a text.</summary>
    public string AsText() => _element.ValueKind == JsonValueKind.String ? _element.GetString()! : throw Wrong("a text");

    /// <summary>A member that is a size, or null.</summary>
    public long? Size(string name)
    {
        if (Member(name) is not { } member)
        {
            return null;
        }

        bool isSize = member._element.ValueKind == JsonValueKind.Number;
        return isSize && member._element.TryGetInt64(out long size) && size >= 0 ? size : throw member.Wrong("a size");
    }

    /// <summary>The elements of a list; none if it is not there.</summary>
    public IReadOnlyList<JsonView> List(string name) => Member(name)?.AsList() ?? [];

    /// <summary>This value as a list.</summary>
    public IReadOnlyList<JsonView> AsList()
    {
        if (_element.ValueKind != JsonValueKind.Array)
        {
            throw Wrong("a list");
        }

        List<JsonView> elements = [];
        foreach (JsonElement element in _element.EnumerateArray())
        {
            elements.Add(new JsonView(_document, element));
        }

        return elements;
    }

    /// <summary>The texts of a list; none if it is not there.</summary>
    public IReadOnlyList<string> Texts(string name) => [.. List(name).Select(static element => element.AsText())];

    private PtracerException Wrong(string wanted) =>
        new($"{_document}: has something else where {wanted} belongs; the image is damaged: get it again");
}
