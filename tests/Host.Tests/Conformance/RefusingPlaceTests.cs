using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Conformance;

/// <summary>
/// Programs on a file system that has neither hard links nor sockets and FIFOs, as SELinux leaves it to an adb shell: a
/// directory mounted by sshfs, whose other end speaks the protocol on a pipe. Needs root to mount it, and /dev/fuse.
/// </summary>
public sealed class RefusingPlaceTests : IDisposable
{
    private static readonly string[] s_programs =
    [
        "blocked_signals_wait", "ends_while_threads_are_blocked", "exec_errors", "fifo_between_processes", "fifo_open_pairs",
        "mknod_over_dangling_link", "signal_handler_makes_path_calls", "signal_interrupts_blocking_open",
        "signal_relative_open_restarts_in_a_new_cwd",
        "hard_links_and_open_files", "hard_links_are_files", "link_and_linkat", "unlink_family", "unix_address_sizes",
        "unix_credentials_and_descriptors", "unix_datagram_reply_to_sender", "unix_sendmsg_and_sendmmsg", "unix_seqpacket_and_reconnect",
        "unix_socket_in_a_deep_directory", "unix_socket_over_fork_and_exec", "unix_stream_by_path", "unix_sun_path_of_108_bytes",
    ];

    private readonly string _directory = Path.Combine(TestPlace.ScratchParent, "ptracer-refusing-" + Path.GetRandomFileName());
    private bool _isMounted;

    [Fact]
    public void Run_WhereLinksSocketsAndFifosAreRefused_PrintsTheSame()
    {
        Assert.SkipUnless(TestPlace.IsRoot && File.Exists("/dev/fuse"), "needs root and /dev/fuse for sshfs");
        using ConformanceRun run = ConformanceRun.At(Mount(), s_programs);
        run.AssertSame();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isMounted)
        {
            HostCommand.Run("fusermount", "-u", Path.Combine(_directory, "place"));
        }

        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    private string Mount()
    {
        string place = Path.Combine(_directory, "place"), files = Path.Combine(_directory, "files"), server = Path.Combine(_directory, "server");
        Directory.CreateDirectory(place);
        Directory.CreateDirectory(files);
        File.WriteAllText(server, "#!/bin/sh\numask 0\nexec /usr/lib/openssh/sftp-server\n");
        File.SetUnixFileMode(server, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        string options = $"allow_other,default_permissions,disable_hardlink,no_contain_symlinks,cache=no,uid={TestPlace.UserId},gid={TestPlace.UserId}";
        HostCommand.Run("sshfs", "-o", $"{options},ssh_command={server}", "nowhere:" + files, place);
        _isMounted = true;
        Assert.Contains("not permitted", Refusal(place), StringComparison.Ordinal);
        return place;
    }

    // That it is such a place.
    private static string Refusal(string place) => HostCommand.Run(
        "sh", "-c", "cd \"$1\" && : >file && ! ln file other 2>&1 && rm file", "sh", place);
}
