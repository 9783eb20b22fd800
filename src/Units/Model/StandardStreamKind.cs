namespace Ptracer.Units;

/// <summary>Where a standard stream goes.</summary>
internal enum StandardStreamKind
{
    /// <summary>/dev/null.</summary>
    Null,

    /// <summary>Where the stream before it goes: input for output, output for error.</summary>
    Inherit,

    /// <summary>The terminal TTYPath=; waits until it is free.</summary>
    Tty,

    /// <summary>The terminal, taken from whoever has it.</summary>
    TtyForce,

    /// <summary>The terminal; fails when it is not free.</summary>
    TtyFail,

    /// <summary>StandardInputText= and StandardInputData=.</summary>
    Data,

    /// <summary>A file, written from its beginning.</summary>
    File,

    /// <summary>A file, written at its end.</summary>
    Append,

    /// <summary>A file, emptied first.</summary>
    Truncate,

    /// <summary>The socket that activated the service.</summary>
    Socket,

    /// <summary>A named descriptor of a socket unit.</summary>
    NamedDescriptor,

    /// <summary>The journal.</summary>
    Journal,

    /// <summary>The journal and the console.</summary>
    JournalAndConsole,

    /// <summary>The kernel's log.</summary>
    Kmsg,

    /// <summary>The kernel's log and the console.</summary>
    KmsgAndConsole,
}
