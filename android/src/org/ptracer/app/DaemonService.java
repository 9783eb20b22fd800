package org.ptracer.app;

import android.app.NotificationManager;
import android.app.Service;
import android.content.Context;
import android.content.Intent;
import android.content.pm.ApplicationInfo;
import android.net.Uri;
import android.os.IBinder;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.ptracer.app.daemon.Command;
import org.ptracer.app.daemon.Contract;
import org.ptracer.app.daemon.Guests;
import org.ptracer.app.daemon.LeftoverDaemon;
import org.ptracer.app.daemon.OutputTail;
import org.ptracer.app.daemon.PanelAddress;
import org.ptracer.app.daemon.Supervisor;

/**
 * Keeps the daemon, a direct child process, running in the foreground: Android does not kill the app then, nor, up to a
 * limit of processes, its children.
 *
 * <p>Starts and stops are carried out one after the other on one thread; guests are made on another: it takes minutes.
 */
public final class DaemonService extends Service {
    static final String START = "org.ptracer.app.START";
    static final String STOP = "org.ptracer.app.STOP";
    /** Makes a guest of the data of the intent. */
    static final String CREATE = "org.ptracer.app.CREATE";
    static final String GUEST = "guest";

    private static final int SIGTERM = 15;
    private static final long STOP_LIMIT_MS = 10_000;
    private static final int LEFTOVER_POLLS = 50;
    private static final long POLL_MS = 100;

    /** What the daemon has said outlives the service, for the screen. */
    private static final OutputTail OUTPUT = new OutputTail();
    private static volatile DaemonService current;

    private final ExecutorService power = Executors.newSingleThreadExecutor();
    private final ExecutorService creation = Executors.newSingleThreadExecutor();
    private Contract contract;
    private Guests guests;
    private Supervisor supervisor;

    static OutputTail output() {
        return OUTPUT;
    }

    /** For the screen. */
    static String state() {
        DaemonService service = current;
        return service == null ? "stopped" : service.supervisor.state();
    }

    /** Whether the service is there: the daemon runs, or soon will, or a guest is being made. */
    static boolean isStarted() {
        return current != null;
    }

    /** The panel of the daemon that runs; null: there is none, or it does not serve yet. */
    static PanelAddress panel() {
        DaemonService service = current;
        boolean isRunning = service != null && service.supervisor.isRunning();
        return isRunning ? PanelAddress.read(service.contract.panelFile()) : null;
    }

    static Contract contract(Context context) {
        ApplicationInfo app = context.getApplicationInfo();
        return new Contract(app.nativeLibraryDir, context.getFilesDir().getPath(), context.getCacheDir().getPath());
    }

    @Override
    public void onCreate() {
        contract = contract(this);
        contract.makeDirectories();
        guests = new Guests(contract, OUTPUT);
        supervisor = new Supervisor(new Supervisor.Launcher() {
            @Override
            public Process launch() throws IOException, InterruptedException {
                return launchDaemon();
            }
        }, OUTPUT, new Runnable() {
            @Override
            public void run() {
                notifyState();
            }
        });
        current = this;
    }

    @Override
    public int onStartCommand(final Intent intent, int flags, final int startId) {
        try {
            // Within 5 seconds of startForegroundService, whatever was asked for.
            startForeground(DaemonNotification.ID, DaemonNotification.of(this, supervisor.state()));
        } catch (IllegalStateException refused) {
            OUTPUT.add("Android does not let the service start now: " + refused.getMessage());
            stopSelf();
            return START_NOT_STICKY;
        }

        // No intent: Android had killed the app and starts the service again.
        String action = intent == null ? START : intent.getAction();
        if (STOP.equals(action)) {
            power.execute(new Runnable() {
                @Override
                public void run() {
                    stop(startId);
                }
            });
        } else if (CREATE.equals(action)) {
            creation.execute(new Runnable() {
                @Override
                public void run() {
                    create(intent.getStringExtra(GUEST), intent.getData());
                }
            });
        } else {
            start();
        }

        return START_STICKY;
    }

    @Override
    public void onDestroy() {
        current = null;
        creation.shutdownNow();
        power.execute(new Runnable() {
            @Override
            public void run() {
                endDaemon(); // it has ended, unless Android stops the service on its own
            }
        });
        power.shutdown();
    }

    @Override
    public IBinder onBind(Intent intent) {
        return null;
    }

    private void start() {
        power.execute(new Runnable() {
            @Override
            public void run() {
                supervisor.start();
            }
        });
    }

    private void stop(int startId) {
        try {
            if (panel() != null) {
                guests.stopAll();
            }
        } catch (IOException | InterruptedException failure) {
            OUTPUT.add("Not all guests could be stopped: " + failure.getMessage());
        }

        endDaemon();

        stopSelfResult(startId); // which does nothing if something was asked for meanwhile
    }

    private void endDaemon() {
        try {
            supervisor.stop(STOP_LIMIT_MS);
        } catch (InterruptedException failure) {
            OUTPUT.add("The daemon was not seen to end.");
        }
    }

    private void create(String guest, Uri archive) {
        OUTPUT.add("Creating the guest " + guest + " ...");
        try (InputStream content = getContentResolver().openInputStream(archive)) {
            if (content == null) {
                throw new FileNotFoundException("the app that shared it does not open it");
            }

            if (!guests.create(guest, content)) {
                OUTPUT.add("The guest " + guest + " was not created.");
                return;
            }

            OUTPUT.add("The guest " + guest + " was created.");
            if (panel() != null) {
                guests.start(guest);
            }
        } catch (IOException | SecurityException failure) {
            OUTPUT.add("The archive for " + guest + " cannot be read: " + failure.getMessage());
        } catch (InterruptedException stopped) {
            OUTPUT.add("The guest " + guest + " was not created: stopped.");
        }

        start(); // if no daemon runs: one that starts boots the new guest
    }

    private Process launchDaemon() throws IOException, InterruptedException {
        endLeftover();
        contract.panelFile().delete(); // that of a daemon which is no more
        return Command.start(contract, contract.daemonCommand());
    }

    private void endLeftover() throws InterruptedException {
        File proc = new File("/proc");
        int pid = LeftoverDaemon.find(contract, proc);
        if (pid == 0) {
            return;
        }

        android.os.Process.sendSignal(pid, SIGTERM);
        for (int polls = 0; polls < LEFTOVER_POLLS && LeftoverDaemon.find(contract, proc) == pid; polls++) {
            Thread.sleep(POLL_MS); // no process can wait for one that is not its child
        }
    }

    private void notifyState() {
        if (supervisor.isStarted()) {
            NotificationManager notifications = (NotificationManager) getSystemService(NOTIFICATION_SERVICE);
            notifications.notify(DaemonNotification.ID, DaemonNotification.of(this, supervisor.state()));
        }
    }
}
