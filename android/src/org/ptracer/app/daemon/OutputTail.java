package org.ptracer.app.daemon;

import java.util.ArrayDeque;

/** The last lines of what was said, for the screen: the daemon's own words, and ours about it. */
public final class OutputTail {
    static final int LINES = 200;

    private final ArrayDeque<String> lines = new ArrayDeque<>();

    /** Adds a line. */
    public synchronized void add(String line) {
        // The daemon prints its panel's address: the token in it is for the WebView, not for a screen that others see.
        lines.add(line.replaceAll("#token=\\p{XDigit}+", "#token=..."));
        if (lines.size() > LINES) {
            lines.remove();
        }
    }

    /** The last one; empty: nothing was said. */
    public synchronized String last() {
        return lines.isEmpty() ? "" : lines.getLast();
    }

    /** All of them. */
    public synchronized String text() {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(line).append('\n');
        }

        return text.toString();
    }
}
