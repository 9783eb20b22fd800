package org.ptracer.app.daemon;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public final class OutputTailTest {
    private final OutputTail output = new OutputTail();

    @Test
    public void add_manyLines_keepsTheLast() {
        for (int line = 0; line < OutputTail.LINES + 3; line++) {
            output.add("line " + line);
        }

        String[] lines = output.text().split("\n");
        assertEquals(OutputTail.LINES, lines.length);
        assertEquals("line 3", lines[0]);
        assertEquals(lines[lines.length - 1], output.last());
    }

    @Test
    public void last_nothingSaid_isEmpty() {
        assertEquals("", output.last());
    }

    @Test
    public void add_address_hidesItsToken() {
        output.add("control panel: http://127.0.0.1:4711/#token=00ff");
        assertEquals("control panel: http://127.0.0.1:4711/#token=...\n", output.text());
    }
}
