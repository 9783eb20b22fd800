namespace Ptracer.Units;

/// <summary>The keys of the [Unit] section that name dependencies.</summary>
internal static class DependencyKinds
{
    /// <summary>The kinds, and the keys that systemd 252 takes for them.</summary>
    public static readonly (DependencyKind Kind, string[] Keys)[] Keys =
    [
        (DependencyKind.Requires, ["Requires", "RequiresOverridable"]),
        (DependencyKind.Requisite, ["Requisite", "RequisiteOverridable"]),
        (DependencyKind.Wants, ["Wants"]),
        (DependencyKind.BindsTo, ["BindsTo", "BindTo"]),
        (DependencyKind.PartOf, ["PartOf"]),
        (DependencyKind.Upholds, ["Upholds"]),
        (DependencyKind.Conflicts, ["Conflicts"]),
        (DependencyKind.Before, ["Before"]),
        (DependencyKind.After, ["After"]),
        (DependencyKind.OnFailure, ["OnFailure"]),
        (DependencyKind.OnSuccess, ["OnSuccess"]),
        (DependencyKind.PropagatesReloadTo, ["PropagatesReloadTo", "PropagateReloadTo"]),
        (DependencyKind.ReloadPropagatedFrom, ["ReloadPropagatedFrom", "PropagateReloadFrom"]),
        (DependencyKind.PropagatesStopTo, ["PropagatesStopTo"]),
        (DependencyKind.StopPropagatedFrom, ["StopPropagatedFrom"]),
        (DependencyKind.JoinsNamespaceOf, ["JoinsNamespaceOf"]),
    ];
}
