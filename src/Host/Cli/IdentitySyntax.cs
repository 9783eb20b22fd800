using System.Globalization;

namespace Ptracer.Host.Cli;

/// <summary>The value of <c>-i</c>: <c>uid:gid</c>.</summary>
internal static class IdentitySyntax
{
    /// <summary>Reads the value of <paramref name="option"/>.</summary>
    /// <exception cref="PtracerException">It is not two ids.</exception>
    public static GuestIdentity Parse(string option, string value)
    {
        string[] ids = value.Split(':');
        return ids.Length == 2 && TryId(ids[0], out uint user) && TryId(ids[1], out uint group)
            ? new GuestIdentity(user, group)
            : throw new PtracerException($"{option} {value}: not two ids; write uid:gid, such as {option} 1000:1000");
    }

    /// <summary>Reads one id. (uid_t)-1 means "leave it" to the kernel and is nobody's id.</summary>
    public static bool TryId(string text, out uint id) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id != uint.MaxValue;
}
