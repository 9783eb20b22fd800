using Ptracer.Host.Tests.Harness;

namespace Ptracer.Host.Tests.Android;

/// <summary>The programs of tests/Android, made at first use, and the places that they give Android's files.</summary>
internal static class AndroidTools
{
    private static readonly Lazy<string> s_directory = new(Make);

    /// <summary>The simulator of the app sandbox and of adb shell.</summary>
    public static string Simulator => Path.Combine(s_directory.Value, "android-sim");

    /// <summary>Runs a command in a network of its own.</summary>
    public static string PrivateNet => Path.Combine(s_directory.Value, "private-net");

    /// <summary>What the zygote's seccomp policies allow.</summary>
    public static string Policies { get; } = Path.Combine(TestPlace.SourceRoot(), "native", "shim", "app-policies.tsv");

    private static string Make()
    {
        string objects = Path.Combine(TestPlace.SourceRoot(), "obj", "android");
        HostCommand.Run("make", "-s", "-C", Path.Combine(TestPlace.SourceRoot(), "tests", "Android"), "OBJ=" + objects);
        return objects;
    }
}
