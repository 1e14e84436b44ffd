/* A Launch as the executor holds it, the exit codes, and the steps in the order executor.c takes them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "walk/walk.h"

/* systemd.exec(5), tables 8 and 9. */
enum {
    EXIT_INVALIDARGUMENT = 2,
    EXIT_CHDIR = 200,
    EXIT_NICE = 201,
    EXIT_FDS = 202,
    EXIT_EXEC = 203,
    EXIT_MEMORY = 204,
    EXIT_LIMITS = 205,
    EXIT_OOM_ADJUST = 206,
    EXIT_SIGNAL_MASK = 207,
    EXIT_STDIN = 208,
    EXIT_STDOUT = 209,
    EXIT_CHROOT = 210,
    EXIT_IOPRIO = 211,
    EXIT_TIMERSLACK = 212,
    EXIT_SECUREBITS = 213,
    EXIT_SETSCHEDULER = 214,
    EXIT_CPUAFFINITY = 215,
    EXIT_GROUP = 216,
    EXIT_USER = 217,
    EXIT_CAPABILITIES = 218,
    EXIT_SETSID = 220,
    EXIT_STDERR = 222,
    EXIT_NAMESPACE = 226,
    EXIT_NO_NEW_PRIVILEGES = 227,
    EXIT_PERSONALITY = 230,
    EXIT_RUNTIME_DIRECTORY = 233,
    EXIT_STATE_DIRECTORY = 238,
    EXIT_CACHE_DIRECTORY = 239,
    EXIT_LOGS_DIRECTORY = 240,
    EXIT_CONFIGURATION_DIRECTORY = 241,
};

/* A list of strings that ends with NULL. */
struct list {
    size_t count;
    char **items;
};

struct number {
    bool set;
    int64_t value;
};

/* The numbers of these enumerations are part of the format: kernel/processes/launch-format.ts. */
enum stream_kind { STREAM_NULL, STREAM_DESCRIPTOR, STREAM_FILE, STREAM_TTY, STREAM_STDIN, STREAM_STDOUT };
enum steal { STEAL_NO, STEAL_FORCE, STEAL_FAIL };
enum file_mode { FILE_WRITE, FILE_APPEND, FILE_TRUNCATE };
enum identity_kind { IDENTITY_MANAGER, IDENTITY_IDS, IDENTITY_LOOKUP };

/* Standard input, output or error: `mode` is a `steal` for input and a `file_mode` for output. */
struct stream {
    uint32_t kind;
    int fd;
    char *path;
    uint32_t mode;
};

struct limit {
    uint32_t resource;
    uint64_t soft, hard;
};

struct directory {
    char *path, *base;
    uint32_t mode;
    bool service_owned, left_as_found;
    int exit_status;
    struct list links;
};

struct identity {
    uint32_t kind;
    char *user, *group;
    struct list supplementary;
    struct number uid, gid;
    bool has_groups;
    size_t group_count;
    gid_t *groups;
    char *home, *shell;
};

struct launch {
    char *command;
    struct list candidates, argv, environment;
    struct stream input, output, error;
    size_t passed_count;
    int *passed;
    bool non_blocking;
    struct identity identity;
    size_t directory_count;
    struct directory *directories;
    bool directory_is_home, directory_optional;
    char *directory;
    char *root;
    uint32_t umask;
    size_t limit_count;
    struct limit *limits;
    struct number nice, oom_score_adjust;
    struct number policy, priority, reset_on_fork;
    struct number io_class, io_level;
    bool has_affinity;
    size_t cpu_count;
    uint32_t *cpus;
    struct number timer_slack, personality, coredump_filter;
    bool ignore_sigpipe, no_new_privileges;
    struct number bounding, ambient, secure_bits;
    char *tty;
    uint64_t mark;
    const char *program;
};

/* failure.c: lines on the status pipe, then the end. `status_fd` is set before anything can fail, `spawning` with the launch. */
extern int status_fd;
extern const char *spawning;
_Noreturn void die(int exit_status, int error, const char *format, ...) __attribute__((format(printf, 3, 4)));
void *allocate(size_t count, size_t size);

/* decode.c */
void read_launch(struct launch *launch, int fd);

/* descriptors.c */
void reset_signals(const struct launch *launch);
void arrange_descriptors(struct launch *launch);
void flag_passed_descriptors(const struct launch *launch);

/* identity.c */
void find_identity(struct launch *launch);
void change_groups(const struct launch *launch);
void change_user(const struct launch *launch);

/* streams.c and terminal.c */
void open_standard_streams(const struct launch *launch);
void give_streams_to_service(const struct launch *launch);
int open_terminal(const char *path, int flags);
int acquire_terminal(const char *path, enum steal steal);

/* process.c */
void adjust_process(const struct launch *launch);
void set_limits(const struct launch *launch);

/* directories.c */
void make_directories(const struct launch *launch);

/* capabilities.c */
void bound_capabilities(const struct launch *launch);
bool keeps_capabilities(const struct launch *launch);
void raise_ambient_capabilities(const struct launch *launch);
void set_secure_bits(const struct launch *launch);

/* program.c */
const char *variable(const struct launch *launch, const char *name);
void find_program(struct launch *launch);
_Noreturn void run_program(const struct launch *launch);
