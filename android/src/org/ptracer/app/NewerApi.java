package org.ptracer.app;

import android.app.Notification;
import android.content.Context;
import android.content.Intent;
import android.os.Build;

/** What came after API 23, whose android.jar is the newest that Debian has: by reflection, and here only. */
final class NewerApi {
    static final int API_26 = 26;
    static final int API_33 = 33;
    static final String POST_NOTIFICATIONS = "android.permission.POST_NOTIFICATIONS";

    private static final int IMPORTANCE_LOW = 2;

    private NewerApi() {
    }

    /** Context.startForegroundService, API 26: before it, any service may go to the foreground. */
    static void startForegroundService(Context context, Intent intent) {
        if (Build.VERSION.SDK_INT < API_26) {
            context.startService(intent);
            return;
        }

        try {
            Context.class.getMethod("startForegroundService", Intent.class).invoke(context, intent);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** A notification's builder, in a channel, API 26, which is made if it is not there. */
    static Notification.Builder notification(Context context, String channel) {
        if (Build.VERSION.SDK_INT < API_26) {
            return new Notification.Builder(context);
        }

        try {
            Class<?> type = Class.forName("android.app.NotificationChannel");
            Object made = type.getConstructor(String.class, CharSequence.class, int.class)
                    .newInstance(channel, channel, IMPORTANCE_LOW);
            Object service = context.getSystemService(Context.NOTIFICATION_SERVICE);
            service.getClass().getMethod("createNotificationChannel", type).invoke(service, made);
            return Notification.Builder.class.getConstructor(Context.class, String.class).newInstance(context, channel);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
