package org.ptracer.app;

import android.app.Notification;
import android.app.PendingIntent;
import android.content.Context;
import android.content.Intent;

/** The notification that a foreground service must show: what the daemon does, a way to the panel, and Stop. */
final class DaemonNotification {
    static final int ID = 1;

    private static final String CHANNEL = "Daemon";

    private DaemonNotification() {
    }

    static Notification of(Context context, String text) {
        PendingIntent open = PendingIntent.getActivity(
                context, 0, new Intent(context, PanelActivity.class), PendingIntent.FLAG_IMMUTABLE);
        Intent stopping = new Intent(DaemonService.STOP, null, context, DaemonService.class);
        PendingIntent stop = PendingIntent.getService(context, 0, stopping, PendingIntent.FLAG_IMMUTABLE);
        return NewerApi.notification(context, CHANNEL)
                .setSmallIcon(R.drawable.ptracer)
                .setContentTitle(context.getText(R.string.app))
                .setContentText(text)
                .setContentIntent(open)
                .addAction(new Notification.Action.Builder(null, context.getText(R.string.stop), stop).build())
                .setOngoing(true)
                .build();
    }
}
