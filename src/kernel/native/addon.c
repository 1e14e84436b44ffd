/*
 * The addon's JavaScript half: reads arguments, calls a function of addon/berth.h, returns what it returns. It knows nothing
 * of Linux. kernel/native.ts gives every function here its type and is the only caller. Numbers are checked for their range;
 * text arrives as bytes that end with NUL.
 */
#include <node_api.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "addon/berth.h"
#include "walk/walk.h"

struct bytes {
    void *data;
    size_t size;
};

static bool get_integer(napi_env env, napi_value value, double least, double most, double *number) {
    return napi_get_value_double(env, value, number) == napi_ok && *number >= least && *number <= most &&
           *number == (double)(int64_t)*number;
}

static bool get_bytes(napi_env env, napi_value value, struct bytes *bytes) {
    napi_typedarray_type type;
    size_t length;
    bool typed = false;
    if (napi_is_typedarray(env, value, &typed) != napi_ok || !typed) return false;
    if (napi_get_typedarray_info(env, value, &type, &length, &bytes->data, NULL, NULL) != napi_ok) return false;
    bool wide = type == napi_int32_array || type == napi_uint32_array;
    bytes->size = wide ? length * sizeof(int32_t) : length;
    return wide || type == napi_uint8_array;
}

static bool get_text(napi_env env, napi_value value, const char **text) {
    struct bytes bytes;
    if (!get_bytes(env, value, &bytes) || bytes.size == 0) return false;
    *text = bytes.data;
    return memchr(bytes.data, 0, bytes.size) == (char *)bytes.data + bytes.size - 1;
}

/* One argument by its letter: i int, u uint32_t, l int64_t, b bytes, t text, f function or any other value. */
static bool get_argument(napi_env env, napi_value value, char letter, void *out) {
    double number = 0;
    bool fits = true;
    switch (letter) {
    case 'i': fits = get_integer(env, value, INT32_MIN, INT32_MAX, &number); *(int *)out = (int)number; return fits;
    case 'u': fits = get_integer(env, value, 0, UINT32_MAX, &number); *(uint32_t *)out = (uint32_t)number; return fits;
    case 'l': fits = get_integer(env, value, -0x1p53, 0x1p53, &number); *(int64_t *)out = (int64_t)number; return fits;
    case 'b': return get_bytes(env, value, out);
    case 't': return get_text(env, value, out);
    default: *(napi_value *)out = value; return true;
    }
}

static bool take(napi_env env, napi_callback_info info, const char *letters, ...) {
    napi_value values[8];
    size_t count = 8, wanted = strlen(letters);
    bool good = napi_get_cb_info(env, info, &count, values, NULL, NULL) == napi_ok && count == wanted;
    va_list out;
    va_start(out, letters);
    for (size_t i = 0; good && i < wanted; i++) good = get_argument(env, values[i], letters[i], va_arg(out, void *));
    va_end(out);
    if (!good) napi_throw_type_error(env, NULL, "native function called with wrong arguments");
    return good;
}

static napi_value number(napi_env env, double value) {
    napi_value result = NULL;
    napi_create_double(env, value, &result);
    return result;
}

static napi_value bits(napi_env env, uint64_t value) {
    napi_value result = NULL;
    napi_create_bigint_uint64(env, value, &result);
    return result;
}

/* Functions that take whole numbers only and return one. */
#define INTEGERS_0(name, function) \
    static napi_value name(napi_env env, napi_callback_info info) { \
        return take(env, info, "") ? number(env, function()) : NULL; \
    }
#define INTEGERS_1(name, function) \
    static napi_value name(napi_env env, napi_callback_info info) { \
        int a; \
        return take(env, info, "i", &a) ? number(env, function(a)) : NULL; \
    }
#define INTEGERS_2(name, function) \
    static napi_value name(napi_env env, napi_callback_info info) { \
        int a, b; \
        return take(env, info, "ii", &a, &b) ? number(env, function(a, b)) : NULL; \
    }
#define INTEGERS_3(name, function) \
    static napi_value name(napi_env env, napi_callback_info info) { \
        int a, b, c; \
        return take(env, info, "iii", &a, &b, &c) ? number(env, function(a, b, c)) : NULL; \
    }
#define INTEGERS_4(name, function) \
    static napi_value name(napi_env env, napi_callback_info info) { \
        int a, b, c, d; \
        return take(env, info, "iiii", &a, &b, &c, &d) ? number(env, function(a, b, c, d)) : NULL; \
    }
#define TEXT_1(name, function) \
    static napi_value name(napi_env env, napi_callback_info info) { \
        const char *text; \
        return take(env, info, "t", &text) ? number(env, function(text)) : NULL; \
    }
#define ADDRESS(name, function) \
    static napi_value name(napi_env env, napi_callback_info info) { \
        int fd; \
        struct bytes address; \
        return take(env, info, "ib", &fd, &address) ? number(env, function(fd, address.data, address.size)) : NULL; \
    }

INTEGERS_2(js_kill, process_kill)
INTEGERS_3(js_queue, process_queue)
INTEGERS_1(js_process_open, process_open)
INTEGERS_2(js_process_signal, process_signal)
INTEGERS_0(js_subreaper, process_subreaper)
INTEGERS_0(js_trim, process_trim)
TEXT_1(js_name, process_name)
TEXT_1(js_title, process_title)
INTEGERS_0(js_signals_start, signals_start)
INTEGERS_1(js_clock_now, clock_now)
INTEGERS_1(js_timer_open, timer_open)
INTEGERS_3(js_socket_open, socket_open)
ADDRESS(js_socket_bind, socket_bind)
ADDRESS(js_socket_connect, socket_connect)
INTEGERS_2(js_socket_listen, socket_listen)
INTEGERS_1(js_socket_accept, socket_accept)
INTEGERS_4(js_socket_set, socket_set)
INTEGERS_1(js_socket_next_size, socket_next_size)
TEXT_1(js_memory_file, memory_file)
ADDRESS(js_fd_read, fd_read)
INTEGERS_1(js_fd_duplicate, fd_duplicate)
INTEGERS_1(js_fd_close, fd_close)
INTEGERS_1(js_fd_exists, fd_exists)
INTEGERS_1(js_fd_non_blocking, fd_non_blocking)
INTEGERS_2(js_fd_close_on_exec, fd_close_on_exec)
INTEGERS_1(js_fd_lock, fd_lock)
INTEGERS_1(js_fd_record_lock, fd_record_lock)
INTEGERS_1(js_fd_is_terminal, fd_is_terminal)
TEXT_1(js_file_system_read_only, file_system_read_only)

static napi_value js_open_parent(napi_env env, napi_callback_info info) {
    const char *path, *name;
    int mode;
    return take(env, info, "ti", &path, &mode) ? number(env, open_parent(path, mode, &name)) : NULL;
}

static napi_value js_open_file(napi_env env, napi_callback_info info) {
    const char *path;
    int flags;
    return take(env, info, "ti", &path, &flags) ? number(env, open_file(path, flags, 0)) : NULL;
}

#define ATTRIBUTE(name, function) \
    static napi_value name(napi_env env, napi_callback_info info) { \
        const char *path, *attribute; \
        struct bytes value; \
        if (!take(env, info, "ttb", &path, &attribute, &value)) return NULL; \
        return number(env, function(path, attribute, value.data, value.size)); \
    }
ATTRIBUTE(js_attribute, attribute_get)
ATTRIBUTE(js_set_attribute, attribute_set)

static napi_value js_fifo(napi_env env, napi_callback_info info) {
    const char *path;
    int mode;
    return take(env, info, "ti", &path, &mode) ? number(env, fifo_open(path, mode)) : NULL;
}

static napi_value js_make_node(napi_env env, napi_callback_info info) {
    const char *path;
    int kind, mode, major, minor;
    if (!take(env, info, "tiiii", &path, &kind, &mode, &major, &minor)) return NULL;
    return number(env, node_make(path, kind, mode, major, minor));
}

static napi_value js_socket_set_text(napi_env env, napi_callback_info info) {
    int fd, level, option;
    const char *value;
    if (!take(env, info, "iiit", &fd, &level, &option, &value)) return NULL;
    return number(env, socket_set_text(fd, level, option, value));
}

INTEGERS_0(js_watch_open, watch_open)
INTEGERS_2(js_watch_remove, watch_remove)
INTEGERS_0(js_reexecute, crash_reexecute)
INTEGERS_0(js_output_start, output_start)
INTEGERS_0(js_output_pending, output_pending)

static napi_value js_signals_take(napi_env env, napi_callback_info info) {
    return take(env, info, "") ? bits(env, signals_take()) : NULL;
}

static napi_value js_random(napi_env env, napi_callback_info info) {
    struct bytes bytes;
    return take(env, info, "b", &bytes) ? number(env, random_bytes(bytes.data, bytes.size)) : NULL;
}

static napi_value js_timer_set(napi_env env, napi_callback_info info) {
    int fd, cancel;
    int64_t at;
    return take(env, info, "ili", &fd, &at, &cancel) ? number(env, timer_set(fd, at, cancel)) : NULL;
}

static napi_value js_output_write(napi_env env, napi_callback_info info) {
    struct bytes line;
    return take(env, info, "b", &line) ? number(env, output_write(line.data, line.size)) : NULL;
}

static napi_value js_watch_add(napi_env env, napi_callback_info info) {
    int fd;
    const char *path;
    uint32_t events;
    return take(env, info, "itu", &fd, &path, &events) ? number(env, watch_add(fd, path, events)) : NULL;
}

static napi_value js_spawn(napi_env env, napi_callback_info info) {
    const char *path;
    struct bytes launch, fds, status;
    if (!take(env, info, "tbbb", &path, &launch, &fds, &status) || status.size < sizeof(int)) return NULL;
    size_t count = fds.size / sizeof(int);
    return number(env, spawn_executor(path, launch.data, launch.size, fds.data, count, status.data));
}

static napi_value js_wait(napi_env env, napi_callback_info info) {
    struct bytes notices;
    if (!take(env, info, "b", &notices)) return NULL;
    return number(env, wait_children(notices.data, (int)(notices.size / sizeof(struct exit_notice))));
}

static napi_value js_pipe(napi_env env, napi_callback_info info) {
    struct bytes ends;
    if (!take(env, info, "b", &ends) || ends.size < 2 * sizeof(int)) return NULL;
    return number(env, pipe_open(ends.data));
}

static napi_value js_socket_peer(napi_env env, napi_callback_info info) {
    int fd;
    struct bytes peer;
    if (!take(env, info, "ib", &fd, &peer) || peer.size < 3 * sizeof(int32_t)) return NULL;
    return number(env, socket_peer(fd, peer.data));
}

static napi_value js_socket_receive(napi_env env, napi_callback_info info) {
    int fd, fds;
    struct bytes bytes, received;
    if (!take(env, info, "ibbi", &fd, &bytes, &received, &fds) || received.size < sizeof(struct received)) return NULL;
    return number(env, socket_receive(fd, bytes.data, bytes.size, received.data, fds));
}

static napi_value js_socket_send(napi_env env, napi_callback_info info) {
    int fd;
    struct bytes bytes, fds;
    if (!take(env, info, "ibb", &fd, &bytes, &fds)) return NULL;
    return number(env, socket_send(fd, bytes.data, bytes.size, fds.data, fds.size / sizeof(int)));
}

static napi_value js_limit(napi_env env, napi_callback_info info) {
    int resource;
    uint64_t limits[2] = {0, 0};
    if (!take(env, info, "i", &resource)) return NULL;
    napi_value pair;
    napi_create_array_with_length(env, 2, &pair);
    process_limit(resource, &limits[0], &limits[1]);
    for (uint32_t i = 0; i < 2; i++) napi_set_element(env, pair, i, bits(env, limits[i]));
    return pair;
}

/* Six numbers a process, in the order of struct process. */
static napi_value process_table(napi_env env, const struct process *processes, int count) {
    size_t size = (size_t)count * sizeof *processes;
    void *data = NULL;
    napi_value buffer, table = NULL;
    if (napi_create_arraybuffer(env, size, &data, &buffer) != napi_ok) return NULL;
    if (size > 0) memcpy(data, processes, size);
    napi_create_typedarray(env, napi_biguint64_array, size / sizeof(uint64_t), buffer, 0, &table);
    return table;
}

static napi_value js_scan(napi_env env, napi_callback_info info) {
    if (!take(env, info, "")) return NULL;
    struct process *processes = NULL;
    int count = scan_processes(&processes);
    napi_value table = process_table(env, processes, count < 0 ? 0 : count);
    free(processes);
    return table;
}

static napi_value js_read_process(napi_env env, napi_callback_info info) {
    int pid;
    struct process process;
    if (!take(env, info, "i", &pid)) return NULL;
    return process_table(env, &process, read_process(pid, &process) == 0);
}

/* Strings that end with NUL each, as /proc has them, as a list that ends with NULL and is never freed. */
static char **split(struct bytes block) {
    char *copy = malloc(block.size + 1);
    size_t count = 0, at = 0;
    for (size_t i = 0; i < block.size; i++) count += ((char *)block.data)[i] == 0;
    char **list = calloc(count + 1, sizeof *list);
    if (!copy || !list) abort();
    memcpy(copy, block.data, block.size);
    for (size_t i = 0; i < count; i++) {
        list[i] = copy + at;
        at += strlen(copy + at) + 1;
    }
    return list;
}

static napi_value js_install_crash_handler(napi_env env, napi_callback_info info) {
    int ledger;
    const char *path;
    struct bytes argv, environment;
    if (!take(env, info, "itbb", &ledger, &path, &argv, &environment)) return NULL;
    return number(env, crash_install(ledger, strdup(path), split(argv), split(environment)));
}

static napi_value js_exit(napi_env env, napi_callback_info info) {
    int status;
    if (take(env, info, "i", &status)) _Exit(status);
    return NULL;
}

/* Node's pool of threads, started before anything depends on it: it cannot be when the limit of processes is reached. */
static void no_work(uv_work_t *work) { (void)work; }

static void work_done(uv_work_t *work, int status) {
    (void)status;
    free(work);
}

static napi_value js_start_threads(napi_env env, napi_callback_info info) {
    uv_loop_t *loop = NULL;
    uv_work_t *work = calloc(1, sizeof *work);
    if (!take(env, info, "") || !work || napi_get_uv_event_loop(env, &loop) != napi_ok) return free(work), NULL;
    return number(env, uv_queue_work(loop, work, no_work, work_done));
}

struct watcher {
    napi_env env;
    napi_async_context context;
    napi_ref callback, ready;
    struct poller *poller;
};

/* What the callback throws becomes an uncaught exception, as it would from one of Node's own. */
static void call_back(void *context, int count) {
    struct watcher *watcher = context;
    napi_env env = watcher->env;
    napi_handle_scope scope;
    napi_value global, callback, error, argument;
    if (napi_open_handle_scope(env, &scope) != napi_ok) return;
    argument = number(env, count);
    napi_get_global(env, &global);
    napi_get_reference_value(env, watcher->callback, &callback);
    if (napi_make_callback(env, watcher->context, global, callback, 1, &argument, NULL) == napi_pending_exception) {
        napi_get_and_clear_last_exception(env, &error);
        napi_fatal_exception(env, error);
    }
    napi_close_handle_scope(env, scope);
}

/* pollOpen(ready, callback): pairs of token and events are put into `ready` before each call. */
static napi_value js_poll_open(napi_env env, napi_callback_info info) {
    napi_value ready, callback, name, handle = NULL;
    struct bytes pairs;
    uv_loop_t *loop;
    if (!take(env, info, "ff", &ready, &callback) || !get_bytes(env, ready, &pairs)) return NULL;
    struct watcher *watcher = calloc(1, sizeof *watcher);
    if (!watcher) return NULL;
    watcher->env = env;
    napi_create_reference(env, ready, 1, &watcher->ready);
    napi_create_reference(env, callback, 1, &watcher->callback);
    napi_create_string_utf8(env, "berth", NAPI_AUTO_LENGTH, &name);
    napi_async_init(env, NULL, name, &watcher->context);
    napi_get_uv_event_loop(env, &loop);
    int capacity = (int)(pairs.size / sizeof(struct ready));
    int error = poll_open(&watcher->poller, loop, pairs.data, capacity, call_back, watcher);
    if (error) return number(env, error);
    napi_create_external(env, watcher, NULL, NULL, &handle);
    return handle;
}

static struct poller *poller_of(napi_env env, napi_value handle) {
    void *watcher = NULL;
    if (napi_get_value_external(env, handle, &watcher) != napi_ok) return NULL;
    return ((struct watcher *)watcher)->poller;
}

#define POLL(name, function) \
    static napi_value name(napi_env env, napi_callback_info info) { \
        napi_value handle; \
        int fd; \
        uint32_t events, token; \
        if (!take(env, info, "fiuu", &handle, &fd, &events, &token)) return NULL; \
        struct poller *poller = poller_of(env, handle); \
        return poller ? number(env, function(poller, fd, events, token)) : NULL; \
    }
POLL(js_poll_add, poll_add)
POLL(js_poll_change, poll_change)

static napi_value js_poll_remove(napi_env env, napi_callback_info info) {
    napi_value handle;
    int fd;
    if (!take(env, info, "fi", &handle, &fd)) return NULL;
    struct poller *poller = poller_of(env, handle);
    return poller ? number(env, poll_remove(poller, fd)) : NULL;
}

static napi_value js_poll_hold(napi_env env, napi_callback_info info) {
    napi_value handle;
    int hold;
    if (!take(env, info, "fi", &handle, &hold)) return NULL;
    struct poller *poller = poller_of(env, handle);
    if (poller) poll_hold(poller, hold);
    return NULL;
}

struct removal {
    napi_async_work work;
    napi_deferred deferred;
    char *path;
    int result;
};

static void remove_off_thread(napi_env env, void *data) {
    (void)env;
    struct removal *removal = data;
    removal->result = remove_tree(removal->path);
}

static void removed(napi_env env, napi_status status, void *data) {
    (void)status;
    struct removal *removal = data;
    napi_resolve_deferred(env, removal->deferred, number(env, removal->result));
    napi_delete_async_work(env, removal->work);
    free(removal->path);
    free(removal);
}

static napi_value js_remove_tree(napi_env env, napi_callback_info info) {
    const char *path;
    napi_value promise = NULL, name;
    struct removal *removal = calloc(1, sizeof *removal);
    if (!removal || !take(env, info, "t", &path)) return free(removal), NULL;
    removal->path = strdup(path);
    napi_create_promise(env, &removal->deferred, &promise);
    napi_create_string_utf8(env, "berth", NAPI_AUTO_LENGTH, &name);
    napi_create_async_work(env, NULL, name, remove_off_thread, removed, removal, &removal->work);
    napi_queue_async_work(env, removal->work);
    return promise;
}

static const struct {
    const char *name;
    napi_callback function;
} functions[] = {
    {"pollOpen", js_poll_open},
    {"pollAdd", js_poll_add},
    {"pollChange", js_poll_change},
    {"pollRemove", js_poll_remove},
    {"pollHold", js_poll_hold},
    {"spawn", js_spawn},
    {"wait", js_wait},
    {"scan", js_scan},
    {"readProcess", js_read_process},
    {"kill", js_kill},
    {"queueSignal", js_queue},
    {"processOpen", js_process_open},
    {"processSignal", js_process_signal},
    {"becomeSubreaper", js_subreaper},
    {"trim", js_trim},
    {"setName", js_name},
    {"setTitle", js_title},
    {"limit", js_limit},
    {"random", js_random},
    {"exit", js_exit},
    {"startThreads", js_start_threads},
    {"signalsStart", js_signals_start},
    {"signalsTake", js_signals_take},
    {"clockNow", js_clock_now},
    {"timerOpen", js_timer_open},
    {"timerSet", js_timer_set},
    {"socketOpen", js_socket_open},
    {"socketBind", js_socket_bind},
    {"socketConnect", js_socket_connect},
    {"socketListen", js_socket_listen},
    {"socketAccept", js_socket_accept},
    {"socketSet", js_socket_set},
    {"socketSetText", js_socket_set_text},
    {"socketPeer", js_socket_peer},
    {"socketNextSize", js_socket_next_size},
    {"socketReceive", js_socket_receive},
    {"socketSend", js_socket_send},
    {"memoryFile", js_memory_file},
    {"pipe", js_pipe},
    {"fdRead", js_fd_read},
    {"fdDuplicate", js_fd_duplicate},
    {"fdClose", js_fd_close},
    {"fdExists", js_fd_exists},
    {"fdNonBlocking", js_fd_non_blocking},
    {"fdCloseOnExec", js_fd_close_on_exec},
    {"fdLock", js_fd_lock},
    {"fdRecordLock", js_fd_record_lock},
    {"makeNode", js_make_node},
    {"fdIsTerminal", js_fd_is_terminal},
    {"fifo", js_fifo},
    {"attribute", js_attribute},
    {"setAttribute", js_set_attribute},
    {"openParent", js_open_parent},
    {"openFile", js_open_file},
    {"fileSystemReadOnly", js_file_system_read_only},
    {"watchOpen", js_watch_open},
    {"watchAdd", js_watch_add},
    {"watchRemove", js_watch_remove},
    {"removeTree", js_remove_tree},
    {"installCrashHandler", js_install_crash_handler},
    {"reexecute", js_reexecute},
    {"outputStart", js_output_start},
    {"outputWrite", js_output_write},
    {"outputPending", js_output_pending},
};

NAPI_MODULE_INIT() {
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        napi_value function;
        napi_create_function(env, functions[i].name, NAPI_AUTO_LENGTH, functions[i].function, NULL, &function);
        napi_set_named_property(env, exports, functions[i].name, function);
    }
    return exports;
}
