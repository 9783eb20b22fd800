package org.ptracer.app.daemon;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class GuestsTest {
    private final InputStream archive = new ByteArrayInputStream("the archive\n".getBytes());

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final OutputTail output = new OutputTail();

    @Test(timeout = 60_000)
    public void create_archive_isGivenAsAFileWhichGoesThen() throws Exception {
        Contract contract = Program.of(folder, "echo \"$1 $2 $3 $4\"; cat \"$5\"; echo \"$PTRACER_HOME\"");
        assertTrue(new File(contract.incoming(), "of a run that was killed").createNewFile());
        assertTrue(new Guests(contract, output).create("box", archive));
        assertEquals("guest create box --from\nthe archive\n" + contract.home() + "\n", output.text());
        assertEquals(0, contract.incoming().list().length);
    }

    @Test(timeout = 60_000)
    public void create_ptracerFails_saysWhy() throws Exception {
        Contract contract = Program.of(folder, "echo 'ptracer: no archive' >&2; exit 125");
        assertFalse(new Guests(contract, output).create("box", archive));
        assertEquals("ptracer: no archive\n", output.text());
    }

    @Test(timeout = 60_000)
    public void create_archiveBreaksOff_leavesNoFile() throws Exception {
        Contract contract = Program.of(folder, "echo run");
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        };
        try {
            new Guests(contract, output).create("box", broken);
            throw new AssertionError("no exception");
        } catch (IOException expected) {
            assertEquals("gone", expected.getMessage());
        }

        assertEquals("", output.text());
        assertEquals(0, contract.incoming().list().length);
    }

    @Test(timeout = 60_000)
    public void stopAll_guests_eachIsStopped() throws Exception {
        Contract contract = Program.of(folder, "echo \"$*\"");
        for (String name : new String[] {"web", "box", ".half-made"}) {
            assertTrue(new File(contract.guests(), name).mkdirs());
        }

        new Guests(contract, output).stopAll();
        assertEquals("guest stop box\nguest stop web\n", output.text());
    }

    @Test(timeout = 60_000)
    public void run_hangs_isEndedAtTheLimit() throws Exception {
        Contract contract = Program.of(folder, "exec sleep 1000");
        assertFalse(Command.run(contract, contract.startCommand("box"), 1, output) == 0);
    }
}
