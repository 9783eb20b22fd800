namespace Ptracer.Loader;

/// <summary>
/// What the program's last PT_GNU_STACK asks for. The interpreter's does not count. Without one, an x86-64 kernel
/// leaves the stack non-executable since 5.8 and made it executable before; an i386 program's is executable, see
/// <see cref="LoadImage.ReadImpliesExecute"/>.
/// </summary>
internal enum StackExecutability : byte
{
    /// <summary>EXSTACK_DEFAULT: there is no PT_GNU_STACK.</summary>
    Default,

    /// <summary>EXSTACK_DISABLE_X.</summary>
    Disabled,

    /// <summary>EXSTACK_ENABLE_X: old code with trampolines on its stack.</summary>
    Enabled,
}
