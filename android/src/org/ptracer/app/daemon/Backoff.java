package org.ptracer.app.daemon;

/** How long to wait before the daemon is started again: longer each time, unless it had run for a while. */
public final class Backoff {
    static final long FIRST_MS = 1_000;
    static final long LONGEST_MS = 60_000;

    /** A run of this length was no failed start. */
    static final long HEALTHY_MS = 60_000;

    private long nextMs = FIRST_MS;

    /** The milliseconds to wait after a run of so many. */
    public long afterRunOf(long ranMs) {
        if (ranMs >= HEALTHY_MS) {
            nextMs = FIRST_MS;
        }

        long waitMs = nextMs;
        nextMs = Math.min(2 * nextMs, LONGEST_MS);
        return waitMs;
    }
}
