/* RuntimeDirectory=, StateDirectory=, CacheDirectory=, LogsDirectory=, ConfigurationDirectory=. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "executor.h"

struct owner {
    uid_t uid;
    gid_t gid;
};

static void make_parents(const char *path, int exit_status) {
    char *copy = strdup(path);
    if (!copy) die(EXIT_MEMORY, ENOMEM, "cannot make the directories above '%s'", path);
    for (char *slash = copy; (slash = strchr(slash + 1, '/'));) {
        *slash = 0;
        if (mkdir(copy, 0755) < 0 && errno != EEXIST) die(exit_status, errno, "cannot make '%s'", copy);
        *slash = '/';
    }
    free(copy);
}

/* Names below `fd`, by descriptor and never through a link, so that nobody can swap one for another meanwhile. */
static int chown_below(int fd, struct owner owner) {
    DIR *folder = fdopendir(fd);
    if (!folder) return close(fd), errno;
    int error = 0;
    for (struct dirent *entry; !error && (entry = readdir(folder));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        int child = openat(fd, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (child >= 0) error = chown_below(child, owner);
        if (!error && fchownat(fd, entry->d_name, owner.uid, owner.gid, AT_SYMLINK_NOFOLLOW) < 0) error = errno;
    }
    closedir(folder);
    return error;
}

/* The tree is walked only when its top belongs to somebody else, as it takes long and rarely changes anything. */
static int give_to_owner(int fd, const struct stat *status, struct owner owner) {
    if (status->st_uid == owner.uid && status->st_gid == owner.gid) return 0;
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    if (copy < 0) return errno;
    int error = chown_below(copy, owner);
    if (!error && fchown(fd, owner.uid, owner.gid) < 0) error = errno;
    return error;
}

static void make_directory(const struct directory *directory, struct owner owner) {
    make_parents(directory->path, directory->exit_status);
    if (mkdir(directory->path, directory->mode) < 0 && errno != EEXIST)
        die(directory->exit_status, errno, "cannot make '%s'", directory->path);
    int fd = open(directory->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct stat status;
    if (fd < 0 || fstat(fd, &status) < 0) die(directory->exit_status, errno, "cannot open '%s'", directory->path);
    int error = give_to_owner(fd, &status, owner);
    if (error) die(directory->exit_status, error, "cannot change the owner of '%s'", directory->path);
    if ((status.st_mode & 07777) != directory->mode && fchmod(fd, directory->mode) < 0)
        die(directory->exit_status, errno, "cannot change the mode of '%s'", directory->path);
    close(fd);
}

/* `target` as seen from the folder of `link`: `../a/b`. */
static char *relative(const char *target, const char *link) {
    size_t common = 0;
    for (size_t i = 0; target[i] && target[i] == link[i]; i++)
        if (target[i] == '/') common = i + 1;
    size_t ups = 0;
    for (const char *c = link + common; *c; c++) ups += *c == '/';
    char *text = allocate(ups * 3 + strlen(target + common) + 1, 1);
    for (size_t i = 0; i < ups; i++) strcat(text, "../");
    return strcat(text, target + common);
}

static bool says(const char *link, const char *target) {
    char text[4096];
    ssize_t size = readlink(link, text, sizeof text - 1);
    return size == (ssize_t)strlen(target) && memcmp(text, target, (size_t)size) == 0;
}

static void make_link(const struct directory *directory, const char *link) {
    char *target = relative(directory->path, link);
    make_parents(link, directory->exit_status);
    if (symlink(target, link) < 0 && !(errno == EEXIST && says(link, target)))
        die(directory->exit_status, EEXIST, "cannot link '%s' to '%s'", link, directory->path);
    free(target);
}

void make_directories(const struct launch *launch) {
    const struct identity *identity = &launch->identity;
    for (size_t i = 0; i < launch->directory_count; i++) {
        const struct directory *directory = &launch->directories[i];
        struct owner owner = {getuid(), getgid()};
        if (directory->service_owned && identity->uid.set) owner.uid = (uid_t)identity->uid.value;
        if (directory->service_owned && identity->gid.set) owner.gid = (gid_t)identity->gid.value;
        make_directory(directory, owner);
        for (size_t k = 0; k < directory->links.count; k++) make_link(directory, directory->links.items[k]);
    }
}
