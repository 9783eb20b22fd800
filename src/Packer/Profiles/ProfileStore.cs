using System.Reflection;

namespace Ptracer.Packer.Profiles;

/// <summary>The profiles that come with ptracer, and those that a person has written.</summary>
internal static class ProfileStore
{
    private const string Prefix = "profile:";

    /// <summary>The names of those that come with ptracer, sorted.</summary>
    public static IReadOnlyList<string> Names
    {
        get
        {
            List<string> names = [];
            foreach (string resource in typeof(ProfileStore).Assembly.GetManifestResourceNames())
            {
                if (resource.StartsWith(Prefix, StringComparison.Ordinal))
                {
                    names.Add(resource[Prefix.Length..]);
                }
            }

            names.Sort(StringComparer.Ordinal);
            return names;
        }
    }

    /// <summary>A profile by its name; one with a slash in it is a file of this machine.</summary>
    /// <exception cref="PtracerException">There is none, or it is wrong.</exception>
    public static Profile Get(string name)
    {
        if (name.Contains('/', StringComparison.Ordinal))
        {
            return ProfileReader.Read(name, ReadFile(name));
        }

        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name);
        if (stream is null)
        {
            throw new PtracerException(
                $"profile {name}: no such profile; there are {string.Join(", ", Names)}, or give the path of a file");
        }

        using StreamReader reader = new(stream);
        return ProfileReader.Read(name, reader.ReadToEnd());
    }

    private static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PtracerException($"profile {path}: cannot be read; check the path", error);
        }
    }
}
