using System.Globalization;
using Ptracer.Journal;
using Ptracer.Journal.Reading;

namespace Ptracer.Host.Cli.Journalctl;

/// <summary>The value of <c>-b</c>: <c>[ID][±offset]</c> or <c>all</c>.</summary>
/// <param name="Id">The boot that is counted from; null: the last, or for a positive offset the time before the first.</param>
/// <param name="Offset">How many boots from there.</param>
/// <param name="IsAll">Whether boots do not matter.</param>
internal readonly record struct BootChoice(JournalId? Id, int Offset, bool IsAll)
{
    private const int IdDigits = 32;

    /// <summary>Reads it.</summary>
    public static bool TryParse(string text, out BootChoice choice)
    {
        choice = new BootChoice(null, 0, text == "all");
        if (choice.IsAll || text.Length == 0)
        {
            return true;
        }

        JournalId? id = null;
        if (text.Length >= IdDigits && JournalId.TryParse(text[..IdDigits], out JournalId parsed))
        {
            id = parsed;
            text = text[IdDigits..];
        }

        int offset = 0;
        if (text.Length > 0
            && (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out offset) || (id is not null && char.IsAsciiDigit(text[0]))))
        {
            return false;
        }

        choice = new BootChoice(id, offset, false);
        return true;
    }

    /// <summary>The boot that is meant; null: there is none.</summary>
    public JournalBoot? Find(IReadOnlyList<JournalBoot> boots)
    {
        int start = boots.Count - 1;
        if (Id is { } id)
        {
            start = boots.ToList().FindIndex(boot => boot.Id == id);
            if (start < 0)
            {
                return null;
            }
        }
        else if (Offset > 0)
        {
            start = -1;
        }

        int index = start + Offset;
        return index >= 0 && index < boots.Count ? boots[index] : null;
    }

    /// <summary>As journalctl's message names it.</summary>
    public string Describe() => (Id?.ToString() ?? "") + (Id is null || Offset != 0 ? Offset.ToString("+0;-0;+0", CultureInfo.InvariantCulture) : "");
}
