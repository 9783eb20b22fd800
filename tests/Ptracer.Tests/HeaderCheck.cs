using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Ptracer.Tests;

/// <summary>Compiles assertions against C headers: gcc says which do not hold.</summary>
/// <param name="Wrong">Assertions that do not hold, each with gcc's words.</param>
/// <param name="Missing">Names that the headers do not declare at all.</param>
internal sealed partial record HeaderCheck(IReadOnlyList<string> Wrong, IReadOnlySet<string> Missing)
{
    public static HeaderCheck Run(IEnumerable<string> headers, IReadOnlyList<CAssertion> assertions)
    {
        // Assertion N is on line N of a file called "assert": gcc's messages name it.
        StringBuilder source = new("#include <stddef.h>\n#include <stdint.h>\n#include <sys/types.h>\n");
        foreach (string header in headers)
        {
            source.Append(CultureInfo.InvariantCulture, $"#include <{header}>\n");
        }
        for (int i = 0; i < assertions.Count; i++)
        {
            source.Append(
                CultureInfo.InvariantCulture, $"#line {i + 1} \"assert\"\n_Static_assert({assertions[i].Expression}, \"\");\n");
        }
        return Read(Compile(source.ToString()), assertions);
    }

    private static HeaderCheck Read(string[] messages, IReadOnlyList<CAssertion> assertions)
    {
        HashSet<string> missing = [];
        foreach (Match match in messages.Select(line => Undeclared().Match(line)).Where(match => match.Success))
        {
            if (assertions[LineOf(match) - 1].Name == match.Groups[2].Value)
            {
                missing.Add(match.Groups[2].Value);
            }
        }
        List<string> wrong = [];
        foreach (string line in messages.Where(line => line.Contains("error:", StringComparison.Ordinal)))
        {
            if (ErrorLine().Match(line) is not { Success: true } error)
            {
                wrong.Add(line);
            }
            else if (assertions[LineOf(error) - 1] is var assertion && !missing.Contains(assertion.Name))
            {
                wrong.Add($"{assertion.Expression}: {error.Groups[2].Value}");
            }
        }
        return new(wrong, missing);
    }

    private static string[] Compile(string source)
    {
        ProcessStartInfo start = new("gcc")
        {
            ArgumentList =
            {
                "-std=gnu11", "-D_GNU_SOURCE", "-fsyntax-only", "-fmax-errors=0",
                "-I", Path.Combine(SourceTree.Top, "native/shim"), "-xc", "-",
            },
            Environment = { ["LC_ALL"] = "C" },
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        using Process gcc = Process.Start(start)!;
        gcc.StandardInput.Write(source);
        gcc.StandardInput.Close();
        string messages = gcc.StandardError.ReadToEnd();
        gcc.WaitForExit();
        return messages.Split('\n');
    }

    private static int LineOf(Match match) => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^assert:(\d+):\d+: error: '(\w+)' undeclared")]
    private static partial Regex Undeclared();

    [GeneratedRegex(@"^assert:(\d+):\d+: (?:fatal )?error: (.*)$")]
    private static partial Regex ErrorLine();
}
