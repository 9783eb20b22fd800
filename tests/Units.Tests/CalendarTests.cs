using System.Globalization;
using System.Text;
using Xunit;

namespace Ptracer.Units.Tests;

/// <summary>Calendar expressions beside <c>systemd-analyze calendar</c>: normalized forms and next times.</summary>
public sealed class CalendarTests
{
    private const int Iterations = 3;
    private const int BatchSize = 400;
    private static readonly string[] s_days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    private static readonly string[] s_fixed =
    [
        "minutely", "hourly", "daily", "monthly", "weekly", "yearly", "annually", "quarterly", "semiannually", "DAILY",
        "Sat,Thu,Mon..Wed,Sat..Sun", "Mon,Sun 12-*-* 2,1:23", "Wed *-1", "Wed..Wed,Wed *-1", "Wed, 17:48",
        "Wed..Sat,Tue 12-10-15 1:2:3", "*-*-7 0:0:0", "10-15", "monday *-12-* 17:00", "Mon,Fri *-*-3,1,2 *:30:45",
        "12,14,13,12:20,10,30", "12..14:10,20,30", "mon,fri *-1/2-1,3 *:30:45", "03-05 08:05:40", "08:05:40", "05:40",
        "Sat,Sun 12-05 08:05:40", "Sat,Sun 08:05:40", "2003-03-05 05:40", "05:40:23.4200004/3.1700005", "2003-02..04-05",
        "2003-03-05 05:40 UTC", "2003-03-05", "daily UTC", "*:2/3", "*-02~03", "Mon *-05~07/1", "*-*~1", "*-*~01..04", "*-*~5/2",
        "@1395716396", "@0", "*-*-* *:*:*", "*:*:0/0.5", "*-02-30", "*-02-29", "2024-02-29", "*-*~29", "Sun *-*-* 4..6/2:0",
        "", " ", "foo", "Mon Tue", "25:00", "*:60", "13-13", "*-*-32", "1:2:3:4", "Mon..", "Mon..Tue..Wed", "Sun..Mon", "-5", "*:0/0",
        "*-*-* 00:00:00 ", "  daily", "Mon-Fri *:0", "Mon,,Tue", "*:*:1..1.5", "*:*:0.1..0.9", "70-1-1", "99-1-1", "100-1-1", "1969-1-1",
        "2200-1-1", "*-*-1..5,3", "*-*-5..1", "1..5:0", "0/30:0", "0/40:0", "*-*-31 23:59:59.999999",
    ];

    private static readonly string[] s_zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "America/Sao_Paulo"];

    [Fact]
    public void Expressions_GeneratedAndDocumented_AreReadAsSystemdDoes()
    {
        Random random = new(7);
        List<string> expressions = [.. s_fixed, .. Enumerable.Range(0, 3500).Select(_ => Generate(random))];
        int valid = 0;
        List<string> differences = [];
        foreach (string[] batch in expressions.Where(text => text.Length > 0).Chunk(BatchSize))
        {
            long from = random.NextInt64(0, 4_000_000_000);
            Dictionary<string, string> expected = Ask(batch, from);
            foreach (string text in batch.Distinct())
            {
                string ours = Describe(text, from);
                valid += ours == "invalid" ? 0 : 1;
                string theirs = expected.GetValueOrDefault(text.TrimEnd(), "invalid"); // the tool prints it so
                if (ours != theirs)
                {
                    differences.Add($"'{text}' after {from}: {ours}, systemd: {theirs}");
                }
            }
        }

        TestContext.Current.SendDiagnosticMessage("{0} expressions, {1} valid, {2} differences", expressions.Count, valid, differences.Count);
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(60)));
        Assert.True(valid > 1500, $"only {valid} were valid");
    }

    private static string Describe(string text, long from)
    {
        DirectoryUnitFiles files = new("/");
        if (CalendarSpec.Parse(text, name => TimeZoneData.Find(files, name) is not null) is not { } spec)
        {
            return "invalid";
        }

        StringBuilder result = new(spec.ToString());
        TimeZoneData zone = spec.TimeZone is null ? TimeZoneData.Utc : TimeZoneData.Find(files, spec.TimeZone)!;
        long time = from * 1_000_000;
        for (int count = 0; count < Iterations && spec.Next(time, zone) is { } next; count++)
        {
            time = next;
            BrokenTime broken = BrokenTime.FromUnixSeconds(next / 1_000_000);
            result.Append(CultureInfo.InvariantCulture, $"|{s_days[broken.Weekday]} {broken.Year:D4}-{broken.Month:D2}-{broken.Day:D2} {broken.Hour:D2}:{broken.Minute:D2}:{broken.Second:D2}");
        }

        return result.ToString();
    }

    private static Dictionary<string, string> Ask(string[] expressions, long from)
    {
        ToolResult result = Tool.Run("systemd-analyze", ["calendar", $"--iterations={Iterations}", $"--base-time=@{from}", "--", .. expressions]);
        Dictionary<string, string> answers = [];
        foreach (string block in result.Output.Split("\n\n"))
        {
            Dictionary<string, string> fields = [];
            foreach (string line in block.Split('\n'))
            {
                int colon = line.IndexOf(": ", StringComparison.Ordinal);
                if (colon > 0)
                {
                    fields.TryAdd(line[..colon].Trim(), line[(colon + 2)..]);
                }
            }

            if (fields.TryGetValue("Normalized form", out string? normalized))
            {
                string original = fields.GetValueOrDefault("Original form", normalized);
                IEnumerable<string> times = fields.Where(field => field.Key.StartsWith("Iter. #", StringComparison.Ordinal)).Select(field => field.Value);
                string first = fields.GetValueOrDefault("Next elapse", "never");
                answers[original] = string.Join('|', first == "never" ? [normalized] : [normalized, Bare(first), .. times.Select(Bare)]);
            }
        }

        return answers;
    }

    private static string Bare(string time) => time.EndsWith(" UTC", StringComparison.Ordinal) ? time[..^4] : time;

    private static string Generate(Random random)
    {
        StringBuilder text = new();
        AddWeekdays(text, random);
        if (random.Next(4) != 0)
        {
            if (random.Next(2) == 0)
            {
                text.Append(Field(random, 2000, 2060, random.Next(2) == 0)).Append('-');
            }

            text.Append(Field(random, 1, 12, random.Next(2) == 0)).Append(random.Next(6) == 0 ? '~' : '-').Append(Field(random, 1, 31, random.Next(2) == 0));
        }

        if (random.Next(3) != 0)
        {
            text.Append(text.Length == 0 || text[^1] == ' ' ? "" : " ").Append(Field(random, 0, 23, random.Next(3) == 0)).Append(':').Append(Field(random, 0, 59, random.Next(4) == 0));
            if (random.Next(2) == 0)
            {
                text.Append(':').Append(Field(random, 0, 59, random.Next(4) == 0));
            }
        }

        if (random.Next(5) == 0)
        {
            text.Append(' ').Append(random.Next(3) == 0 ? "UTC" : s_zones[random.Next(s_zones.Length)]);
        }

        return text.Length == 0 ? "daily" : text.ToString();
    }

    private static void AddWeekdays(StringBuilder text, Random random)
    {
        if (random.Next(3) == 0)
        {
            int count = random.Next(1, 3);
            for (int index = 0; index < count; index++)
            {
                int day = random.Next(7);
                text.Append(index == 0 ? "" : ",").Append(s_days[day]);
                if (random.Next(3) == 0)
                {
                    text.Append("..").Append(s_days[random.Next(day == 6 ? 0 : day, 7)]);
                }
            }

            text.Append(' ');
        }
    }

    private static string Field(Random random, int low, int high, bool isAny)
    {
        if (isAny)
        {
            return "*";
        }

        StringBuilder text = new();
        int count = random.Next(4) == 0 ? random.Next(2, 4) : 1;
        for (int index = 0; index < count; index++)
        {
            int start = random.Next(low, high + 1);
            text.Append(index == 0 ? "" : ",").Append(start.ToString(random.Next(2) == 0 ? "D2" : "D", CultureInfo.InvariantCulture));
            if (random.Next(4) == 0)
            {
                text.Append("..").Append(random.Next(start, high + 2));
            }

            if (random.Next(4) == 0)
            {
                text.Append('/').Append(random.Next(1, Math.Max(2, (high - low) / 3)));
            }
        }

        return text.ToString();
    }
}
