package org.ptracer.app.daemon;

import static org.junit.Assert.assertEquals;

import java.io.File;
import org.junit.Test;

public final class ContractTest {
    private static final Contract CONTRACT = new Contract("/app/lib", "/data/files", "/data/cache");

    @Test
    public void print_contract_isTheWholeWayToStartTheDaemon() {
        String expected = String.join("\n",
                "dir /data/files",
                "dir /data/cache",
                "dir /data/files/incoming",
                "env PTRACER_HOME=/data/files/ptracer",
                "env PTRACER_LOADER=/app/lib/libptracer-loader.so",
                "env TMPDIR=/data/cache",
                "env HOME=/data/files",
                "env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/system/bin",
                "env ANDROID_ROOT=/system",
                "env ANDROID_DATA=/data",
                "arg /app/lib/libptracer.so",
                "arg daemon",
                "arg --port",
                "arg 0",
                "");
        assertEquals(expected, ContractPrinter.print(CONTRACT));
    }

    @Test
    public void createCommand_archive_comesFromIt() {
        assertEquals("[/app/lib/libptracer.so, guest, create, box, --from, /data/files/incoming/a]",
                CONTRACT.createCommand("box", new File(CONTRACT.incoming(), "a")).toString());
    }

    @Test
    public void files_home_areWhereTheDaemonHasThem() {
        assertEquals("/data/files/ptracer/run/panel", CONTRACT.panelFile().getPath());
        assertEquals("/data/files/ptracer/run/daemon.pid", CONTRACT.pidFile().getPath());
        assertEquals("/data/files/ptracer/guests", CONTRACT.guests().getPath());
    }
}
