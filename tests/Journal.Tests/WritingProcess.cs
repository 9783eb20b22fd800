using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Ptracer.Journal.Tests;

/// <summary>
/// A process that writes a journal until it is killed, and says on standard output up to which number its records are
/// synced. It is this assembly, started with a variable set.
/// </summary>
internal static class WritingProcess
{
    private const string Place = "JOURNAL_TESTS_WRITE";
    private const string First = "JOURNAL_TESTS_FIRST";

    public static Process Start(string place, long first)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        start.Environment[Place] = place;
        start.Environment[First] = first.ToString(CultureInfo.InvariantCulture);
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }

    [System.Runtime.CompilerServices.ModuleInitializer]
    internal static void RunIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Place) is not { } place)
        {
            return;
        }

        using JournalWriter writer = JournalWriter.Open(
            place, "a.service", new JournalId(1), new JournalLimits { SegmentBytes = 200_000, UnitBytes = 1 << 30 });
        using Stream output = Console.OpenStandardOutput();
        for (long number = long.Parse(Environment.GetEnvironmentVariable(First)!, CultureInfo.InvariantCulture); ; number++)
        {
            writer.Append(new JournalRecord { Message = Encoding.ASCII.GetBytes($"line {number} {new string('x', (int)(number % 97))}") });
            if (number % 7 == 0)
            {
                writer.Flush();
            }

            if (number % 61 == 0)
            {
                writer.Flush();
                writer.Sync();
                output.Write(Encoding.ASCII.GetBytes(number + "\n"));
            }
        }
    }
}
