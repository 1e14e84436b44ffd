/*
 * The addon's Linux half: one syscall a function where that is enough, no policy, no N-API. Every function returns a value
 * of 0 or more, or -errno.
 */
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

/* poll.c: one epoll descriptor, itself watched by Node's loop. */
struct ready {
    uint32_t token, events;
};
struct poller;
typedef void (*poll_callback)(void *context, int count);
int poll_open(struct poller **poller, uv_loop_t *loop, struct ready *ready, int capacity, poll_callback call, void *context);
int poll_add(struct poller *poller, int fd, uint32_t events, uint32_t token);
int poll_change(struct poller *poller, int fd, uint32_t events, uint32_t token);
int poll_remove(struct poller *poller, int fd);
void poll_hold(struct poller *poller, bool hold);

/* spawn.c, wait.c, scan.c, process.c, pidfd.c */
int spawn_executor(const char *path, const void *launch, size_t size, const int *fds, size_t fd_count, int *status);
struct exit_notice {
    int32_t pid, code, status;
};
int wait_children(struct exit_notice *notices, int capacity);
struct process {
    uint64_t pid, parent, mark, start_time, zombie, session;
};
int scan_processes(struct process **processes);
int read_process(int pid, struct process *process);
int process_kill(int pid, int signal);
int process_queue(int pid, int signal, int value);
int process_open(int pid);
int process_signal(int fd, int signal);
int process_subreaper(void);
int process_trim(void);
int process_name(const char *name);
int process_title(const char *title);
int process_limit(int resource, uint64_t *soft, uint64_t *hard);
int random_bytes(void *bytes, size_t size);

/* signals.c */
int signals_start(void);
uint64_t signals_take(void);

/* clock.c: times in microseconds. */
int64_t clock_now(int clock);
int timer_open(int clock);
int timer_set(int fd, int64_t at, bool cancel_on_set);

/* socket.c */
enum { DESCRIPTORS_MAX = 253 };
struct received {
    int32_t truncated, pid, uid, gid, count, fds[DESCRIPTORS_MAX];
};
int socket_open(int domain, int type, int protocol);
int socket_bind(int fd, const void *address, size_t size);
int socket_connect(int fd, const void *address, size_t size);
int socket_listen(int fd, int backlog);
int socket_accept(int fd);
int socket_set(int fd, int level, int option, int value);
int socket_set_text(int fd, int level, int option, const char *value);
int socket_peer(int fd, int32_t peer[3]);
int socket_next_size(int fd);
int socket_receive(int fd, void *bytes, size_t size, struct received *received, int fds);
int socket_send(int fd, const void *bytes, size_t size, const int *fds, size_t count);

/* file.c, tree.c */
int memory_file(const char *name);
int pipe_open(int ends[2]);
int fd_read(int fd, void *bytes, size_t size);
int fd_duplicate(int fd);
int fd_close(int fd);
int fd_exists(int fd);
int fd_non_blocking(int fd);
int fd_close_on_exec(int fd, bool on);
int fd_lock(int fd);
int fd_is_terminal(int fd);
int attribute_get(const char *path, const char *name, void *value, size_t size);
int attribute_set(const char *path, const char *name, const void *value, size_t size);
int fifo_open(const char *path, int mode);
int node_make(const char *path, int kind, int mode, int major, int minor);
int fd_record_lock(int fd);
int file_system_read_only(const char *path);
int watch_open(void);
int watch_add(int fd, const char *path, uint32_t events);
int watch_remove(int fd, int watch);
int remove_tree(const char *path);

/* crash.c */
int crash_install(int ledger, const char *path, char **argv, char **environment);
int crash_reexecute(void);

/* output.c */
int output_start(void);
int output_write(const char *line, size_t size);
int output_pending(void);
