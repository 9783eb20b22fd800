package org.ptracer.app.daemon;

import java.io.File;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the control panel is, with its token, as the daemon has written it down. */
public final class PanelAddress {
    /** The line's end belongs to it: without one, the file is still being written. */
    private static final Pattern FORM = Pattern.compile("(http://127\\.0\\.0\\.1:[0-9]{1,5}/)#token=[0-9a-f]{64}\n");

    private final String url;
    private final String origin;

    private PanelAddress(String url, String origin) {
        this.url = url;
        this.origin = origin;
    }

    /** Reads the daemon's file; null: there is none, or not yet a whole one. */
    public static PanelAddress read(File file) {
        try {
            return parse(SmallFile.read(file));
        } catch (IOException failure) {
            return null;
        }
    }

    static PanelAddress parse(String text) {
        Matcher match = FORM.matcher(text);
        return match.matches() ? new PanelAddress(text.trim(), match.group(1)) : null;
    }

    /** What to open. The token is in the fragment, which no request carries. */
    public String url() {
        return url;
    }

    /** Whether a page is the panel's own. */
    public boolean owns(String page) {
        return page.startsWith(origin);
    }
}
