package org.ptracer.app.daemon;

import static org.junit.Assert.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class LeftoverDaemonTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void find_daemon_isItsProcess() throws Exception {
        assertEquals(42, find("42\n", "PROGRAM\0daemon\0--port\0" + "0\0"));
    }

    @Test
    public void find_numberOfAnotherProcess_isNone() throws Exception {
        assertEquals(0, find("42\n", "org.ptracer.app\0"));
        assertEquals(0, find("42\n", "PROGRAM\0guest\0create\0"));
        assertEquals(0, find("42\n", "/other/libptracer.so\0daemon\0"));
        assertEquals(0, find("42\n", ""));
    }

    @Test
    public void find_noProcess_isNone() throws Exception {
        assertEquals(0, find("43\n", "PROGRAM\0daemon\0"));
        assertEquals(0, find("", "PROGRAM\0daemon\0"));
        assertEquals(0, find(null, "PROGRAM\0daemon\0"));
    }

    /** With a process 42. */
    private int find(String pidFile, String commandLine) throws IOException {
        Contract contract = Program.of(folder, "");
        File process = new File(folder.getRoot(), "proc/42");
        process.mkdirs();
        contract.pidFile().getParentFile().mkdirs();
        Files.deleteIfExists(contract.pidFile().toPath());
        if (pidFile != null) {
            Files.writeString(contract.pidFile().toPath(), pidFile);
        }

        String words = commandLine.replace("PROGRAM", contract.program().getPath());
        Files.writeString(process.toPath().resolve("cmdline"), words);
        return LeftoverDaemon.find(contract, process.getParentFile());
    }
}
