namespace Ptracer.Linux;

/// <summary>
/// The constants of the marked type carry their C names; the layout test asserts each value against these headers.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
internal sealed class CHeaderAttribute(params string[] headers) : Attribute
{
    public IReadOnlyList<string> Headers { get; } = headers;

    /// <summary>What C writes before each name: <c>__NR_</c> where C# says <c>Sysno.openat</c>.</summary>
    public string Prefix { get; init; } = "";
}

/// <summary>
/// The marked struct mirrors the C type <paramref name="name"/> (as C writes it: <c>struct open_how</c>); the layout
/// test asserts its size and the offset of each field.
/// </summary>
[AttributeUsage(AttributeTargets.Struct)]
internal sealed class CStructAttribute(string name, params string[] headers) : Attribute
{
    public string Name { get; } = name;

    public IReadOnlyList<string> Headers { get; } = headers;
}

/// <summary>The C spelling of a constant or field whose C# name differs from it (<c>_sifields._sigchld._pid</c>).</summary>
[AttributeUsage(AttributeTargets.Field)]
internal sealed class CNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
