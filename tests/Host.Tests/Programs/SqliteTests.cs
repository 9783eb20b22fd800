using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>sqlite3 in WAL mode: locks and a shared mapping among processes.</summary>
public sealed class SqliteTests : GuestTest
{
    [Fact]
    public void Sqlite_ConcurrentWritersInWalMode_LoseNothing()
    {
        Sh("sqlite3 base.db 'pragma journal_mode=wal; create table t(writer int, n int);'").ExpectOutput("wal\n");
        Sh("""
            for writer in 1 2 3 4; do
              for n in $(seq 25); do echo "insert into t values($writer, $n);"; done | sqlite3 -cmd '.timeout 30000' base.db &
            done
            wait
            sqlite3 base.db 'select count(*), sum(n), count(distinct writer) from t; pragma integrity_check;'
            """).ExpectOutput("100|1300|4\nok\n");
    }

    [Fact]
    public void Sqlite_ReaderWhileWriterIsOpen_SeesWalBesideTheBase()
    {
        using var writer = Start("sqlite3", "-interactive", "base.db");
        writer.Input.Write("pragma journal_mode=wal; create table t(a); insert into t values('kept'); select 'in'||'side';\n"u8);
        writer.Input.Flush();
        writer.Expect("inside");
        Sh("ls; sqlite3 -readonly /mnt/base.db 'select a from t'").ExpectSuccess().ExpectText("base.db-shm\nbase.db-wal\n").ExpectText("kept\n");
        writer.Feed([]).Wait().ExpectSuccess();
        Sh("test ! -e base.db-wal; sqlite3 base.db 'pragma integrity_check; vacuum; select a from t'").ExpectOutput("ok\nkept\n");
    }
}
