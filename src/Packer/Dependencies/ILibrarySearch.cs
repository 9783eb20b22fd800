namespace Ptracer.Packer.Dependencies;

/// <summary>How one C library's dynamic loader finds libraries.</summary>
internal interface ILibrarySearch
{
    /// <summary>Whether it compares the versions of symbols.</summary>
    bool ChecksVersions { get; }

    /// <summary>Whether an object that was found by a search is later known by this name too: its DT_SONAME.</summary>
    bool KnowsSoNames { get; }

    /// <summary>Whether the name means the loader itself, which is the C library too.</summary>
    bool IsLoader(byte[] name);

    /// <summary>What is loaded before all libraries that are needed: name, and by whose wish.</summary>
    IEnumerable<(byte[] Name, string Reason)> Preloads();

    /// <summary>Replaces the tokens in a name that an object needs.</summary>
    byte[] Expand(byte[] name, LoadedObject needer);

    /// <summary>Searches a library that is not loaded yet.</summary>
    /// <param name="name">A soname, or a path.</param>
    /// <param name="needer">Who needs it.</param>
    LibraryHit Find(byte[] name, LoadedObject needer);
}
