package org.ptracer.app.daemon;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads small files of the daemon and of /proc, whose sizes /proc does not tell. java.nio.file came with API 26. */
final class SmallFile {
    private static final int LIMIT_BYTES = 4096;

    private SmallFile() {
    }

    /** The first 4096 bytes. */
    static String read(File file) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] buffer = new byte[LIMIT_BYTES];
        try (InputStream input = new FileInputStream(file)) {
            int count;
            while (content.size() < LIMIT_BYTES && (count = input.read(buffer, 0, LIMIT_BYTES - content.size())) > 0) {
                content.write(buffer, 0, count);
            }
        }

        return content.toString("UTF-8");
    }
}
