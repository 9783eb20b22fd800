package org.ptracer.app.daemon;

import java.io.IOException;
import java.util.Locale;

/**
 * Keeps the daemon running: starts it, waits for its end, waits a while, starts it again, until it is told to stop. It
 * has one thread, which lives from start to stop; the lock guards all fields.
 */
public final class Supervisor {
    /** Starts the daemon. */
    public interface Launcher {
        Process launch() throws IOException, InterruptedException;
    }

    private final Launcher launcher;
    private final OutputTail output;
    private final Runnable changed;
    private Thread thread;
    private Process process;
    private String state = "stopped";
    private boolean isStopping;

    /**
     * @param changed is run, on any thread, when {@link #state} is another
     */
    public Supervisor(Launcher launcher, OutputTail output, Runnable changed) {
        this.launcher = launcher;
        this.output = output;
        this.changed = changed;
    }

    /** What there is to say about the daemon, for people. */
    public synchronized String state() {
        return state;
    }

    /** Whether it is kept running. */
    public synchronized boolean isStarted() {
        return thread != null;
    }

    /** Whether the daemon runs now, as far as is known: what it wrote down is then its own. */
    public synchronized boolean isRunning() {
        return process != null;
    }

    /** Starts, if it has not been started. */
    public synchronized void start() {
        isStopping = false;
        if (thread != null) {
            return; // perhaps one that a stop did not wait for: it goes on then
        }

        thread = new Thread("supervisor") {
            @Override
            public void run() {
                keep();
            }
        };
        thread.start();
    }

    /** Ends the daemon, by SIGTERM, and waits for that, but not longer than the limit. */
    public void stop(long limitMs) throws InterruptedException {
        Thread ending;
        synchronized (this) {
            ending = thread;
            isStopping = true;
            if (process != null) {
                process.destroy();
            }

            notifyAll();
        }

        if (ending != null) {
            ending.join(limitMs);
        }
    }

    private void keep() {
        Backoff backoff = new Backoff();
        try {
            while (goesOn()) {
                long began = System.nanoTime();
                String end = runOnce();
                long ranMs = (System.nanoTime() - began) / 1_000_000;
                pause(end, backoff.afterRunOf(ranMs));
            }
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible); // nobody has this thread
        }

        changed.run();
    }

    // One step, so that a start finds either a thread that goes on or none.
    private synchronized boolean goesOn() {
        if (isStopping) {
            thread = null;
            state = "stopped";
        }

        return !isStopping;
    }

    private String runOnce() throws InterruptedException {
        String end;
        try {
            Process started = launcher.launch();
            if (watch(started)) {
                become("running");
            }

            Command.drain(started, output);
            end = "ended with status " + started.waitFor();
        } catch (IOException failure) {
            end = "could not be started: " + failure.getMessage();
        } finally {
            watch(null);
        }

        output.add("The daemon " + end);
        return end;
    }

    // A stop that came while it was being started has not seen the process.
    private synchronized boolean watch(Process started) {
        process = started;
        if (isStopping && started != null) {
            started.destroy();
        }

        return !isStopping;
    }

    private void pause(String end, long waitMs) throws InterruptedException {
        if (isStopping()) {
            return;
        }

        become(String.format(Locale.ROOT, "%s; starting again in %d s", end, waitMs / 1000));
        long until = System.nanoTime() + waitMs * 1_000_000;
        synchronized (this) {
            for (long left; !isStopping && (left = (until - System.nanoTime()) / 1_000_000) > 0;) {
                wait(left);
            }
        }
    }

    private synchronized boolean isStopping() {
        return isStopping;
    }

    private void become(String now) {
        synchronized (this) {
            state = now;
        }

        changed.run();
    }
}
