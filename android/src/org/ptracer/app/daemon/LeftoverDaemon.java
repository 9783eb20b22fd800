package org.ptracer.app.daemon;

import java.io.File;
import java.io.IOException;

/**
 * Finds a daemon that outlived the app's process which had started it. Ours would be refused beside it, and nobody
 * would start that one again.
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
            boolean isOurs = words[0].equals(contract.program().getPath());
            return isOurs && words.length > 1 && words[1].equals("daemon") ? pid : 0;
        } catch (IOException | NumberFormatException none) {
            return 0;
        }
    }
}
