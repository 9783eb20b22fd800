namespace Ptracer.Units;

/// <summary>Which names may be aliases of which: systemd.unit(5), "Alias=".</summary>
internal static class AliasRules
{
    /// <summary>Whether a link of one name may point to a file of the other.</summary>
    public static bool IsValid(string alias, string target)
    {
        if (UnitName.TypeOf(alias) != UnitName.TypeOf(target))
        {
            return false;
        }

        UnitNameForm from = UnitName.FormOf(alias);
        UnitNameForm to = UnitName.FormOf(target);
        return (from, to) switch
        {
            (UnitNameForm.Invalid, _) or (_, UnitNameForm.Invalid) => false,
            (UnitNameForm.Instance, UnitNameForm.Instance) => UnitName.InstanceOf(alias) == UnitName.InstanceOf(target),
            (UnitNameForm.Instance, UnitNameForm.Template) => true,
            _ => from == to,
        };
    }
}
