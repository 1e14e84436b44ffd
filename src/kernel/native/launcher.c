/*
 * The launcher: /usr/bin/systemctl and every other name of this program. It executes Node with the bundle, under the name
 * it was called by, and sees to it that what Node would change or obey in its surroundings does not matter:
 *
 * - the environment as it is and the resource limits are kept in a memory file whose descriptor BERTH_ORIGIN names, since
 *   Node turns byte 0xff into U+FFFD and raises the soft limit of open files (kernel/ledger/origin.ts reads it);
 * - variables that change what Node or the dynamic loader do are left out of Node's own environment;
 * - a closed standard descriptor becomes /dev/null;
 * - where Node cannot run at all, one sentence says why;
 * - where it could not start its threads, it would dump its stack instead of saying so: here, too, a sentence.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#ifndef BERTH_LIBDIR
#define BERTH_LIBDIR "/usr/lib/berth"
#endif

#ifdef __aarch64__
#define LOADER "/lib/ld-linux-aarch64.so.1"
#define MULTIARCH "aarch64-linux-gnu"
#else
#define LOADER "/lib64/ld-linux-x86-64.so.2"
#define MULTIARCH "x86_64-linux-gnu"
#endif

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 8U
#endif

/* One thread for V8's own work instead of four, small young generation, no reserved gigabytes for WebAssembly's traps. */
static char *const node_options[] = {
    "--disable-sigusr1",      "--disable-wasm-trap-handler", "--v8-pool-size=1", "--max-semi-space-size=2",
    "--max-old-space-size=512", "--no-warnings",            "--expose-gc",
};

/* Of what works in the background we only have the removal of folders. */
static char thread_pool[] = "UV_THREADPOOL_SIZE=2";

enum { NODE_OPTION_COUNT = sizeof node_options / sizeof *node_options, GLIBC_MINOR_NEEDED = 28, NODE_THREADS = 2 };

static _Noreturn void refuse(const char *library_folder, const char *why) {
    fprintf(stderr, "Cannot run %s/node: %s\n", library_folder, why);
    exit(1);
}

static void open_standard_descriptors(void) {
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) < 0 && memfd_create("null", 0) < 0) exit(1);
}

/* The folder with Node and the bundle: ../lib/berth as seen from this file, or where it was installed to. */
static void find_library_folder(char *folder, size_t size) {
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    snprintf(folder, size, "%s", BERTH_LIBDIR);
    if (length <= 0) return;
    path[length] = 0;
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(path, '/');
        if (!slash) return;
        *slash = 0;
    }
    char beside[PATH_MAX + 32];
    snprintf(beside, sizeof beside, "%s/lib/berth/node", path);
    if (access(beside, F_OK) == 0) snprintf(folder, size, "%s/lib/berth", path);
}

static bool starts_with(const char *text, const char *prefix) { return strncmp(text, prefix, strlen(prefix)) == 0; }

static bool changes_node(const char *variable) {
    static const char *const prefixes[] = {"NODE_",    "UV_",        "OPENSSL_", "SSL_CERT_",      "BERTH_", "LD_PRELOAD=",
                                           "LD_AUDIT=", "LD_BIND_NOW=", "MALLOC_",  "GLIBC_TUNABLES="};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (starts_with(variable, prefixes[i])) return true;
    return false;
}

static int open_memory_file(const char *name) {
    int fd = memfd_create(name, MFD_NOEXEC_SEAL);
    return fd < 0 && errno == EINVAL ? memfd_create(name, 0) : fd;
}

/* Format: "BERTHORG", the soft and hard limit of each resource as 64-bit numbers, then the environment, NUL after each. */
static int keep_origin(char **environment) {
    uint64_t limits[RLIM_NLIMITS][2];
    for (int resource = 0; resource < RLIM_NLIMITS; resource++) {
        struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
        getrlimit(resource, &limit);
        limits[resource][0] = limit.rlim_cur;
        limits[resource][1] = limit.rlim_max;
    }
    signal(SIGXFSZ, SIG_IGN); /* a limit on file sizes concerns memory files too */
    int fd = open_memory_file("berth-origin");
    if (fd < 0) return -1;
    FILE *file = fdopen(dup(fd), "w");
    if (!file) return -1;
    fwrite("BERTHORG", 8, 1, file);
    fwrite(limits, sizeof limits, 1, file);
    for (char **variable = environment; *variable; variable++) fwrite(*variable, strlen(*variable) + 1, 1, file);
    return fclose(file) == 0 ? fd : -1;
}

static char **clean_environment(char **environment, int origin) {
    size_t count = 0, kept = 0;
    while (environment[count]) count++;
    char **clean = calloc(count + 3, sizeof *clean);
    if (!clean) exit(1);
    for (size_t i = 0; i < count; i++)
        if (!changes_node(environment[i])) clean[kept++] = environment[i];
    static char variable[32];
    snprintf(variable, sizeof variable, "BERTH_ORIGIN=%d", origin);
    clean[kept++] = thread_pool;
    if (origin >= 0) clean[kept] = variable;
    return clean;
}

static char **build_arguments(int argc, char **argv, const char *bundle) {
    char **arguments = calloc((size_t)argc + NODE_OPTION_COUNT + 3, sizeof *arguments);
    if (!arguments) exit(1);
    size_t count = 0;
    arguments[count++] = argc > 0 ? argv[0] : "systemctl";
    for (int i = 0; i < NODE_OPTION_COUNT; i++) arguments[count++] = node_options[i];
    arguments[count++] = (char *)bundle;
    for (int i = 1; i < argc; i++) arguments[count++] = argv[i];
    return arguments;
}

static bool find_library(const char *name, char *path, size_t size) {
    static const char *const folders[] = {"/lib/" MULTIARCH, "/usr/lib/" MULTIARCH, "/lib64", "/usr/lib64", "/lib", "/usr/lib"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        snprintf(path, size, "%s/%s", folders[i], name);
        if (access(path, F_OK) == 0) return true;
    }
    return false;
}

/* A system that keeps its libraries elsewhere says so in the loader's cache. */
static bool loader_knows(const char *name) {
    int fd = open("/etc/ld.so.cache", O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (fd < 0 || fstat(fd, &status) < 0 || status.st_size == 0) return false;
    void *cache = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    return cache != MAP_FAILED && memmem(cache, (size_t)status.st_size, name, strlen(name));
}

/* Before 2.34 the library was a link to its versioned name; where it is none, it is new enough. */
static bool glibc_is_old(void) {
    char path[PATH_MAX], target[PATH_MAX];
    if (!find_library("libc.so.6", path, sizeof path)) return false;
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length <= 0) return false;
    target[length] = 0;
    char *name = strrchr(target, '/');
    int minor;
    return sscanf(name ? name + 1 : target, "libc-2.%d", &minor) == 1 && minor < GLIBC_MINOR_NEEDED;
}

static void check_system(const char *folder) {
    char path[PATH_MAX];
    if (getenv("LD_LIBRARY_PATH")) return;
    if (access(LOADER, F_OK) < 0) refuse(folder, "it needs glibc 2.28 or newer, and this system has none (is it Alpine?).");
    if (glibc_is_old()) refuse(folder, "it needs glibc 2.28 or newer, and this system's is older.");
    if (!find_library("libstdc++.so.6", path, sizeof path) && !loader_knows("libstdc++.so.6"))
        refuse(folder, "it needs libstdc++.so.6; install the package libstdc++6 (Debian) or libstdc++ (Fedora, RHEL).");
}

static void *hold(void *nothing) {
    for (;;) pause();
    return nothing;
}

/* The places are held until Node takes them: execve(2) ends all threads but one. */
static void take_room_for_threads(void) {
    pthread_t thread;
    for (int i = 0; i < NODE_THREADS; i++) {
        int error = pthread_create(&thread, NULL, hold, NULL);
        if (!error) continue;
        const char *hint = error == EAGAIN ? " (the limit of processes is reached: see --pids-limit, ulimit -u)" : "";
        fprintf(stderr, "Failed to start a thread: %s%s\n", strerror(error), hint);
        exit(1);
    }
}

int main(int argc, char **argv, char **environment) {
    char folder[PATH_MAX + 16], node[PATH_MAX + 32], bundle[PATH_MAX + 32];
    open_standard_descriptors();
    find_library_folder(folder, sizeof folder);
    check_system(folder);
    snprintf(node, sizeof node, "%s/node", folder);
    snprintf(bundle, sizeof bundle, "%s/berth.cjs", folder);
    int origin = keep_origin(environment);
    take_room_for_threads();
    execve(node, build_arguments(argc, argv, bundle), clean_environment(environment, origin));
    refuse(folder, strerror(errno));
}
