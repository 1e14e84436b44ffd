/*
 * Reads a Launch: the fields of the interface in its order, little-endian. A number is 4 bytes, or 8 where it says so; text
 * is its length, the bytes and a NUL; a list is its count, then its items; what may be null starts with 0 or 1.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "executor.h"

enum { FORMAT_VERSION = 2 };

struct cursor {
    char *at, *end;
};

static char *take(struct cursor *cursor, size_t size) {
    if (size > (size_t)(cursor->end - cursor->at)) die(EXIT_MEMORY, EBADMSG, "cannot read the launch");
    char *start = cursor->at;
    cursor->at += size;
    return start;
}

static uint32_t take32(struct cursor *cursor) {
    uint32_t value;
    memcpy(&value, take(cursor, sizeof value), sizeof value);
    return value;
}

static uint64_t take64(struct cursor *cursor) {
    uint64_t value;
    memcpy(&value, take(cursor, sizeof value), sizeof value);
    return value;
}

static char *take_text(struct cursor *cursor) {
    uint32_t length = take32(cursor);
    char *text = take(cursor, (size_t)length + 1);
    if (text[length]) die(EXIT_MEMORY, EBADMSG, "cannot read the launch");
    return text;
}

static char *take_optional_text(struct cursor *cursor) { return take32(cursor) ? take_text(cursor) : NULL; }

static struct number take_number(struct cursor *cursor) {
    struct number number = {.set = take32(cursor)};
    if (number.set) number.value = (int64_t)take64(cursor);
    return number;
}

/* A count of items that take at least four bytes each, so that a wrong one is noticed before memory is asked for. */
static size_t take_count(struct cursor *cursor) {
    size_t count = take32(cursor);
    if (count > (size_t)(cursor->end - cursor->at) / 4) die(EXIT_MEMORY, EBADMSG, "cannot read the launch");
    return count;
}

static struct list take_list(struct cursor *cursor) {
    struct list list = {.count = take_count(cursor)};
    list.items = allocate(list.count + 1, sizeof *list.items);
    for (size_t i = 0; i < list.count; i++) list.items[i] = take_text(cursor);
    return list;
}

static size_t take_numbers(struct cursor *cursor, uint32_t **numbers) {
    size_t count = take_count(cursor);
    *numbers = allocate(count, sizeof **numbers);
    for (size_t i = 0; i < count; i++) (*numbers)[i] = take32(cursor);
    return count;
}

static struct stream take_stream(struct cursor *cursor) {
    struct stream stream = {.kind = take32(cursor)};
    stream.fd = (int)take32(cursor);
    stream.path = take_text(cursor);
    stream.mode = take32(cursor);
    return stream;
}

static struct identity take_identity(struct cursor *cursor) {
    struct identity identity = {.kind = take32(cursor)};
    identity.uid = take_number(cursor);
    identity.gid = take_number(cursor);
    identity.group_count = take_numbers(cursor, &identity.groups);
    identity.has_groups = identity.kind == IDENTITY_IDS;
    identity.user = take_optional_text(cursor);
    identity.group = take_optional_text(cursor);
    identity.supplementary = take_list(cursor);
    return identity;
}

static void take_directories(struct cursor *cursor, struct launch *launch) {
    launch->directory_count = take_count(cursor);
    launch->directories = allocate(launch->directory_count, sizeof *launch->directories);
    for (size_t i = 0; i < launch->directory_count; i++) {
        struct directory *directory = &launch->directories[i];
        directory->base = take_text(cursor);
        directory->path = take_text(cursor);
        directory->mode = take32(cursor);
        directory->service_owned = take32(cursor);
        directory->left_as_found = take32(cursor);
        directory->exit_status = (int)take32(cursor);
        directory->links = take_list(cursor);
    }
}

static void take_limits(struct cursor *cursor, struct launch *launch) {
    launch->limit_count = take_count(cursor);
    launch->limits = allocate(launch->limit_count, sizeof *launch->limits);
    for (size_t i = 0; i < launch->limit_count; i++) {
        launch->limits[i].resource = take32(cursor);
        launch->limits[i].soft = take64(cursor);
        launch->limits[i].hard = take64(cursor);
    }
}

static void take_process_settings(struct cursor *cursor, struct launch *launch) {
    launch->umask = take32(cursor);
    take_limits(cursor, launch);
    launch->nice = take_number(cursor);
    launch->oom_score_adjust = take_number(cursor);
    launch->policy = take_number(cursor);
    launch->priority = take_number(cursor);
    launch->reset_on_fork = take_number(cursor);
    launch->io_class = take_number(cursor);
    launch->io_level = take_number(cursor);
    launch->has_affinity = take32(cursor);
    launch->cpu_count = take_numbers(cursor, &launch->cpus);
    launch->timer_slack = take_number(cursor);
    launch->personality = take_number(cursor);
    launch->coredump_filter = take_number(cursor);
    launch->ignore_sigpipe = take32(cursor);
    launch->no_new_privileges = take32(cursor);
    launch->bounding = take_number(cursor);
    launch->ambient = take_number(cursor);
    launch->secure_bits = take_number(cursor);
    launch->tty = take_text(cursor);
    launch->mark = take64(cursor);
}

static void take_launch(struct cursor *cursor, struct launch *launch) {
    if (take32(cursor) != FORMAT_VERSION) die(EXIT_MEMORY, EPROTO, "cannot read the launch of another version");
    spawning = launch->command = take_text(cursor);
    launch->candidates = take_list(cursor);
    launch->argv = take_list(cursor);
    launch->environment = take_list(cursor);
    launch->input = take_stream(cursor);
    launch->output = take_stream(cursor);
    launch->error = take_stream(cursor);
    launch->passed_count = take_numbers(cursor, (uint32_t **)&launch->passed);
    launch->non_blocking = take32(cursor);
    launch->identity = take_identity(cursor);
    take_directories(cursor, launch);
    launch->directory_is_home = take32(cursor);
    launch->directory_optional = take32(cursor);
    launch->directory = take_text(cursor);
    launch->root = take_optional_text(cursor);
    take_process_settings(cursor, launch);
}

void read_launch(struct launch *launch, int fd) {
    struct stat status;
    if (fstat(fd, &status) < 0) die(EXIT_MEMORY, errno, "cannot read the launch");
    size_t size = (size_t)status.st_size;
    char *bytes = mmap(NULL, size ? size : 1, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED) die(EXIT_MEMORY, errno, "cannot read the launch");
    close(fd);
    struct cursor cursor = {bytes, bytes + size};
    take_launch(&cursor, launch);
}
