using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Conformance;

/// <summary>
/// The same programs where the kernel lacks what is newer than the oldest that Android 9 came with (4.4), natively and
/// traced: all of it, and each alone with the programs that show what ptracer, or a guest, does without it.
/// PTRACER_OLD_KERNELS=whole: each alone with all programs, a minute each.
/// </summary>
/// <remarks>process_vm_readv(2) and seccomp(2) are not here: ptracer needs them.</remarks>
public sealed class OldKernelConformanceTests
{
    private const uint AppId = 10123;

    private static readonly bool s_isWhole = Environment.GetEnvironmentVariable("PTRACER_OLD_KERNELS") == "whole";

    private static readonly (string Name, string Programs)[] s_facilities =
    [
        ("openat2", "openat2_resolve_in_root eloop_matrix dotdot_out_of_a_binding proc_links_as_prefixes rename_symlinks stat_fixtures"),
        ("faccessat2", "access_family eacces_search_permission at_flags_matrix"),
        ("statx", "stat_family_agree* statx_flags_and_masks stat_fixtures"),
        ("close_range", "close_range_then_path_calls posix_spawn_with_actions exec_closes_descriptors"),
        ("pidfd_open", "pidfd_calls wait_statuses"),
        ("pidfd_getfd", "pidfd_calls"),
        ("pidfd_send_signal", "pidfd_calls"),
        ("clone3", "clone3_and_clone_flags fork_in_threads posix_spawn_with_actions threads_share_and_split_cwd"),
        ("memfd_create", "memfd_* exec_errors exec_chain_of_100 shebang_nesting"),
        ("MFD_EXEC", "memfd_* exec_errors"),
        ("execveat", "execveat_* exec_errors memfd_and_fexecve"),
        ("rseq", "exec_thread_local_storage* fork_in_threads"),
        ("copy_file_range", "copies_between_bindings"),
        ("PR_SET_MM_MAP", "exec_heap_* exec_maps_look_native* exec_auxv_as_proc_shows_it"),
        ("PTRACE_GET_SYSCALL_INFO", "signal_storm_over_path_calls registers_survive_path_calls"),
        ("SECCOMP_FILTER_FLAG_SPEC_ALLOW", "seccomp_* exec_signal_state"),
    ];

    private static readonly string[] s_chosen = [.. s_facilities.SelectMany(facility => facility.Programs.Split(' ')).Distinct()];

    /// <summary>What is forbidden in turn.</summary>
    public static TheoryData<string, string> Facilities() => new(s_facilities.Select(facility => (facility.Name, facility.Programs)));

    /// <summary>Without one.</summary>
    [Theory]
    [MemberData(nameof(Facilities))]
    public void Run_WithoutOne_PrintsTheSame(string facility, string programs)
    {
        SkipUnlessRoot();
        using ConformanceRun run = ConformanceRun.Without(facility, s_isWhole ? [] : programs.Split(' '));
        run.AssertSame();
    }

    /// <summary>Without all of them.</summary>
    [Fact]
    public void Run_WithoutAll_PrintsTheSame()
    {
        SkipUnlessRoot();
        using ConformanceRun run = ConformanceRun.Without(All([]));
        run.AssertSame();
    }

    /// <summary>So in an app of Android 14, whose policy allows most of them.</summary>
    [Fact]
    public void Run_WithoutAllInAnApp_PrintsTheSame()
    {
        SkipUnlessRoot();

        // The first three are trapped, and so answered, whatever the kernel has; and an app's guest gets no file in memory
        // without a directory for temporary ones, which the programs' environment does not name. Every Android has it.
        string forgotten = All(["openat2", "faccessat2", "rseq", "memfd_create"]);
        using ConformanceRun native = ConformanceRun.Without(forgotten, s_isWhole ? [] : s_chosen);
        using ConformanceRun app = native.OnAndroidWithout(forgotten, "-V 14 -X", AppId, s_isWhole ? [] : s_chosen);
        app.AssertSame();
    }

    private static string All(IEnumerable<string> but) => string.Join(',', s_facilities.Select(facility => facility.Name).Except(but));

    private static void SkipUnlessRoot() => Assert.SkipUnless(TestPlace.IsRoot, "needs root for the native chroot");
}
