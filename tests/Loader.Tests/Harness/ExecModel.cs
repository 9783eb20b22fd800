using System.Text;

namespace Ptracer.Loader.Tests;

/// <summary>
/// execve as the engine composes it of the loader's parts: headers, interpreter, images, plan, in the kernel's order.
/// </summary>
internal sealed class ExecModel
{
    private const int NoEntry = 2;
    private const int NoAccess = 13;
    private readonly LoadImage _program = new();
    private readonly LoadImage _interpreter = new();
    private readonly byte[] _plan = new byte[128 * 1024];

    /// <summary>The errno, or 0 and a plan.</summary>
    internal readonly record struct Outcome(int Errno, PlanReader? Plan, string? Explanation)
    {
        public bool Dies => Plan is { Dies: true };
    }

    /// <summary>The program as last read.</summary>
    public LoadImage Program => _program;

    /// <summary>The interpreter as last read.</summary>
    public LoadImage Interpreter => _interpreter;

    public ulong RandomPages { get; set; }

    public AddressRandomization Randomization { get; set; }

    /// <summary>Whose file the interpreter is; by default the machine's.</summary>
    public Func<string, byte[]?> OpenInterpreter { get; set; } =
        path => File.Exists(path) ? File.ReadAllBytes(path) : null;

    public Outcome Exec(ReadOnlySpan<byte> file)
    {
        LoadError error = ElfHeader.TryRead(FirstPage(file), out ElfHeader header);
        if (error == LoadError.None)
        {
            error = ProgramHeaders.TryRead(header, From(file, header.ProgramHeaderOffset), out ProgramHeaders table);
            if (error == LoadError.None)
            {
                return ExecProgram(file, header, table);
            }
        }

        return new(error.ToErrno(), null, error.Describe());
    }

    private Outcome ExecProgram(ReadOnlySpan<byte> file, in ElfHeader header, in ProgramHeaders table)
    {
        LoadError error = table.TryGetInterpreter(out ulong offset, out int size);
        if (error != LoadError.None || size == 0)
        {
            _program.Read(header, table);
            return error == LoadError.None ? Write([], null) : new(error.ToErrno(), null, error.Describe());
        }

        ReadOnlySpan<byte> bytes = From(file, offset);
        if (bytes.Length < size)
        {
            return new(LoadError.ShortRead.ToErrno(), null, null);
        }

        error = InterpreterPath.TryRead(bytes[..size], out ReadOnlySpan<byte> path);
        if (error != LoadError.None)
        {
            return new(error.ToErrno(), null, error.Describe());
        }

        int errno = ReadInterpreter(Encoding.Latin1.GetString(path), header.Machine);
        if (errno != 0)
        {
            return new(errno, null, null);
        }

        _program.Read(header, table);
        return Write(path, _interpreter);
    }

    private int ReadInterpreter(string path, ElfMachine program)
    {
        if (OpenInterpreter(path) is not byte[] file)
        {
            return Directory.Exists(path) ? NoAccess : NoEntry;
        }

        LoadError error = ElfHeader.TryReadInterpreter(FirstPage(file), program, out ElfHeader header);
        if (error == LoadError.None)
        {
            error = ProgramHeaders.TryRead(header, From(file, header.ProgramHeaderOffset), out ProgramHeaders table);
            if (error == LoadError.None)
            {
                _interpreter.Read(header, table);
            }
        }

        return error.ToErrno();
    }

    private Outcome Write(ReadOnlySpan<byte> interpreterPath, LoadImage? interpreter)
    {
        AuxiliaryEntry[] overrides = [new(AuxiliaryType.UserId, 0), new(AuxiliaryType.GroupId, 7)];
        LoadPlanInput input = new()
        {
            Program = _program,
            ProgramPath = "/host/program"u8,
            Interpreter = interpreter,
            InterpreterPath = interpreterPath,
            ExecFileName = "./guest/program-with-a-long-name"u8,
            CommandName = CommandName.Of("./guest/program-with-a-long-name"u8),
            AuxiliaryOverrides = overrides,
            RandomPages = RandomPages,
            Randomization = Randomization,
            MemoryMapUpdate = MemoryMapUpdate.Set,
            BrkOffsetBytes = RandomPages << 3,
        };
        int length = LoadPlan.TryWrite(_plan, input);
        return new(0, new PlanReader(_plan.AsSpan(0, length)), LoadPlan.Explain(input));
    }

    private static ReadOnlySpan<byte> FirstPage(ReadOnlySpan<byte> file) => file[..Math.Min(file.Length, 4096)];

    private static ReadOnlySpan<byte> From(ReadOnlySpan<byte> file, ulong offset) =>
        offset < (ulong)file.Length ? file[(int)offset..] : default;
}
