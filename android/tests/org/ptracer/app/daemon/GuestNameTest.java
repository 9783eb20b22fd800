package org.ptracer.app.daemon;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import org.junit.Test;

public final class GuestNameTest {
    @Test
    public void suggest_archives_areCalledByWhatIsInThem() {
        assertEquals("debian", suggest("debian.tar.gz"));
        assertEquals("debian-12", suggest("debian-12.TAR.XZ"));
        assertEquals("alpine-minirootfs-3.20.0-x86_64", suggest("alpine-minirootfs-3.20.0-x86_64.tar.gz"));
        assertEquals("x", suggest("x.rootfs.tar.zst"));
        assertEquals("web", suggest("web.oci"));
        assertEquals("box", suggest("box.tgz"));
    }

    @Test
    public void suggest_strangeNames_areMadeValid() {
        assertEquals("my-rootfs-1", suggest("my rootfs (1).tar"));
        assertEquals("etc", suggest("/data/../../.etc.tar"));
        assertEquals("tar-x", suggest("--tar=x"));
        assertEquals("guest", suggest(".tar.gz"));
        assertEquals("guest", suggest(""));
        assertEquals("guest", suggest("\u0434\u0435\u0431.tar"));
    }

    @Test
    public void suggest_whatever_isValid() {
        String all = "";
        for (char character = 0; character < 300; character++) {
            all += character;
            assertTrue(GuestName.isValid(suggest(all)));
            assertTrue(GuestName.isValid(suggest(character + "x")));
        }

        assertTrue(GuestName.isValid(suggest("a".repeat(1000))));
        assertTrue(GuestName.isValid(suggest("a".repeat(55) + "-----")));
    }

    @Test
    public void suggest_takenNames_areLeft() {
        assertEquals("debian-3", GuestName.suggest("debian.tar", Arrays.asList("debian", "debian-2")));
    }

    @Test
    public void isValid_rulesOfPtracer() {
        assertTrue(GuestName.isValid("a".repeat(64)));
        assertTrue(GuestName.isValid("_a.B-9"));
        for (String name : new String[] {"", ".a", "-a", "a/b", "a b", "a\n", "a".repeat(65), "\u00e4"}) {
            assertFalse(name, GuestName.isValid(name));
        }
    }

    private static String suggest(String file) {
        return GuestName.suggest(file, Collections.emptyList());
    }
}
