/* A Launch as the executor holds it, the exit codes, and the steps in the order executor.c takes them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "launch-fields.h"
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

struct limits {
    size_t count;
    struct limit *items;
};

struct scheduling {
    bool set;
    int policy, priority;
    bool reset_on_fork;
};

struct io_priority {
    bool set;
    int class, level;
};

struct cpus {
    bool set;
    size_t count;
    uint32_t *items;
};

struct descriptors {
    size_t count;
    int *items;
};

struct directory {
    char *path, *base;
    uint32_t mode;
    bool service_owned, left_as_found;
    int exit_status;
    struct list links;
};

struct directories {
    size_t count;
    struct directory *items;
};

struct working_directory {
    bool is_home, optional;
    char *path;
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

/* Every field of core/exec/launch.ts in its group: launch->process.nice. */
#define MEMBER(group, name, type, take) type name;
#define GROUP(name, fields) struct { fields(MEMBER) } name;
struct launch {
    LAUNCH_GROUPS(GROUP)
    /* The candidate that was found. */
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
