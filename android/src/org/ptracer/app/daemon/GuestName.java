package org.ptracer.app.daemon;

import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names of guests: letters, digits, ., _ and -, at most 64, none leading with . or -. */
public final class GuestName {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");
    private static final String[] ENDINGS = {
        ".gz", ".xz", ".zst", ".zstd", ".tgz", ".txz", ".tzst", ".tar", ".oci", ".rootfs",
    };

    /** Leaves room for what makes a name unlike the others. */
    private static final int SUGGESTED_LENGTH = 56;
    private static final String FALLBACK = "guest";

    private GuestName() {
    }

    /** Whether ptracer takes it. */
    public static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }

    /** A name for a guest that is made of a file, unlike those that are taken. */
    public static String suggest(String fileName, Collection<String> taken) {
        String name = withoutEndings(fileName.substring(fileName.lastIndexOf('/') + 1));
        name = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[.-]+", "");
        name = name.substring(0, Math.min(name.length(), SUGGESTED_LENGTH)).replaceAll("[.-]+$", "");
        if (name.isEmpty()) {
            name = FALLBACK;
        }

        String free = name;
        for (int number = 2; taken.contains(free); number++) {
            free = name + "-" + number;
        }

        return free;
    }

    private static String withoutEndings(String name) {
        for (String ending : ENDINGS) {
            if (name.toLowerCase(Locale.ROOT).endsWith(ending)) {
                return withoutEndings(name.substring(0, name.length() - ending.length()));
            }
        }

        return name;
    }
}
