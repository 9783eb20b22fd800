package org.ptracer.app.daemon;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the app promises to ptracer: the one place that says which file is run, with which arguments, environment and
 * directories. `scripts/apk.sh contract` prints it, so that a test can start the daemon exactly as the app does.
 *
 * <p>Android lets an app execute files of its nativeLibraryDir and no others (SELinux, from targetSdk 29), and puts
 * only files called lib*.so there. So ptracer, and the file that it starts guest programs by, are "libraries".
 */
public final class Contract {
    private static final String PROGRAM = "libptracer.so";
    private static final String LOADER = "libptracer-loader.so";

    /** Guests look their programs up along it; the last is for what ptracer itself might run. */
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/system/bin";

    private final File nativeLibraries;
    private final File files;
    private final File cache;

    /** The three directories are what ApplicationInfo.nativeLibraryDir, getFilesDir and getCacheDir say. */
    public Contract(String nativeLibraries, String files, String cache) {
        this.nativeLibraries = new File(nativeLibraries);
        this.files = new File(files);
        this.cache = new File(cache);
    }

    /** The executable. */
    public File program() {
        return new File(nativeLibraries, PROGRAM);
    }

    /** PTRACER_HOME: guests, and the files of the running daemon. */
    public File home() {
        return new File(files, "ptracer");
    }

    /** Where a shared archive is while a guest is made of it. Not in the cache, which Android may empty meanwhile. */
    public File incoming() {
        return new File(files, "incoming");
    }

    /** A directory for each guest. */
    public File guests() {
        return new File(home(), "guests");
    }

    /** Where the daemon writes the address of its panel, with the token, once it serves. */
    public File panelFile() {
        return new File(home(), "run/panel");
    }

    /** Where the daemon writes its process id. */
    public File pidFile() {
        return new File(home(), "run/daemon.pid");
    }

    /** The daemon, as a direct child: no --detach. Port 0 is any free one: another app may have a fixed one. */
    public List<String> daemonCommand() {
        return command("daemon", "--port", "0");
    }

    /** Makes a guest of an archive. */
    public List<String> createCommand(String guest, File archive) {
        return command("guest", "create", guest, "--from", archive.getPath());
    }

    /** Has the running daemon boot a guest. */
    public List<String> startCommand(String guest) {
        return command("guest", "start", guest);
    }

    /** Has the running daemon stop all that runs in a guest. */
    public List<String> stopCommand(String guest) {
        return command("guest", "stop", guest);
    }

    /** The whole environment of each of these commands: nothing is inherited from the app. */
    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PTRACER_HOME", home().getPath());
        environment.put("PTRACER_LOADER", new File(nativeLibraries, LOADER).getPath());
        environment.put("TMPDIR", cache.getPath());
        environment.put("HOME", files.getPath());
        environment.put("PATH", PATH);
        environment.put("ANDROID_ROOT", "/system");
        environment.put("ANDROID_DATA", "/data");
        return environment;
    }

    /** Makes what has to be there before a command runs. ptracer makes its home itself, with the mode that it wants. */
    public void makeDirectories() {
        for (File directory : directories()) {
            directory.mkdirs();
        }
    }

    /** What {@link #makeDirectories} makes. */
    List<File> directories() {
        return Arrays.asList(files, cache, incoming());
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(program().getPath());
        command.addAll(Arrays.asList(arguments));
        return command;
    }
}
