package org.ptracer.app.daemon;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.nio.file.Files;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class PanelAddressTest {
    private static final String URL = "http://127.0.0.1:4711/#token=" + "0123456789abcdef".repeat(4);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void read_whatTheDaemonWrites_isTheUrl() throws Exception {
        File file = folder.newFile();
        Files.writeString(file.toPath(), URL + "\n");
        assertEquals(URL, PanelAddress.read(file).url());
    }

    @Test
    public void read_noFile_isNone() {
        assertNull(PanelAddress.read(new File(folder.getRoot(), "none")));
    }

    @Test
    public void parse_halfWritten_isNone() {
        for (int length = 0; length <= URL.length(); length++) {
            assertNull(PanelAddress.parse(URL.substring(0, length)));
        }

        assertNotNull(PanelAddress.parse(URL + "\n"));
    }

    @Test
    public void parse_otherHost_isNone() {
        assertNull(PanelAddress.parse(URL.replace("127.0.0.1", "127.0.0.2") + "\n"));
        assertNull(PanelAddress.parse(URL.replace("127.0.0.1", "user@127.0.0.1") + "\n"));
    }

    @Test
    public void owns_page_onlyOfThatOrigin() {
        PanelAddress address = PanelAddress.parse(URL + "\n");
        assertTrue(address.owns(URL));
        assertTrue(address.owns("http://127.0.0.1:4711/openapi.json"));
        assertFalse(address.owns("http://127.0.0.1:47110/"));
        assertFalse(address.owns("https://127.0.0.1:4711/"));
        assertFalse(address.owns("http://127.0.0.1:4711@example.org/"));
    }
}
