package org.ptracer.app.daemon;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public final class BackoffTest {
    private final Backoff backoff = new Backoff();

    @Test
    public void afterRunOf_shortRuns_doublesUpToTheLongest() {
        long[] expected = {1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000};
        for (long waitMs : expected) {
            assertEquals(waitMs, backoff.afterRunOf(Backoff.HEALTHY_MS - 1));
        }
    }

    @Test
    public void afterRunOf_longRun_beginsAnew() {
        backoff.afterRunOf(0);
        backoff.afterRunOf(0);
        assertEquals(Backoff.FIRST_MS, backoff.afterRunOf(Backoff.HEALTHY_MS));
        assertEquals(2 * Backoff.FIRST_MS, backoff.afterRunOf(0));
    }
}
