package org.ptracer.app.daemon;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class SupervisorTest {
    private static final long LIMIT_MS = 30_000;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final OutputTail output = new OutputTail();
    private final BlockingQueue<String> states = new LinkedBlockingQueue<>();
    private Supervisor supervisor;

    @After
    public void stop() throws Exception {
        supervisor.stop(LIMIT_MS);
    }

    @Test(timeout = 60_000)
    public void start_daemonEnds_isStartedAgain() throws Exception {
        start("echo started; exit 3");
        assertEquals("running", states.take());
        assertEquals("ended with status 3; starting again in 1 s", states.take());
        assertEquals("running", states.take());
        assertEquals("ended with status 3; starting again in 2 s", states.take());
        assertTrue(supervisor.isStarted());
    }

    @Test(timeout = 60_000)
    public void start_noProgram_isTriedAgain() throws Exception {
        supervise(() -> {
            throw new IOException("no such file");
        });
        assertEquals("could not be started: no such file; starting again in 1 s", states.take());
        assertEquals("could not be started: no such file; starting again in 2 s", states.take());
    }

    @Test(timeout = 60_000)
    public void stop_daemonRuns_endsItAndStartsNoOther() throws Exception {
        start("exec sleep 1000");
        assertEquals("running", states.take());
        assertTrue(supervisor.isRunning());
        supervisor.stop(LIMIT_MS);
        assertEquals("stopped", states.take());
        assertFalse(supervisor.isRunning());
        assertFalse(supervisor.isStarted());
    }

    @Test(timeout = 60_000)
    public void stop_whileWaiting_doesNotWaitLonger() throws Exception {
        start("exit 3");
        assertEquals("running", states.take());
        assertEquals("ended with status 3; starting again in 1 s", states.take());
        supervisor.stop(LIMIT_MS);
        assertEquals("stopped", states.take());
    }

    @Test(timeout = 60_000)
    public void start_afterStop_startsAgain() throws Exception {
        start("exec sleep 1000");
        assertEquals("running", states.take());
        supervisor.stop(LIMIT_MS);
        assertEquals("stopped", states.take());
        supervisor.start();
        assertEquals("running", states.take());
    }

    private void start(String script) throws IOException {
        Contract contract = Program.of(folder, script);
        supervise(() -> Command.start(contract, contract.daemonCommand()));
    }

    private void supervise(Supervisor.Launcher launcher) {
        supervisor = new Supervisor(launcher, output, () -> states.add(supervisor.state()));
        supervisor.start();
    }
}
