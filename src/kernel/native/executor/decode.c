/*
 * Reads a Launch: the fields of the table (launch-fields.h) in its order, little-endian. A number is 4 bytes, or 8 where it may
 * be big or null; text is its length, the bytes and a NUL; a list is its count, then its items; what may be null starts with
 * 0 or 1.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "executor.h"

struct cursor {
    char *at, *end;
};

static char *take(struct cursor *cursor, size_t size) {
    if (size > (size_t)(cursor->end - cursor->at)) die(EXIT_MEMORY, EBADMSG, "cannot read the launch");
    char *start = cursor->at;
    cursor->at += size;
    return start;
}

static uint32_t take_32(struct cursor *cursor) {
    uint32_t value;
    memcpy(&value, take(cursor, sizeof value), sizeof value);
    return value;
}

static uint64_t take_64(struct cursor *cursor) {
    uint64_t value;
    memcpy(&value, take(cursor, sizeof value), sizeof value);
    return value;
}

static bool take_flag(struct cursor *cursor) { return take_32(cursor); }

static char *take_text(struct cursor *cursor) {
    uint32_t length = take_32(cursor);
    char *text = take(cursor, (size_t)length + 1);
    if (text[length]) die(EXIT_MEMORY, EBADMSG, "cannot read the launch");
    return text;
}

static char *take_optional_text(struct cursor *cursor) { return take_32(cursor) ? take_text(cursor) : NULL; }

static struct number take_number(struct cursor *cursor) {
    struct number number = {.set = take_32(cursor)};
    if (number.set) number.value = (int64_t)take_64(cursor);
    return number;
}

/* A count of items that take at least four bytes each, so that a wrong one is noticed before memory is asked for. */
static size_t take_count(struct cursor *cursor) {
    size_t count = take_32(cursor);
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
    for (size_t i = 0; i < count; i++) (*numbers)[i] = take_32(cursor);
    return count;
}

static struct descriptors take_descriptors(struct cursor *cursor) {
    struct descriptors fds;
    fds.count = take_numbers(cursor, (uint32_t **)&fds.items);
    return fds;
}

static struct cpus take_cpus(struct cursor *cursor) {
    struct cpus cpus = {.set = take_32(cursor)};
    cpus.count = take_numbers(cursor, &cpus.items);
    return cpus;
}

static struct scheduling take_scheduling(struct cursor *cursor) {
    struct scheduling scheduling = {.set = take_32(cursor)};
    scheduling.policy = (int)take_32(cursor);
    scheduling.priority = (int)take_32(cursor);
    scheduling.reset_on_fork = take_32(cursor);
    return scheduling;
}

static struct io_priority take_io_priority(struct cursor *cursor) {
    struct io_priority priority = {.set = take_32(cursor)};
    priority.class = (int)take_32(cursor);
    priority.level = (int)take_32(cursor);
    return priority;
}

static struct stream take_stream(struct cursor *cursor) {
    struct stream stream = {.kind = take_32(cursor)};
    stream.fd = (int)take_32(cursor);
    stream.path = take_text(cursor);
    stream.mode = take_32(cursor);
    return stream;
}

static struct identity take_identity(struct cursor *cursor) {
    struct identity identity = {.kind = take_32(cursor)};
    identity.uid = take_number(cursor);
    identity.gid = take_number(cursor);
    identity.group_count = take_numbers(cursor, &identity.groups);
    identity.has_groups = identity.kind == IDENTITY_IDS;
    identity.user = take_optional_text(cursor);
    identity.group = take_optional_text(cursor);
    identity.supplementary = take_list(cursor);
    return identity;
}

static struct directories take_directories(struct cursor *cursor) {
    struct directories directories = {.count = take_count(cursor)};
    directories.items = allocate(directories.count, sizeof *directories.items);
    for (size_t i = 0; i < directories.count; i++) {
        struct directory *directory = &directories.items[i];
        directory->base = take_text(cursor);
        directory->path = take_text(cursor);
        directory->mode = take_32(cursor);
        directory->service_owned = take_32(cursor);
        directory->left_as_found = take_32(cursor);
        directory->exit_status = (int)take_32(cursor);
        directory->links = take_list(cursor);
    }
    return directories;
}

static struct working_directory take_working_directory(struct cursor *cursor) {
    struct working_directory directory = {.is_home = take_32(cursor)};
    directory.optional = take_32(cursor);
    directory.path = take_text(cursor);
    return directory;
}

static struct limits take_limits(struct cursor *cursor) {
    struct limits limits = {.count = take_count(cursor)};
    limits.items = allocate(limits.count, sizeof *limits.items);
    for (size_t i = 0; i < limits.count; i++) {
        limits.items[i].resource = take_32(cursor);
        limits.items[i].soft = take_64(cursor);
        limits.items[i].hard = take_64(cursor);
    }
    return limits;
}

#define TAKE(group, name, type, take) launch->group.name = take_##take(cursor);
#define TAKE_GROUP(name, fields) fields(TAKE)
static void take_launch(struct cursor *cursor, struct launch *launch) {
    if (take_32(cursor) != LAUNCH_FORMAT) die(EXIT_MEMORY, EPROTO, "cannot read the launch of another version");
    LAUNCH_GROUPS(TAKE_GROUP)
    spawning = launch->process.command;
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
