namespace Ptracer.Units;

/// <summary>The forms of names of units.</summary>
internal enum UnitNameForm
{
    /// <summary>Not a name of a unit.</summary>
    Invalid,

    /// <summary><c>PREFIX.TYPE</c>.</summary>
    Plain,

    /// <summary><c>PREFIX@.TYPE</c>.</summary>
    Template,

    /// <summary><c>PREFIX@INSTANCE.TYPE</c>.</summary>
    Instance,
}
