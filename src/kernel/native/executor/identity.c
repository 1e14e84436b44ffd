/* User=, Group=, SupplementaryGroups=: ids as given, or asked from the name service by way of getent(1). */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "executor.h"

static _Noreturn void run_getent(int output, const char *database, const char *key) {
    char *const argv[] = {"getent", "--", (char *)database, (char *)key, NULL};
    char *const environment[] = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", NULL};
    dup2(output, 1);
    execve("/usr/bin/getent", argv, environment);
    execve("/bin/getent", argv, environment);
    _exit(127);
}

static char *read_all(int fd) {
    size_t size = 0, capacity = 4096;
    char *text = allocate(capacity, 1);
    for (ssize_t count; (count = read(fd, text + size, capacity - size - 1)) != 0;) {
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) break;
        size += (size_t)count;
        if (size + 1 < capacity) continue;
        text = realloc(text, capacity *= 2);
        if (!text) return NULL;
    }
    text[size] = 0;
    return text;
}

/* The first line of what getent says, or NULL with the reason: ESRCH when the name service does not know the key. */
static char *ask(const char *database, const char *key, int *error) {
    int ends[2], status;
    if (pipe2(ends, O_CLOEXEC) < 0) return *error = errno, NULL;
    pid_t pid = fork();
    if (pid < 0) return *error = errno, NULL;
    if (pid == 0) run_getent(ends[1], database, key);
    close(ends[1]);
    char *text = read_all(ends[0]);
    close(ends[0]);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
    *error = WIFEXITED(status) && WEXITSTATUS(status) == 127 ? ENOENT : ESRCH;
    if (!text || !WIFEXITED(status) || WEXITSTATUS(status) != 0 || !*text) return NULL;
    text[strcspn(text, "\n")] = 0;
    return text;
}

/* The next field of a line like /etc/passwd's, "" at its end. */
static char *next_field(char **line) {
    char *field = *line, *colon = strchr(field, ':');
    if (colon) *colon = 0;
    *line = colon ? colon + 1 : field + strlen(field);
    return field;
}

static void look_up_user(struct identity *identity) {
    int error;
    char *line = ask("passwd", identity->user, &error);
    if (!line) die(EXIT_USER, error, "Failed to determine user credentials");
    identity->user = next_field(&line);
    next_field(&line);
    identity->uid = (struct number){true, strtol(next_field(&line), NULL, 10)};
    identity->gid = (struct number){true, strtol(next_field(&line), NULL, 10)};
    next_field(&line);
    identity->home = next_field(&line);
    identity->shell = next_field(&line);
}

static int64_t look_up_group(const char *name, const char *what) {
    int error;
    char *line = ask("group", name, &error);
    if (!line) die(EXIT_GROUP, error, "Failed to determine %s", what);
    next_field(&line);
    next_field(&line);
    return strtol(next_field(&line), NULL, 10);
}

static void add_group(struct identity *identity, gid_t gid) {
    for (size_t i = 0; i < identity->group_count; i++)
        if (identity->groups[i] == gid) return;
    identity->groups = realloc(identity->groups, (identity->group_count + 1) * sizeof *identity->groups);
    if (!identity->groups) die(EXIT_MEMORY, ENOMEM, "cannot hold the groups");
    identity->groups[identity->group_count++] = gid;
}

/* The groups a user is a member of: `name  1 2 3`. */
static void look_up_membership(struct identity *identity) {
    int error;
    char *line = ask("initgroups", identity->user, &error), *rest = NULL;
    if (!line) return;
    strtok_r(line, " \t", &rest);
    for (char *word; (word = strtok_r(NULL, " \t", &rest));) add_group(identity, (gid_t)strtoul(word, NULL, 10));
}

void find_identity(struct launch *launch) {
    struct identity *identity = &launch->privileges.identity;
    if (identity->kind != IDENTITY_LOOKUP) return;
    if (identity->user) look_up_user(identity);
    if (identity->group) identity->gid = (struct number){true, look_up_group(identity->group, "group credentials")};
    if (identity->gid.set) add_group(identity, (gid_t)identity->gid.value);
    if (identity->user) look_up_membership(identity);
    for (size_t i = 0; i < identity->supplementary.count; i++)
        add_group(identity, (gid_t)look_up_group(identity->supplementary.items[i], "supplementary groups"));
    identity->has_groups = identity->group_count > 0;
}

/* Whether a user namespace made without privileges forbids setgroups(2) altogether. */
static bool groups_are_denied(void) {
    char word[8] = "";
    int fd = open("/proc/self/setgroups", O_RDONLY | O_CLOEXEC);
    bool denied = fd >= 0 && read(fd, word, sizeof word - 1) > 0 && strncmp(word, "deny", 4) == 0;
    if (fd >= 0) close(fd);
    return denied;
}

/* Whether every group asked for is ours already, which is all an unprivileged manager can offer. */
static bool has_groups(const struct identity *identity) {
    gid_t own[1024];
    int count = getgroups(1024, own);
    for (size_t i = 0; i < identity->group_count; i++) {
        bool found = identity->groups[i] == getgid();
        for (int k = 0; k < count; k++) found |= identity->groups[i] == own[k];
        if (!found) return false;
    }
    return true;
}

void change_groups(const struct launch *launch) {
    const struct identity *identity = &launch->privileges.identity;
    if (identity->has_groups && setgroups(identity->group_count, identity->groups) < 0)
        if (errno != EPERM || !(groups_are_denied() || has_groups(identity)))
            die(EXIT_GROUP, errno, "Changing group credentials failed");
    gid_t gid = (gid_t)identity->gid.value;
    if (identity->gid.set && setresgid(gid, gid, gid) < 0) die(EXIT_GROUP, errno, "Changing group credentials failed");
}

void change_user(const struct launch *launch) {
    const struct identity *identity = &launch->privileges.identity;
    if (!identity->uid.set) return;
    uid_t uid = (uid_t)identity->uid.value;
    if (uid != 0 && keeps_capabilities(launch) && prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0)
        die(EXIT_USER, errno, "cannot keep capabilities");
    if (setresuid(uid, uid, uid) < 0) die(EXIT_USER, errno, "Failed to change UID to %d", (int)uid);
}
