package org.ptracer.app.daemon;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.SortedSet;
import java.util.TreeSet;

/** The guests in the app's home, and what the app does with them. */
public final class Guests {
    private static final long CREATE_LIMIT_MS = 60 * 60_000;
    private static final long START_LIMIT_MS = 60_000;

    /** As long as systemd gives a unit to stop, before ptracer kills it, and a little more. */
    private static final long STOP_LIMIT_MS = 100_000;
    private static final int BUFFER_BYTES = 128 * 1024;

    private final Contract contract;
    private final OutputTail output;

    public Guests(Contract contract, OutputTail output) {
        this.contract = contract;
        this.output = output;
    }

    /** Their names. A guest that is being made or removed has a hidden name. */
    public SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>();
        String[] all = contract.guests().list();
        for (String name : all == null ? new String[0] : all) {
            if (GuestName.isValid(name)) {
                names.add(name);
            }
        }

        return names;
    }

    /**
     * Makes a guest of an archive, which ptracer needs as a file: it reads some kinds more than once.
     *
     * @return whether it is there; why not is in the output
     */
    public boolean create(String name, InputStream archive) throws IOException, InterruptedException {
        removeLeftovers();
        File file = File.createTempFile("archive", null, contract.incoming());
        try {
            copy(archive, file);
            return Command.run(contract, contract.createCommand(name, file), CREATE_LIMIT_MS, output) == 0;
        } finally {
            file.delete();
        }
    }

    /** Boots one in the running daemon. */
    public void start(String name) throws IOException, InterruptedException {
        Command.run(contract, contract.startCommand(name), START_LIMIT_MS, output);
    }

    /** Stops all that runs in guests: it would outlive the daemon, which is made to be replaced below its services. */
    public void stopAll() throws IOException, InterruptedException {
        for (String name : names()) {
            Command.run(contract, contract.stopCommand(name), STOP_LIMIT_MS, output);
        }
    }

    // Of a run of the app that was killed. Guests are made one after the other, so no other one is in use.
    private void removeLeftovers() {
        File[] leftovers = contract.incoming().listFiles();
        for (File leftover : leftovers == null ? new File[0] : leftovers) {
            leftover.delete();
        }
    }

    private static void copy(InputStream from, File to) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (OutputStream output = new FileOutputStream(to)) {
            int count;
            while ((count = from.read(buffer)) > 0) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("stopped");
                }

                output.write(buffer, 0, count);
            }
        }
    }
}
