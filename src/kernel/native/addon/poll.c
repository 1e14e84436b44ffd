/* Watches descriptors with credentials, alarms and pipes, of which libuv has none, by one epoll within Node's own loop. */
#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "berth.h"

enum { BATCH_MAX = 32 };

struct poller {
    int epoll;
    uv_poll_t watch;
    struct ready *ready;
    int capacity;
    poll_callback call;
    void *context;
};

/* Level triggered: what a turn leaves behind is reported again in the next one. */
static void on_ready(uv_poll_t *watch, int status, int events) {
    (void)status, (void)events;
    struct poller *poller = watch->data;
    struct epoll_event batch[BATCH_MAX];
    int count = epoll_wait(poller->epoll, batch, poller->capacity < BATCH_MAX ? poller->capacity : BATCH_MAX, 0);
    for (int i = 0; i < count; i++) poller->ready[i] = (struct ready){batch[i].data.u32, batch[i].events};
    if (count > 0) poller->call(poller->context, count);
}

int poll_open(struct poller **out, uv_loop_t *loop, struct ready *ready, int capacity, poll_callback call, void *context) {
    struct poller *poller = calloc(1, sizeof *poller);
    if (!poller) return -ENOMEM;
    *poller = (struct poller){.ready = ready, .capacity = capacity, .call = call, .context = context};
    poller->epoll = epoll_create1(EPOLL_CLOEXEC);
    int error = poller->epoll < 0 ? -errno : uv_poll_init(loop, &poller->watch, poller->epoll);
    if (!error) error = uv_poll_start(&poller->watch, UV_READABLE, on_ready);
    if (error) return free(poller), error;
    poller->watch.data = poller;
    uv_unref((uv_handle_t *)&poller->watch);
    *out = poller;
    return 0;
}

static int control(struct poller *poller, int operation, int fd, uint32_t events, uint32_t token) {
    struct epoll_event event = {.events = events, .data.u32 = token};
    return epoll_ctl(poller->epoll, operation, fd, &event) < 0 ? -errno : 0;
}

int poll_add(struct poller *poller, int fd, uint32_t events, uint32_t token) {
    return control(poller, EPOLL_CTL_ADD, fd, events, token);
}

int poll_change(struct poller *poller, int fd, uint32_t events, uint32_t token) {
    return control(poller, EPOLL_CTL_MOD, fd, events, token);
}

int poll_remove(struct poller *poller, int fd) { return control(poller, EPOLL_CTL_DEL, fd, 0, 0); }

/* Whether watching keeps the program alive. */
void poll_hold(struct poller *poller, bool hold) {
    if (hold) uv_ref((uv_handle_t *)&poller->watch);
    else uv_unref((uv_handle_t *)&poller->watch);
}
