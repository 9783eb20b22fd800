namespace Ptracer.Units;

/// <summary>The words of an enumeration as they stand in unit files.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
internal sealed class NameTable<T>
    where T : struct, Enum
{
    private readonly (string Name, T Value)[] _entries;

    /// <summary>Takes the words; the first one of a value is the one that is printed.</summary>
    public NameTable(params (string Name, T Value)[] entries) => _entries = entries;

    /// <summary>The value of a word; null when there is none.</summary>
    public T? Find(string name)
    {
        foreach ((string candidate, T value) in _entries)
        {
            if (candidate == name)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The word of a value; empty when it has none.</summary>
    public string NameOf(T value)
    {
        foreach ((string name, T candidate) in _entries)
        {
            if (EqualityComparer<T>.Default.Equals(candidate, value))
            {
                return name;
            }
        }

        return "";
    }
}
