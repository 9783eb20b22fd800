package org.ptracer.app;

import android.app.NotificationManager;
import android.app.Service;
import android.content.Context;
import android.content.Intent;
import android.content.pm.ApplicationInfo;
import android.net.Uri;
import android.os.Handler;
import android.os.IBinder;
import android.os.Looper;
import android.widget.Toast;
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
    /** Starts, and makes a guest of the data of the intent. */
    static final String CREATE = "org.ptracer.app.CREATE";
    static final String GUEST = "guest";

    private static final int SIGTERM = 15;
    private static final long STOP_LIMIT_MS = 10_000;
    private static final int LEFTOVER_POLLS = 50;
    private static final long POLL_MS = 100;

    /** What the daemon has said outlives the service, for the screen. */
    private static final OutputTail OUTPUT = new OutputTail();
    private static volatile DaemonService current;

    private final Handler screen = new Handler(Looper.getMainLooper());
    private final ExecutorService power = Executors.newSingleThreadExecutor();
    private final ExecutorService creation = Executors.newSingleThreadExecutor();
    private Contract contract;
    private Guests guests;
    private Supervisor supervisor;
    private volatile boolean isStopping;

    static OutputTail output() {
        return OUTPUT;
    }

    /** For the screen. */
    static String state() {
        DaemonService service = current;
        return service == null ? "stopped" : service.isStopping ? "stopping the guests" : service.supervisor.state();
    }

    /** Whether the service is there: the daemon runs, or soon will. */
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
    public int onStartCommand(Intent intent, int flags, int startId) {
        try {
            // Within 5 seconds of startForegroundService, whatever was asked for.
            startForeground(DaemonNotification.ID, DaemonNotification.of(this, state()));
        } catch (IllegalStateException refused) {
            OUTPUT.add("Android does not let the service start now: " + refused.getMessage());
            stopSelf();
            return START_NOT_STICKY;
        }

        // No intent: Android had killed the app and starts the service again.
        String action = intent == null ? START : intent.getAction();
        power.execute(STOP.equals(action) ? stopping(startId) : starting());
        if (CREATE.equals(action)) {
            creation.execute(creating(intent.getStringExtra(GUEST), intent.getData()));
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

    private Runnable starting() {
        return new Runnable() {
            @Override
            public void run() {
                supervisor.start();
            }
        };
    }

    private Runnable stopping(final int startId) {
        return new Runnable() {
            @Override
            public void run() {
                stopGuests();
                endDaemon();
                stopSelfResult(startId); // which does nothing if something was asked for meanwhile
            }
        };
    }

    private Runnable creating(final String guest, final Uri archive) {
        return new Runnable() {
            @Override
            public void run() {
                create(guest, archive);
            }
        };
    }

    private void stopGuests() {
        if (panel() == null) {
            return; // no daemon that could
        }

        isStopping = true;
        notifyState();
        try {
            guests.stopAll();
        } catch (IOException | InterruptedException failure) {
            OUTPUT.add("Not all guests could be stopped: " + failure.getMessage());
        } finally {
            isStopping = false;
        }
    }

    private void endDaemon() {
        try {
            supervisor.stop(STOP_LIMIT_MS);
        } catch (InterruptedException failure) {
            OUTPUT.add("The daemon was not seen to end.");
        }
    }

    private void create(String guest, Uri archive) {
        say("The guest " + guest + " is being created.");
        try (InputStream content = getContentResolver().openInputStream(archive)) {
            if (content == null) {
                throw new FileNotFoundException("the app that shared the archive does not open it");
            }

            if (!guests.create(guest, content)) {
                say("The guest " + guest + " was not created: " + OUTPUT.last());
                return;
            }

            say("The guest " + guest + " was created.");
            if (panel() != null) {
                guests.start(guest); // a daemon that does not serve yet finds it by itself
            }
        } catch (IOException | SecurityException failure) {
            say("The guest " + guest + " was not created: " + failure.getMessage());
        } catch (InterruptedException stopped) {
            say("The guest " + guest + " was not created: stopped.");
        }
    }

    private void say(final String text) {
        OUTPUT.add(text);
        screen.post(new Runnable() {
            @Override
            public void run() {
                Toast.makeText(DaemonService.this, text, Toast.LENGTH_LONG).show();
            }
        });
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
            notifications.notify(DaemonNotification.ID, DaemonNotification.of(this, state()));
        }
    }
}
