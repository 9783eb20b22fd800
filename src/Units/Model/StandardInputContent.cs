using System.Text;

namespace Ptracer.Units;

/// <summary>What StandardInputText= and StandardInputData= say, in the order of the lines.</summary>
internal static class StandardInputContent
{
    /// <summary>Reads both; an empty assignment to either takes back all before it.</summary>
    public static IReadOnlyList<byte> Read(SettingReader settings)
    {
        List<byte> content = [];
        foreach (Assignment assignment in settings.Of(["StandardInputText", "StandardInputData"]))
        {
            if (assignment.Value.Length == 0)
            {
                content.Clear();
            }
            else if (assignment.Key == "StandardInputText")
            {
                AddText(settings, assignment, content);
            }
            else
            {
                AddData(settings, assignment, content);
            }
        }

        return content;
    }

    private static void AddText(SettingReader settings, Assignment assignment, List<byte> content)
    {
        if (Unescape(assignment.Value) is not { } text)
        {
            settings.Warn(assignment, $"Failed to decode C escaped text '{assignment.Value}', ignoring: Invalid argument");
        }
        else if (settings.Expand(assignment, text) is { } expanded)
        {
            content.AddRange(UnitText.Encode(expanded));
            content.Add((byte)'\n');
        }
    }

    private static void AddData(SettingReader settings, Assignment assignment, List<byte> content)
    {
        byte[] buffer = new byte[assignment.Value.Length];
        if (Convert.TryFromBase64String(assignment.Value, buffer, out int length))
        {
            content.AddRange(buffer.AsSpan(0, length));
        }
        else
        {
            settings.Warn(assignment, $"Failed to decode base64 data, ignoring: {assignment.Value}");
        }
    }

    private static string? Unescape(string text)
    {
        StringBuilder result = new(text.Length);
        for (int index = 0; index < text.Length;)
        {
            int length = 1;
            if (text[index] != '\\')
            {
                result.Append(text[index]);
            }
            else if ((length = CEscape.Decode(text.AsSpan(index), result)) == 0)
            {
                return null;
            }

            index += length;
        }

        return result.ToString();
    }
}
