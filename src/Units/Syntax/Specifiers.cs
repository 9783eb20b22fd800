using System.Text;

namespace Ptracer.Units;

/// <summary>Replaces the specifiers of systemd.unit(5) in values of one unit.</summary>
/// <param name="context">What does not come from the unit.</param>
/// <param name="id">The unit's name: it decides <c>%n %N %p %P %i %I %j %J %f</c>.</param>
/// <param name="fragmentPath">The unit's file, for <c>%y</c> and <c>%Y</c>.</param>
internal sealed class Specifiers(SpecifierContext context, string id, string? fragmentPath)
{
    private const string AllSpecifiers = "nNpPiIjJftSCLEdhusgUGHlqmbvaowWBMATVyY";

    // The specifiers that may stand in names of units.
    private const string NameSpecifiers = "niNpjaAbBHlmMovwWuUgG";

    // And in [Install]: what is known before the unit is loaded.
    private const string InstallSpecifiers = "niNpjaAbBHlmMovwWuUgG";

    /// <summary>The instance that a template gets which this unit names: its own instance, or else its prefix.</summary>
    public string InstanceForTemplates => UnitName.InstanceOf(id) is { Length: > 0 } instance ? instance : UnitName.PrefixOf(id);

    /// <summary>Replaces all of them; null when one cannot be resolved.</summary>
    public string? Expand(string text) => Expand(text, null);

    /// <summary>Replaces those that may stand in a name of a unit.</summary>
    public string? ExpandName(string text) => Expand(text, NameSpecifiers);

    /// <summary>Replaces those that may stand in [Install].</summary>
    public string? ExpandInstall(string text) => Expand(text, InstallSpecifiers);

    private string? Expand(string text, string? allowed)
    {
        if (!text.Contains('%'))
        {
            return text;
        }

        StringBuilder result = new(text.Length + 32);
        for (int index = 0; index < text.Length; index++)
        {
            if (text[index] != '%' || index + 1 == text.Length)
            {
                result.Append(text[index]);
                continue;
            }

            char specifier = text[++index];
            if (specifier == '%')
            {
                result.Append('%');
            }
            else if (!char.IsAsciiLetterOrDigit(specifier))
            {
                result.Append('%').Append(specifier);
            }
            else if ((allowed ?? AllSpecifiers).Contains(specifier) && Value(specifier) is { } value)
            {
                result.Append(value);
            }
            else
            {
                return null;
            }
        }

        return result.ToString();
    }

    private string? Value(char specifier) => "nNpPiIjJfyYd".Contains(specifier) ? OfUnit(specifier) : OfSystem(specifier);

    private string? OfUnit(char specifier) => specifier switch
    {
        'n' => id,
        'N' => UnitName.StemOf(id),
        'p' => UnitName.PrefixOf(id),
        'P' => UnitEscape.Unescape(UnitName.PrefixOf(id)),
        'i' => UnitName.InstanceOf(id) ?? "",
        'I' => UnitEscape.Unescape(UnitName.InstanceOf(id) ?? ""),
        'j' => LastComponent,
        'J' => UnitEscape.Unescape(LastComponent),
        'f' => FileName,
        'y' => fragmentPath ?? "",
        'Y' => fragmentPath is null ? "" : UnitPath.DirectoryOf(fragmentPath),
        _ => context.RuntimeDirectory is { } run ? $"{run}/credentials/{id}" : null,
    };

    private string? OfSystem(char specifier) => specifier switch
    {
        't' => context.RuntimeDirectory,
        'S' => context.StateDirectory,
        'C' => context.CacheDirectory,
        'L' => context.LogsDirectory,
        'E' => context.ConfigurationDirectory,
        'T' => context.TemporaryDirectory,
        'V' => context.PersistentTemporaryDirectory,
        'h' => context.HomeDirectory,
        's' => context.Shell,
        'u' => context.UserName,
        'U' => context.UserId,
        'g' => context.GroupName,
        'G' => context.GroupId,
        _ => OfHost(specifier),
    };

    private string? OfHost(char specifier) => specifier switch
    {
        'H' => context.HostName,
        'l' => ShortHostName,
        'q' => context.PrettyHostName ?? ShortHostName,
        'm' => context.MachineId,
        'b' => context.BootId,
        'v' => context.KernelRelease,
        'a' => context.Architecture,
        'o' => OsField("ID"),
        'w' => OsField("VERSION_ID"),
        'W' => OsField("VARIANT_ID"),
        'B' => OsField("BUILD_ID"),
        'M' => OsField("IMAGE_ID"),
        _ => OsField("IMAGE_VERSION"),
    };

    private string? ShortHostName => context.HostName?.Split('.')[0];

    // The part of the prefix behind its last dash.
    private string LastComponent
    {
        get
        {
            string prefix = UnitName.PrefixOf(id);
            return prefix[(prefix.LastIndexOf('-') + 1)..];
        }
    }

    private string? FileName
    {
        get
        {
            string? instance = UnitName.InstanceOf(id);
            string? path = instance is { Length: > 0 }
                ? UnitEscape.UnescapePath(instance)
                : UnitEscape.Unescape(UnitName.PrefixOf(id)) is { } prefix ? "/" + prefix : null;
            return path;
        }
    }

    private string OsField(string name) => context.OsRelease.TryGetValue(name, out string? value) ? value : "";
}
