using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>perl with its core modules.</summary>
public sealed class PerlTests : GuestTest
{
    [Fact]
    public void Perl_DirectoriesSocketsAndProcesses_Work()
    {
        Write("work.pl", """
            use strict; use warnings;
            use Cwd qw(getcwd abs_path); use File::Find; use File::Temp qw(tempdir); use File::Copy qw(move);
            use IO::Socket::UNIX; use IO::Socket::INET; use POSIX qw(:sys_wait_h mkfifo); use Socket;
            opendir(my $dir, '/etc/apt') or die $!;
            print join(' ', grep { /^[a-p]/ } sort grep { !/^\./ } readdir $dir), "\n";
            chdir $dir or die $!;
            print getcwd(), ' ', abs_path('../../bin'), "\n";
            my $temporary = tempdir(CLEANUP => 1);
            my $count = 0;
            find({ wanted => sub { $count++ if -f }, no_chdir => 1 }, '/usr/share/perl/5.36/File');
            print $count > 5 ? "found\n" : "too few\n";
            my $server = IO::Socket::UNIX->new(Local => "$temporary/s", Listen => 1) or die $!;
            print "at ", $server->hostpath eq "$temporary/s" ? 'right' : $server->hostpath, " path\n";
            my $pid = fork;
            if (!$pid) {
                my $client = IO::Socket::UNIX->new(Peer => "$temporary/s") or die $!;
                print $client "from child\n";
                POSIX::_exit($client->peerpath eq "$temporary/s" ? 3 : 4);
            }
            my $connection = $server->accept;
            print scalar <$connection>;
            waitpid $pid, 0;
            print WEXITSTATUS($?), "\n";
            my $tcp = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1') or die $!;
            my $peer = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $tcp->sockport) or die $!;
            print $peer "tcp\n"; $peer->flush;
            print scalar readline $tcp->accept;
            mkfifo("$temporary/f", 0600) or die $!;
            move("$temporary/f", "$temporary/g") or die $!;
            print -p "$temporary/g" ? "fifo\n" : "no fifo\n";
            print `echo \$0; readlink /proc/self/cwd`;
            chdir '/';

            """);
        Run("perl", "work.pl").ExpectOutput(
            "apt.conf.d auth.conf.d keyrings preferences.d\n/etc/apt /usr/bin\nfound\nat right path\nfrom child\n3\ntcp\nfifo\nsh\n/etc/apt\n");
    }
}
