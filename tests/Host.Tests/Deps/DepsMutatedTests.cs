using System.Globalization;
using System.Text.Json;
using Ptracer.Host.Tests.Harness;
using Ptracer.Host.Tests.Packs;
using Xunit;

namespace Ptracer.Host.Tests.Deps;

/// <summary>Hundreds of damaged programs and libraries: each gets an answer in every form, and none ends ptracer.</summary>
public sealed class DepsMutatedTests : PackTest
{
    private const int Count = 400;
    private const int Seed = 0x5eed;

    [Theory]
    [InlineData("--json")]
    [InlineData("--dot")]
    [InlineData("--svg")]
    [InlineData("--list")]
    [InlineData("--verbose")]
    public void Deps_OfDamagedFiles_AnswersForEach(string form)
    {
        Pack("sqlite3");
        string[] names = MakeMutants();

        GuestRun run = StartHost([.. Guest.NativeLine([]), TestPlace.Binary, "deps", "-r", PackPath, "--each", form, .. names]).Wait(120);

        Assert.True(run.Status is 0 or 1, $"status {run.Status}, seed {Seed}: {run.Stderr}");
        Assert.DoesNotContain("Unhandled", run.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Stderr, StringComparison.Ordinal);
        if (form == "--json")
        {
            string[] lines = run.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(names, lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("programs")[0].GetProperty("name").GetString()));
        }
    }

    // Bytes of the tables that a loader reads are changed; some files are cut off, in some whole words are all ones.
    private string[] MakeMutants()
    {
        string libraries = PackPath + "/usr/lib/x86_64-linux-gnu/";
        byte[][] originals =
        [
            File.ReadAllBytes(PackPath + "/usr/bin/sqlite3"),
            File.ReadAllBytes(libraries + "libz.so.1"),
            File.ReadAllBytes(libraries + "ld-linux-x86-64.so.2"),
        ];
        Random random = new(Seed);
        string[] names = [.. Enumerable.Range(0, Count).Select(number => "/mutants/" + number.ToString(CultureInfo.InvariantCulture))];
        Directory.CreateDirectory(PackPath + "/mutants");
        foreach (string name in names)
        {
            byte[] image = [.. originals[random.Next(originals.Length)]];
            int tables = DynamicOffset(image);
            for (int change = random.Next(1, 12); change > 0; change--)
            {
                int area = random.Next(3);
                int at = area == 0 ? random.Next(64) : area == 1 ? random.Next(64, 1024) : tables + random.Next(512);
                int width = random.Next(3) == 0 ? 8 : 1;
                image.AsSpan(at, Math.Min(width, image.Length - at)).Fill((byte)(random.Next(4) == 0 ? 0xff : random.Next(256)));
            }

            "\u007fELF"u8.CopyTo(image);
            int length = random.Next(8) == 0 ? random.Next(image.Length) : image.Length;
            File.WriteAllBytes(PackPath + name, image[..length]);
        }

        GiveToGuest(PackPath + "/mutants");
        return names;
    }

    private static int DynamicOffset(byte[] image)
    {
        for (int index = 0; index < BitConverter.ToUInt16(image, 56); index++)
        {
            int at = 64 + (index * 56);
            if (BitConverter.ToUInt32(image, at) == 2)
            {
                return (int)BitConverter.ToUInt64(image, at + 8);
            }
        }

        throw new InvalidOperationException("an original has no PT_DYNAMIC");
    }
}
