// The file system of android-sim.
#define _GNU_SOURCE
#include "android-sim.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define ROOT "/run/ptracer-android-sim"

static void make_directory(const char *path, mode_t mode, uid_t uid, gid_t gid) {
    char text[4096];
    snprintf(text, sizeof text, ROOT "%s", path);
    for (char *slash = strchr(text + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        mkdir(text, 0755);
        *slash = '/';
    }
    mkdir(text, mode);
    need(chmod(text, mode), path);
    need(chown(text, uid, gid), path);
}

static void make_file(const char *path, const char *content) {
    char text[4096];
    snprintf(text, sizeof text, ROOT "%s", path);
    int file = open(text, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0644);
    need(file, path);
    need(write(file, content, strlen(content)), path);
    close(file);
}

static void make_link(const char *target, const char *path) {
    char text[4096];
    snprintf(text, sizeof text, ROOT "%s", path);
    need(symlink(target, text), path);
}

static void make_parents(char *path) {
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        mkdir(path, 0755);
        *slash = '/';
    }
}

static void bind(const char *binding, int is_read_only) {
    char source[4096], target[4096];
    const char *colon = strchr(binding, ':');
    if (colon == NULL) fail("android-sim: a binding is SRC:DST\n");
    snprintf(source, sizeof source, "%.*s", (int)(colon - binding), binding);
    snprintf(target, sizeof target, ROOT "%s", colon + 1);
    struct stat status;
    need(stat(source, &status), source);
    make_parents(target);
    if (S_ISDIR(status.st_mode)) mkdir(target, 0755);
    else close(open(target, O_CREAT | O_WRONLY | O_CLOEXEC, 0644));
    need(mount(source, target, NULL, MS_BIND | MS_REC, NULL), target);
    if (is_read_only) need(mount(NULL, target, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL), target);
}

static void make_devices(void) {
    static const struct {
        const char *name;
        unsigned major, minor;
    } devices[] = {{"null", 1, 3},    {"zero", 1, 5}, {"full", 1, 7}, {"random", 1, 8},
                   {"urandom", 1, 9}, {"tty", 5, 0},  {"ptmx", 5, 2}};
    make_directory("/dev", 0755, 0, 0);
    need(mount("tmpfs", ROOT "/dev", "tmpfs", MS_NOSUID, "mode=0755"), "/dev");
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
        char path[64];
        snprintf(path, sizeof path, ROOT "/dev/%s", devices[i].name);
        need(mknod(path, S_IFCHR | 0666, makedev(devices[i].major, devices[i].minor)), path);
        need(chmod(path, 0666), path);
    }
    make_directory("/dev/pts", 0755, 0, 0);
    need(mount("devpts", ROOT "/dev/pts", "devpts", 0, "mode=0600,ptmxmode=0666"), "/dev/pts");
    make_directory("/dev/socket", 0755, 0, 0);
    make_link("/proc/self/fd", "/dev/fd");
    make_link("/proc/self/fd/0", "/dev/stdin");
    make_link("/proc/self/fd/1", "/dev/stdout");
    make_link("/proc/self/fd/2", "/dev/stderr");
}

// What SELinux lets no app read of /proc.
static void hide_files_of_proc(void) {
    static const char *const hidden[] = {"stat",
                                         "uptime",
                                         "version",
                                         "loadavg",
                                         "vmstat",
                                         "zoneinfo",
                                         "swaps",
                                         "filesystems",
                                         "sys/kernel/ostype",
                                         "sys/kernel/osrelease",
                                         "sys/kernel/hostname",
                                         "sys/kernel/pid_max",
                                         "sys/kernel/cap_last_cap",
                                         "sys/net/core/somaxconn",
                                         "sys/fs/inotify/max_user_watches"};
    make_file("/dev/hidden", "");
    need(chmod(ROOT "/dev/hidden", 0), "/dev/hidden");
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
        char path[128];
        snprintf(path, sizeof path, ROOT "/proc/%s", hidden[i]);
        if (access(path, F_OK) == 0) need(mount(ROOT "/dev/hidden", path, NULL, MS_BIND, NULL), path);
    }
    need(unlink(ROOT "/dev/hidden"), "/dev/hidden");
}

// What an app sees (ls -la / on a device), without the parts that no program of ours looks at.
void make_root(const struct options *options) {
    uid_t uid = (uid_t)options->uid;
    mkdir(ROOT, 0755);
    need(mount("tmpfs", ROOT, "tmpfs", 0, "mode=0755"), ROOT);
    mode_t mask = umask(0);
    if (options->data != NULL) {
        make_directory("/data", 0771, 1000, 1000);
        need(mount(options->data, ROOT "/data", NULL, MS_BIND, NULL), options->data);
    }
    make_directory("/system/bin", 0751, 0, 2000);
    make_directory("/system/etc", 0755, 0, 0);
    make_directory("/vendor", 0755, 0, 2000);
    make_directory("/apex", 0755, 0, 0);
    make_directory("/data", 0771, 1000, 1000);
    make_directory("/data/data", 0771, 1000, 1000);
    make_directory("/data/user", 0711, 1000, 1000);
    make_directory("/data/app", 0771, 1000, 1000);
    make_directory("/data/app/com.example.app/lib/x86_64", 0755, 1000, 1000);
    make_directory("/data/local", 0751, 0, 0);
    make_directory("/data/local/tmp", 0771, 2000, 2000);
    make_directory("/data/data/com.example.app", 0700, uid, uid);
    make_directory("/data/data/com.example.app/files", 0771, uid, uid);
    make_directory("/data/data/com.example.app/cache", 02771, uid, uid);
    make_directory("/storage/emulated/0", 0771, 0, 1015);
    make_directory("/mnt", 0755, 0, 1000);
    make_directory("/sys", 0755, 0, 0);
    make_directory("/proc", 0755, 0, 0);
    make_link("/system/etc", "/etc");
    make_link("/system/bin", "/bin");
    make_file("/system/bin/linker64", ""); // by which programs know Android
    make_file("/system/etc/hosts", "127.0.0.1       localhost\n::1             ip6-localhost\n");
    make_file("/system/build.prop",
              "ro.build.version.release=14\nro.build.version.sdk=34\nro.product.cpu.abi=x86_64\n");
    make_devices();
    for (int i = 0; i < options->binding_count; i++) bind(options->bindings[i], options->is_read_only[i]);
    need(mount("proc", ROOT "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, "hidepid=2,gid=3009"), "/proc");
    if (!options->is_shell) hide_files_of_proc();
    if (options->data == NULL) need(mount(ROOT "/data", ROOT "/data", NULL, MS_BIND | MS_REC, NULL), "/data");
    need(mount(NULL, ROOT, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL), ROOT);
    umask(options->keeps_environment ? mask : 077);
    need(chroot(ROOT), ROOT);
    need(chdir("/"), "/");
}
