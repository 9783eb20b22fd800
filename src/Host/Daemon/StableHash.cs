namespace Ptracer.Host.Daemon;

/// <summary>Numbers out of names that stay the same from start to start: FNV-1a, 32 bits.</summary>
internal static class StableHash
{
    /// <summary>The number of a name.</summary>
    public static uint Of(string name)
    {
        uint hash = 2166136261;
        foreach (char character in name)
        {
            hash = (hash ^ character) * 16777619;
        }

        return hash;
    }
}
