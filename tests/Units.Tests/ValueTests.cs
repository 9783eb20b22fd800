using Xunit;

namespace Ptracer.Units.Tests;

/// <summary>Time spans and escapes beside systemd's own tools.</summary>
public sealed class ValueTests
{
    private static readonly string[] s_spans =
    [
        "5 6", ".5", "5.", ".", "12.34.56", "12.34 .56", "+5", "1.23456789s", "1000ms5", "5 infinity", " infinity ", "1us 0.5us",
        "5µs", "5μs", "1h5", "9223372036854775807us", "18446744073709551615us", "584542y", "1.5", "1.5ms", "1min 1.5s", "1 s",
        "1s.5", "+", "+.5", "12.34.", "5..6", "1.5.", "infinity", "0", "00", "1y 1month", "2 weeks 3 days", "1e3", "0x10",
        "59.999999s", "60.5s", "1minute30", "3M", "3m", "1month5days", "1s 1min", "999us", "1001us", "infinityx", "inf", "s", "1x",
    ];

    private static readonly string[] s_units = ["", "s", "sec", "ms", "us", "min", "m", "h", "d", "w", "M", "month", "y", "years", "x", "µs"];

    [Fact]
    public void TimeSpans_GeneratedAndOdd_AreReadAndPrintedAsSystemdDoes()
    {
        Random random = new(3);
        List<string> spans = [.. s_spans, .. Enumerable.Range(0, 1500).Select(_ => GenerateSpan(random))];
        List<string> differences = [];
        foreach (string[] batch in spans.Select(span => span.Trim()).Where(span => span.Length > 0).Distinct().Chunk(400))
        {
            // The tool stops at the first that it refuses, so only those that we take are asked for together.
            string?[] ours = [.. batch.Select(span => UnitTime.Parse(span) is { } time ? $"{time.Microseconds} = {time}" : null)];
            string[] accepted = [.. batch.Where((_, index) => ours[index] is not null)];
            string[] answers = [.. Tool.Run("systemd-analyze", ["timespan", "--", .. accepted]).Output.Split("\n\n").Select(AnswerOf)];
            string[] expected = [.. ours.OfType<string>()];
            for (int index = 0; index < accepted.Length; index++)
            {
                string theirs = index < answers.Length ? answers[index] : "nothing";
                if (expected[index] != theirs)
                {
                    differences.Add($"'{accepted[index]}': {expected[index]}, systemd: {theirs}");
                }
            }

            differences.AddRange(batch.Where((_, index) => ours[index] is null).Take(8)
                .Where(span => Tool.Run("systemd-analyze", ["timespan", "--", span]).Status == 0).Select(span => $"'{span}': refused, systemd takes it"));
        }

        TestContext.Current.SendDiagnosticMessage("{0} time spans, {1} differences", spans.Count, differences.Count);
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(40)));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("plain --unescape")]
    [InlineData("plain --path")]
    [InlineData("plain --path --unescape")]
    [InlineData("plain --template=a@.service")]
    public void Names_Generated_AreEscapedAsSystemdDoes(string mode)
    {
        Random random = new(11);
        string[] options = mode.Split(' ')[1..];
        string alphabet = options.Contains("--unescape") ? "ab-.\\x2d0/_:é" : "/-. a\\@x:%é\t_Zß";
        string[] texts = ["/", "-", "..", "a/../b", "/a//b/", ".hidden", "\\x2d", "\\x", "/a/./b", "a b", "ü", "./a", "\\x41\\x2f", "-a-", "a-",
            .. Enumerable.Range(0, 1500).Select(_ => GenerateText(random, alphabet))];
        List<string> differences = [];
        int count = 0;
        foreach (string[] batch in texts.Where(text => text.Length > 0 && !text.Contains("\\x00", StringComparison.Ordinal)).Distinct().Chunk(400))
        {
            // The tool stops at the first that it refuses, so only those that we take are asked for together.
            string?[] ours = [.. batch.Select(text => Ours(text, options))];
            string[] accepted = [.. batch.Where((_, index) => ours[index] is not null)];
            ToolResult result = Tool.Run("systemd-escape", [.. options, "--", .. accepted]);
            string expected = string.Join(' ', ours.OfType<string>().Select(Shown)) + "\n";
            if (result.Output != expected)
            {
                differences.Add($"{mode}: {expected}, systemd: {result.Output}{result.Error}");
            }

            foreach (string refused in batch.Where((_, index) => ours[index] is null).Take(3))
            {
                if (Tool.Run("systemd-escape", [.. options, "--", refused]) is { Status: 0 } taken)
                {
                    differences.Add($"{mode} '{refused}': refused, systemd: {taken.Output}");
                }
            }

            count += accepted.Length;
        }

        TestContext.Current.SendDiagnosticMessage("{0}: {1} texts", mode, count);
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(10)));
    }

    // A byte that is no text is read back as this.
    private static string Shown(string text) => string.Concat(text.Select(character => char.IsLowSurrogate(character) ? '\ufffd' : character));

    private static string AnswerOf(string block)
    {
        string[] values = [.. block.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..])];
        return values.Length == 3 ? $"{values[1]} = {values[2]}" : block;
    }

    private static string? Ours(string text, string[] options) => string.Join(' ', options) switch
    {
        "--unescape" => UnitEscape.Unescape(text),
        "--path" => UnitEscape.EscapePath(text),
        "--path --unescape" => UnitEscape.UnescapePath(text),
        "" => UnitEscape.Escape(text),
        _ => UnitName.Instantiate("a@.service", UnitEscape.Escape(text)) is { } name && UnitName.IsInstance(name) ? name : null,
    };

    private static string GenerateSpan(Random random)
    {
        string text = "";
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            text += random.Next(3) == 0 ? $"{random.Next(100)}.{random.Next(100000)}" : $"{random.Next(100000)}";
            text += (random.Next(2) == 0 ? " " : "") + s_units[random.Next(s_units.Length)] + (random.Next(3) == 0 ? "" : " ");
        }

        return text;
    }

    private static string GenerateText(Random random, string alphabet) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => alphabet[random.Next(alphabet.Length)]));
}
