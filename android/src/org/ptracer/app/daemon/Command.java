package org.ptracer.app.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;

/** Runs ptracer. Process.waitFor with a limit, destroyForcibly and redirection to files came with API 26. */
public final class Command {
    private Command() {
    }

    /** Starts it as a direct child of this process, with standard error in its output. */
    public static Process start(Contract contract, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(contract.environment());
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /**
     * Runs it to its end; it is ended when the limit has passed.
     *
     * @return its exit status
     */
    public static int run(Contract contract, List<String> command, long limitMs, OutputTail output)
            throws IOException, InterruptedException {
        final Process process = start(contract, command);
        Timer timer = new Timer("limit", true);
        timer.schedule(new TimerTask() {
            @Override
            public void run() {
                process.destroy();
            }
        }, limitMs);
        try {
            Thread reader = drain(process, output);
            int status = process.waitFor();
            reader.join();
            return status;
        } finally {
            timer.cancel();
            process.destroy();
        }
    }

    /**
     * Reads what a process says, on a thread of its own. That is no way to learn of the process's end: what it has
     * started may hold the pipe open longer.
     */
    static Thread drain(final Process process, final OutputTail output) {
        Thread reader = new Thread("output") {
            @Override
            public void run() {
                InputStream said = process.getInputStream();
                try (BufferedReader lines = new BufferedReader(new InputStreamReader(said, "UTF-8"))) {
                    String line;
                    while ((line = lines.readLine()) != null) {
                        output.add(line);
                    }
                } catch (IOException closed) {
                    // destroy closes the pipe below us
                }
            }
        };
        reader.setDaemon(true);
        reader.start();
        return reader;
    }
}
