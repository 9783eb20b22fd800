using System.Text;
using Ptracer.Host.Daemon;
using Ptracer.Host.Posix;

namespace Ptracer.Host.Cli;

/// <summary>
/// A verb that the small image has not: the whole one is executed. It is the file <c>libptracer-whole.so</c> beside this
/// program where there is one, for places where only installed files may be executed; else what is carried inside,
/// unpacked once into the user's cache directory, or, where that cannot be, into an anonymous file.
/// </summary>
internal sealed class WholeImageVerb(IReadOnlyList<byte[]> words) : IVerb
{
    private const string Beside = "libptracer-whole.so";

    /// <inheritdoc/>
    public int Run()
    {
        string program = Environment.ProcessPath ?? "/proc/self/exe";
        List<byte[]> environment = [.. ProcessArguments.Environment()];
        environment.RemoveAll(variable => variable.AsSpan().StartsWith(OwnProgram.VariablePrefix));
        environment.Add([.. OwnProgram.VariablePrefix, .. Encoding.UTF8.GetBytes(program)]);
        string beside = Path.Combine(Path.GetDirectoryName(program) ?? "/", Beside);
        if (File.Exists(beside))
        {
            throw Failed(WholeImage.Execute(beside, words, environment));
        }

        if (CachePath() is { } cache)
        {
            try
            {
                Directory.CreateDirectory(cache);
                WholeImage.Execute(WholeImage.FileIn(cache), words, environment);
            }
            catch (Exception failure) when (failure is PosixException or IOException or UnauthorizedAccessException)
            {
                // Nothing can be written or executed there: an anonymous file may do.
            }
        }

        using Descriptor image = WholeImage.Anonymous();
        throw Failed(WholeImage.Execute($"/proc/self/fd/{image.Number}", words, environment));
    }

    /// <summary>Where what can be made again is kept: the XDG base directories' cache; null: this user has none.</summary>
    private static string? CachePath()
    {
        HostView host = new();
        return host.Variable("XDG_CACHE_HOME") is ['/', ..] and { } cache ? cache + "/ptracer"
            : host.Variable("HOME") is ['/', _, ..] and { } home && Directory.Exists(home) ? home + "/.cache/ptracer"
            : null;
    }

    private static PtracerException Failed(PosixException failure) => new(
        $"the whole program cannot be executed here ({failure.Message}); put {Beside} of the release beside ptracer", failure);
}
