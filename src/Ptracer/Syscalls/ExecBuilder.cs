using Ptracer.Linux;
using Ptracer.Loader;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>
/// Reads what an exec names, in the guest's view, and makes the load plan for the stub: scripts to their interpreter,
/// programs with their ld.so. Every error up to here is execve's answer, in the kernel's order (fs/exec.c,
/// fs/binfmt_script.c, fs/binfmt_elf.c); what the kernel finds out only past its point of no return kills the process.
/// </summary>
internal sealed unsafe class ExecBuilder(SyscallContext context)
{
    private const int FirstBytes = 4096;

    private readonly byte[] _start = GC.AllocateUninitializedArray<byte>(FirstBytes, pinned: true);
    private readonly byte[] _table = GC.AllocateUninitializedArray<byte>(ElfHeader.MaxProgramHeadersSizeBytes, pinned: true);
    private readonly byte[] _name = GC.AllocateUninitializedArray<byte>(Resolution.PathMax, pinned: true);
    private readonly byte[] _plan = GC.AllocateUninitializedArray<byte>(0x20000, pinned: true);
    private readonly Resolution _place = new();
    private readonly PathBuffer _programPath = new(4 * Resolution.PathMax);
    private readonly PathBuffer _interpreterPath = new(4 * Resolution.PathMax);
    private readonly PathBuffer _interpreterName = new(Resolution.PathMax);
    private readonly LoadImage _program = new();
    private readonly LoadImage _interpreter = new();
    private readonly AuxiliaryEntry[] _overrides = new AuxiliaryEntry[4];
    private LookupProcess _process;

    /// <summary>The words that a script puts in the place of argv[0], first word first; none for a program.</summary>
    public ScriptWords Words { get; } = new();

    /// <summary>The program's descriptor: the caller's from a successful build on.</summary>
    public int Executable { get; private set; } = -1;

    /// <summary>The program that the plan loads.</summary>
    public LoadImage Program => _program;

    /// <summary>The mount that the program was reached by, where its host path does not tell.</summary>
    public Mount? Hint { get; private set; }

    public ReadOnlySpan<byte> Plan => _plan.AsSpan(0, PlanLength);

    private int PlanLength { get; set; }

    /// <summary>For a person: why the program cannot be run; set when the reason is in a file's format.</summary>
    public LoadError FormatError { get; private set; }

    /// <summary>Why the program will die of SIGSEGV once loaded, as under the kernel; null: it will not.</summary>
    public string? Defect { get; private set; }

    /// <summary>The host path of the file that was being read when an error came up.</summary>
    public ReadOnlySpan<byte> FailedPath => _place.Host.Span;

    /// <summary>The interpreter that the guest lacks, if that is why it failed.</summary>
    public string? MissingInterpreter =>
        _interpreterName.Length == 0 ? null : System.Text.Encoding.UTF8.GetString(_interpreterName.Span);

    /// <summary>Whether memory descriptors can be set (PR_SET_MM_MAP).</summary>
    public MemoryMapUpdate MemoryMapUpdate { get; init; }

    /// <summary>Builds a plan for the file at a resolved place.</summary>
    /// <param name="process">Who executes.</param>
    /// <param name="hostPath">The file on the host.</param>
    /// <param name="fileName">The path as given: AT_EXECFN, and what a script is called with.</param>
    /// <param name="commandName">What /proc/PID/comm becomes.</param>
    /// <param name="scriptReachable">Whether an interpreter could open <paramref name="fileName"/>.</param>
    public Errno Build(
        LookupProcess process,
        ReadOnlySpan<byte> hostPath,
        ReadOnlySpan<byte> fileName,
        ReadOnlySpan<byte> commandName,
        ScriptAccess scriptReachable)
    {
        _process = process;
        FormatError = LoadError.None;
        Defect = null;
        _interpreterName.SetLength(0);
        Words.Clear();
        _place.Host.Set(hostPath);
        (_place.Mount, _place.IsUnchanged) = (context.First.Mount, false);
        for (int depth = 0; ; depth++)
        {
            Errno error = ExecutableFile.Open(_place.Host.WithNul, _start, out int descriptor, out int length);
            if (error != Errno.None)
            {
                return error;
            }

            ReadOnlySpan<byte> start = _start.AsSpan(0, length);
            ShebangResult script = Shebang.TryParse(start, out ReadOnlySpan<byte> interpreter, out ReadOnlySpan<byte> argument);
            if (script == ShebangResult.NotScript)
            {
                error = BuildProgram(descriptor, start, fileName, commandName);
                return Keep(descriptor, error);
            }

            Unistd.close(descriptor);
            error = script is ShebangResult.NoInterpreter or ShebangResult.TruncatedInterpreter ? Errno.ENOEXEC
                : scriptReachable == ScriptAccess.Unreachable ? Errno.ENOENT
                : depth >= Shebang.MaxDepth ? Errno.ELOOP
                : EnterScript(depth == 0 ? fileName : default, interpreter, argument, script);
            if (error != Errno.None)
            {
                return error;
            }
        }
    }

    private Errno EnterScript(
        ReadOnlySpan<byte> fileName, ReadOnlySpan<byte> interpreter, ReadOnlySpan<byte> argument, ShebangResult script)
    {
        bool room = (fileName.IsEmpty || Words.Prepend(fileName)) &&
            (script != ShebangResult.InterpreterWithArgument || Words.Prepend(argument)) &&
            Words.Prepend(interpreter);
        return room ? Resolve(interpreter) : Errno.E2BIG;
    }

    private Errno Resolve(ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty)
        {
            return Errno.EACCES;
        }

        _interpreterName.Set(path);
        context.Saw(path);
        Errno error = context.Paths.Translate(
            _process, Fcntl.AT_FDCWD, path, LookupKind.Follow, LookupLimits.NeedPlace, _place);
        if (error == Errno.None && _place.IsUnchanged)
        {
            _place.Host.Set(path);
        }

        return error;
    }

    private Errno Keep(int descriptor, Errno error)
    {
        if (error == Errno.None)
        {
            Executable = descriptor;
        }
        else
        {
            Unistd.close(descriptor);
        }

        return error;
    }

    private Errno BuildProgram(
        int descriptor, ReadOnlySpan<byte> start, ReadOnlySpan<byte> fileName, ReadOnlySpan<byte> commandName)
    {
        LoadError format = ElfHeader.TryRead(start, out ElfHeader header);
        if (format != LoadError.None || (format = ReadTable(descriptor, start, header, out ProgramHeaders headers)) != LoadError.None)
        {
            return Refuse(format);
        }

        format = headers.TryGetInterpreter(out ulong offset, out int size);
        if (format != LoadError.None)
        {
            return Refuse(format);
        }

        _program.Read(header, headers);
        SetProgramPath(descriptor);
        if (size > 0)
        {
            Errno error = ReadInterpreter(descriptor, offset, size);
            if (error != Errno.None)
            {
                return error;
            }
        }

        return WritePlan(fileName, commandName, size > 0 ? _interpreter : null);
    }

    /// <summary>A descriptor of the guest may be gone when the stub opens the program; the session's is not.</summary>
    private void SetProgramPath(int descriptor)
    {
        Hint = context.Paths.HintFor(_place);
        _programPath.Set(_place.Host.Span);
        if (_programPath.Span.StartsWith("/proc/"u8) || _programPath.Length >= Resolution.PathMax)
        {
            _programPath.SetLength(SessionLink.Format(descriptor, _programPath.Room));
        }
    }

    private Errno Refuse(LoadError format)
    {
        FormatError = format;
        return (Errno)format.ToErrno();
    }

    private LoadError ReadTable(int descriptor, ReadOnlySpan<byte> start, in ElfHeader header, out ProgramHeaders headers)
    {
        if (ProgramHeaders.TryReadFromStart(header, start, out headers))
        {
            return LoadError.None;
        }

        Span<byte> table = _table.AsSpan(0, header.ProgramHeadersSizeBytes);
        _ = ExecutableFile.ReadAt(descriptor, table, header.ProgramHeaderOffset, out int length);
        return ProgramHeaders.TryRead(header, table[..length], out headers);
    }

    private Errno ReadInterpreter(int program, ulong offset, int size)
    {
        Errno error = ExecutableFile.ReadAt(program, _name.AsSpan(0, size), offset, out int length);
        if (error != Errno.None || length < size)
        {
            return error != Errno.None ? error : Refuse(LoadError.ShortRead);
        }

        LoadError format = InterpreterPath.TryRead(_name.AsSpan(0, size), out ReadOnlySpan<byte> path);
        error = format != LoadError.None ? Refuse(format) : Resolve(path);
        if (error == Errno.None)
        {
            error = ExecutableFile.Open(_place.Host.WithNul, _start, out int descriptor, out length);
            if (error == Errno.None)
            {
                error = ReadInterpreterImage(descriptor, length);
                Unistd.close(descriptor);
            }
        }

        return error;
    }

    private Errno ReadInterpreterImage(int descriptor, int length)
    {
        ReadOnlySpan<byte> start = _start.AsSpan(0, length);
        LoadError format = ElfHeader.TryReadInterpreter(start, _program, out ElfHeader header);
        if (format != LoadError.None || (format = ReadTable(descriptor, start, header, out ProgramHeaders headers)) != LoadError.None)
        {
            return Refuse(format);
        }

        _interpreter.Read(header, headers);
        _interpreterPath.Set(_place.Host.Span);
        return Errno.None;
    }

    private Errno WritePlan(ReadOnlySpan<byte> fileName, ReadOnlySpan<byte> commandName, LoadImage? interpreter)
    {
        Span<byte> random = stackalloc byte[16];
        fixed (byte* p = random)
        {
            Raw.Call(Sysno.getrandom, (long)p, random.Length, 0);
        }

        bool randomize = !ExecEnvironment.HasFixedAddresses(_process.Tid);
        int overrides = ExecEnvironment.FillIdentity(context, _process.Tid, _overrides);
        LoadPlanInput input = new()
        {
            Program = _program,
            ProgramPath = _programPath.Span,
            Interpreter = interpreter,
            InterpreterPath = interpreter is null ? default : _interpreterPath.Span,
            ExecFileName = fileName,
            CommandName = commandName,
            AuxiliaryOverrides = _overrides.AsSpan(0, overrides),
            RandomPages = BitConverter.ToUInt64(random),
            BrkOffsetBytes = randomize ? BitConverter.ToUInt64(random[8..]) & 0x1ffffff : 0,
            Randomization = randomize ? AddressRandomization.Enabled : AddressRandomization.Disabled,
            MemoryMapUpdate = MemoryMapUpdate,
            FastPath = context.Paths.FastSettings(_process.Tgid),
        };
        PlanLength = LoadPlan.TryWrite(_plan, input);
        Defect = LoadPlan.Explain(input);
        return PlanLength < 0 ? Errno.ENOEXEC : Errno.None;
    }
}

/// <summary>Whether the interpreter of a script could open the script by the path it is given.</summary>
internal enum ScriptAccess
{
    Reachable,

    /// <summary>Its descriptor closes on exec: ENOENT (execveat(2), BUGS).</summary>
    Unreachable,
}
