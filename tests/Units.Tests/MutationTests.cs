using System.Text;
using Xunit;

namespace Ptracer.Units.Tests;

/// <summary>Nothing in a file makes the reader throw.</summary>
public sealed class MutationTests
{
    private const int Mutations = 20_000;

    [Fact]
    public void Files_Mutated_GiveDiagnosticsAndNeverThrow()
    {
        Random random = new(5);
        string[] samples = [.. Samples.Directories.Where(Directory.Exists).SelectMany(directory => Directory.GetFiles(directory))
            .Where(path => UnitName.IsValid(UnitPath.NameOf(path))).Order(StringComparer.Ordinal)];
        byte[][] contents = [.. samples.Select(File.ReadAllBytes), .. DiagnosticTests.Bodies.Select(Encoding.UTF8.GetBytes)];
        int complaints = 0;
        for (int count = 0; count < Mutations; count++)
        {
            int chosen = random.Next(contents.Length);
            string name = chosen < samples.Length ? UnitPath.NameOf(samples[chosen]) : "case.service";
            MemoryUnitFiles files = new() { ["/lib/systemd/system/" + name] = Mutate(contents[chosen], random) };
            UnitCatalog catalog = new(files, SpecifierContext.Default);
            Unit unit = catalog.Load(UnitName.IsTemplate(name) ? UnitName.Instantiate(name, "x") : name);
            complaints += unit.Diagnostics.Count;
            _ = Dependencies.Of(unit, catalog.Load).Count + SettingSupport.Unsupported(unit).Count + RequiredPaths.Of(unit, SpecifierContext.Default).Count;
        }

        TestContext.Current.SendDiagnosticMessage("{0} mutated files, {1} complaints", Mutations, complaints);
        Assert.True(complaints > Mutations / 2, $"only {complaints} complaints");
    }

    private static byte[] Mutate(byte[] content, Random random)
    {
        List<byte> bytes = [.. content];
        for (int edits = random.Next(1, 8); edits > 0 && bytes.Count > 1; edits--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 2:
                    bytes.Insert(at, (byte)"=[]%\\\"'\n;#$ -~/:@"[random.Next(17)]);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(30, bytes.Count - at)));
                    break;
                default:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }

        return [.. bytes];
    }
}
