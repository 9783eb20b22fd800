using System.Text;
using Xunit;

namespace Ptracer.Loader.Tests;

/// <summary>The rule of binfmt_script.c, and the machine's kernel as its judge.</summary>
[Collection(NativeCollection.Name)]
public sealed class ShebangTests
{
    private const int NoEntry = 2;
    private const int ExecFormat = 8;
    private const int NoAccess = 13;
    private const int NotDirectory = 20;

    /// <summary>Lines in which {I} is the interpreter's path and {n} fills with x up to byte n.</summary>
    public static TheoryData<string> Lines =>
    [
        "#!{I}\n", "#!{I}", "#! \t{I}\n", "#!{I} \t\n", "#!{I}  ", "#!{I} -a\n", "#!{I} -a", "#!{I} -a b\tc \t\n",
        "#!{I}\t\t-a b  ", "#!", "#!\n", "#! \t \n", "#! \t ", "#!{I}\r\n", "#!{I}\0 -a\n", "#!{I} a\0b\n",
        "#!{I} \0b\n",
        "#!\0{I}\n", "#!{I}\n-a", "#!{I} -a\n\n", "#!{I} {254}\n", "#!{I} {255}\n", "#!{I} {256}\n", "#!{I} {400}\n",
        "#!{254}\n", "#!{255}\n", "#!{256}\n", "#!{300}", "#!{254} ", "#!{255} ", "#!{254} a", "#!{253} a",
        "#!{253} ab",
        "#!{s254}", "#!{s256}", "#!{s300}{I}\n", "#!{r256}{I}\n", "#!{r255}{I}\n", "#!{r255}{I} ", "#!{r255}{I}",
        "#!{r254}{I} \n", "#!{r254}{I}\ta", "#!{r253}{I}  a", "#!{r250}{I} abcdef", "#!{r250}{I} abc  \n",
        "#!{I} {s254}\n", "#!{I} {s255}\n", "#!{I} {s256}\n", "#!{I} {s254}a", "#!{I} {s255}a", "#!{I}{s400}\n",
        "#!{I} a{s254}\n", "#!{I} a{s255}\n", "#!{I} a{s256}\n", "#!{I} a{s255}b",
    ];

    [Theory]
    [InlineData("#!/bin/sh\n", ShebangResult.Interpreter, "/bin/sh", "")]
    [InlineData("#!/bin/sh", ShebangResult.Interpreter, "/bin/sh", "")]
    [InlineData("#! \t/bin/sh\t \n", ShebangResult.Interpreter, "/bin/sh", "")]
    [InlineData("#!/bin/env  py -u \t\nimport", ShebangResult.InterpreterWithArgument, "/bin/env", "py -u")]
    [InlineData("#!/bin/sh -e  ", ShebangResult.InterpreterWithArgument, "/bin/sh", "-e  ")]
    [InlineData("#!/bin/sh ", ShebangResult.InterpreterWithArgument, "/bin/sh", "")]
    [InlineData("#!/bin/sh\r\n", ShebangResult.Interpreter, "/bin/sh\r", "")]
    [InlineData("#!sh", ShebangResult.Interpreter, "sh", "")]
    [InlineData("#!\n/bin/sh\n", ShebangResult.NoInterpreter, "", "")]
    [InlineData("#!   ", ShebangResult.Interpreter, "", "")]
    [InlineData("#!", ShebangResult.Interpreter, "", "")]
    [InlineData("#", ShebangResult.NotScript, "", "")]
    [InlineData("", ShebangResult.NotScript, "", "")]
    [InlineData(" #!/bin/sh\n", ShebangResult.NotScript, "", "")]
    public void TryParse_Line_Splits(string line, object result, string interpreter, string argument)
    {
        Assert.Equal(
            result,
            Shebang.TryParse(
                Encoding.Latin1.GetBytes(line), out ReadOnlySpan<byte> path, out ReadOnlySpan<byte> optional));
        Assert.Equal(interpreter, Encoding.Latin1.GetString(path));
        Assert.Equal(argument, Encoding.Latin1.GetString(optional));
    }

    [Fact]
    public void TryParse_NameOf254Bytes_IsTruncated()
    {
        byte[] line = Encoding.ASCII.GetBytes("#!" + new string('x', 254) + "\n");
        Assert.Equal(ShebangResult.TruncatedInterpreter, Shebang.TryParse(line, out _, out _));
        line = Encoding.ASCII.GetBytes("#!" + new string(' ', 254) + "/bin/sh\n");
        Assert.Equal(ShebangResult.NoInterpreter, Shebang.TryParse(line, out _, out _));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void TryParse_Line_AgreesWithKernel(string template)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a Linux kernel");
        using ScratchDirectory scratch = new();
        string interpreter = scratch.Write("i", new ElfBuilder().WithLoad().Build());
        CompareWithKernel(scratch, interpreter, Expand(template, interpreter));
    }

    [Fact]
    public void TryParse_RandomLines_AgreeWithKernel()
    {
        const int Count = 250;
        Random random = new(20240607);
        using ScratchDirectory scratch = new();
        string interpreter = scratch.Write("i", new ElfBuilder().WithLoad().Build());
        for (int i = 0; i < Count; i++)
        {
            CompareWithKernel(scratch, interpreter, RandomLine(random, interpreter));
        }
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(6, 40)]
    public void MaxDepth_ChainOfScripts_IsTheKernels(int scripts, int errno)
    {
        using ScratchDirectory scratch = new();
        string last = scratch.Write("i", new ElfBuilder().WithLoad().Build());
        for (int i = 0; i < scripts; i++)
        {
            last = scratch.Write("s" + i, Encoding.ASCII.GetBytes("#!" + last + "\n"));
        }

        Assert.Equal(errno, NativeRun.Of(last).Errno);
        Assert.Equal(scripts <= Shebang.MaxDepth, errno == 0);
    }

    private static void CompareWithKernel(ScratchDirectory scratch, string interpreter, byte[] line)
    {
        string script = scratch.Write("script", line);
        NativeRun native = NativeRun.Of(script);
        ShebangResult result = Shebang.TryParse(line, out ReadOnlySpan<byte> path, out ReadOnlySpan<byte> argument);
        string shown = Encoding.Latin1.GetString(line).Replace('\0', '@');
        if (result is ShebangResult.NoInterpreter or ShebangResult.TruncatedInterpreter)
        {
            Assert.True(native.Errno == ExecFormat, $"{shown}: {result}, kernel {native.Errno}");
            return;
        }

        string name = Encoding.Latin1.GetString(path);
        if (name != interpreter)
        {
            // Nothing else exists. An empty name is the working directory, as everywhere in exec.
            int errno = name.Length == 0 ? NoAccess : name.StartsWith(interpreter + "/") ? NotDirectory : NoEntry;
            Assert.True(native.Errno == errno, $"{shown}: {name}, kernel {native.Errno}");
            return;
        }

        Assert.True(native.DumpOf(ElfMachine.X64) is not null, $"{shown}: kernel {native.Errno}");
        List<string> expected = [interpreter];
        if (result == ShebangResult.InterpreterWithArgument)
        {
            expected.Add(Encoding.Latin1.GetString(argument));
        }

        expected.Add(script);
        Assert.Equal(expected, native.DumpOf(ElfMachine.X64)!.Arguments.Select(Encoding.Latin1.GetString));
    }

    private static byte[] Expand(string template, string interpreter)
    {
        StringBuilder line = new();
        for (int i = 0; i < template.Length; i++)
        {
            if (template[i] != '{')
            {
                line.Append(template[i]);
                continue;
            }

            int close = template.IndexOf('}', i);
            string word = template[(i + 1)..close];
            i = close;
            _ = word[0] switch
            {
                'I' => line.Append(interpreter),
                's' => Fill(line, ' ', int.Parse(word.AsSpan(1), null)),
                'r' => Fill(line, '\t', int.Parse(word.AsSpan(1), null) - interpreter.Length),
                _ => Fill(line, 'x', int.Parse(word, null)),
            };
        }

        return Encoding.Latin1.GetBytes(line.ToString());
    }

    private static StringBuilder Fill(StringBuilder line, char value, int length) =>
        line.Append(value, Math.Max(0, length - line.Length));

    private static byte[] RandomLine(Random random, string interpreter)
    {
        string[] words = [interpreter, " ", "\t", "  ", "a", "bc", "\0", "\n", "\n", new(' ', 60), new('y', 60)];
        StringBuilder line = new("#!");
        Fill(line, ' ', random.Next(3) == 0 ? random.Next(225, 257) - interpreter.Length : random.Next(4));
        line.Append(random.Next(8) == 0 ? "" : interpreter);
        for (int i = random.Next(9); i > 0; i--)
        {
            line.Append(words[random.Next(words.Length)]);
        }

        return Encoding.Latin1.GetBytes(line.ToString());
    }
}
