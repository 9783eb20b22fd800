// Without it two PATH_MAX buffers on the stack are cleared on every call: about 150 ns.
[module: System.Runtime.CompilerServices.SkipLocalsInit]
