using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Http.Endpoints;

/// <summary>The words of the API for the façade's enumerations, as systemctl spells them.</summary>
internal static class Words
{
    private static readonly (string Word, JobKind Kind)[] s_kinds =
    [
        ("start", JobKind.Start), ("stop", JobKind.Stop), ("restart", JobKind.Restart),
        ("try-restart", JobKind.TryRestart), ("reload", JobKind.Reload), ("reload-or-restart", JobKind.ReloadOrRestart),
        ("try-reload-or-restart", JobKind.TryReloadOrRestart), ("isolate", JobKind.Isolate),
    ];

    private static readonly (string Word, JobMode Mode)[] s_modes =
    [
        ("replace", JobMode.Replace), ("fail", JobMode.Fail), ("no-block", JobMode.NoBlock),
        ("ignore-dependencies", JobMode.IgnoreDependencies),
    ];

    private static readonly (string Word, UnitFileVerb Verb)[] s_verbs =
    [
        ("enable", UnitFileVerb.Enable), ("disable", UnitFileVerb.Disable), ("reenable", UnitFileVerb.Reenable),
        ("mask", UnitFileVerb.Mask), ("unmask", UnitFileVerb.Unmask), ("preset", UnitFileVerb.Preset),
        ("preset-enable", UnitFileVerb.PresetEnable), ("preset-disable", UnitFileVerb.PresetDisable), ("revert", UnitFileVerb.Revert),
    ];

    /// <summary>The kind of job that a word means.</summary>
    public static JobKind Kind(string word) => Find(s_kinds, word, "kind");

    /// <summary>The mode of a job that a word means.</summary>
    public static JobMode Mode(string word) => Find(s_modes, word, "mode");

    /// <summary>The change of unit files that a word means.</summary>
    public static UnitFileVerb Verb(string word) => Find(s_verbs, word, "verb");

    /// <summary>The word of a kind of job.</summary>
    public static string Of(JobKind kind) => Array.Find(s_kinds, pair => pair.Kind == kind).Word;

    /// <summary>The word of a mode of a job.</summary>
    public static string Of(JobMode mode) => Array.Find(s_modes, pair => pair.Mode == mode).Word;

    /// <summary>The word of a change of unit files.</summary>
    public static string Of(UnitFileVerb verb) => Array.Find(s_verbs, pair => pair.Verb == verb).Word;

    private static T Find<T>((string Word, T Value)[] words, string word, string what)
    {
        int found = Array.FindIndex(words, pair => pair.Word == word);
        return found >= 0
            ? words[found].Value
            : throw ProblemException.Invalid(
                $"{what}: no such word; it must be one of {string.Join(", ", words.Select(pair => pair.Word))}");
    }
}
