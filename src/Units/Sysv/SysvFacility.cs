namespace Ptracer.Units;

/// <summary>What the names of init scripts' headers mean: services, and by a <c>$</c> the facilities of the LSB.</summary>
internal static class SysvFacility
{
    /// <summary>What <c>$network</c> is.</summary>
    public const string NetworkOnline = "network-online.target";

    /// <summary>The unit of a name; empty: what it names is always there.</summary>
    public static string UnitOf(string word) => word switch
    {
        "$local_fs" or "$syslog" => "",
        "$network" => NetworkOnline,
        "$named" => "nss-lookup.target",
        "$portmap" => "rpcbind.target",
        "$remote_fs" => "remote-fs.target",
        "$time" => "time-sync.target",
        ['$', .. string facility] => Mangled(facility) + ".target",
        _ => ServiceOf(word),
    };

    /// <summary>The service of a script's name: without <c>.sh</c>, escaped where it must be.</summary>
    public static string ServiceOf(string script)
    {
        string name = Mangled(script.EndsWith(".sh", StringComparison.Ordinal) ? script[..^3] : script);
        return UnitName.TypeOf(name) == UnitType.None ? name + ".service" : name;
    }

    private static string Mangled(string name)
    {
        System.Text.StringBuilder result = new();
        foreach (byte value in UnitText.Encode(name))
        {
            char character = (char)value;
            if (UnitName.IsValidCharacter(character) || character == '@')
            {
                result.Append(character);
            }
            else
            {
                result.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\x{value:x2}");
            }
        }

        return result.ToString();
    }
}
