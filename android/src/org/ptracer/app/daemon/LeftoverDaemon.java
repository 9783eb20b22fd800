package org.ptracer.app.daemon;

import java.io.File;
import java.io.IOException;

/**
 * Finds a daemon that outlived the app's process which had started it. It would refuse ours, and nobody would restart it.
 */
public final class LeftoverDaemon {
    private LeftoverDaemon() {
    }

    /**
     * Its process id, or 0. The number in the file may be another process's by now, even our own: what it runs decides.
     *
     * @param proc /proc
     */
    public static int find(Contract contract, File proc) {
        try {
            int pid = Integer.parseInt(SmallFile.read(contract.pidFile()).trim());
            String[] words = SmallFile.read(new File(proc, pid + "/cmdline")).split("\0");
            boolean isDaemon = words.length > 1 && words[0].equals(contract.program().getPath()) && words[1].equals("daemon");
            return isDaemon ? pid : 0;
        } catch (IOException | NumberFormatException none) {
            return 0;
        }
    }
}
