namespace Ptracer.Units.Tests;

internal static class UnitStates
{
    public static string WordOf(UnitLoadState state) => state switch
    {
        UnitLoadState.Loaded => "loaded",
        UnitLoadState.NotFound => "not-found",
        UnitLoadState.BadSetting => "bad-setting",
        UnitLoadState.Masked => "masked",
        _ => "error",
    };
}
