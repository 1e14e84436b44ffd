/* Sockets with what Node's lack: credentials of the peer, descriptors in messages, datagrams of AF_UNIX. */
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "berth.h"

int socket_open(int domain, int type, int protocol) {
    int fd = socket(domain, type | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
    return fd < 0 ? -errno : fd;
}

int socket_bind(int fd, const void *address, size_t size) {
    return bind(fd, address, (socklen_t)size) < 0 ? -errno : 0;
}

int socket_connect(int fd, const void *address, size_t size) {
    return connect(fd, address, (socklen_t)size) < 0 ? -errno : 0;
}

int socket_listen(int fd, int backlog) { return listen(fd, backlog) < 0 ? -errno : 0; }

int socket_accept(int fd) {
    int connection = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    return connection < 0 ? -errno : connection;
}

int socket_set(int fd, int level, int option, int value) {
    return setsockopt(fd, level, option, &value, sizeof value) < 0 ? -errno : 0;
}

int socket_set_text(int fd, int level, int option, const char *value) {
    return setsockopt(fd, level, option, value, (socklen_t)strlen(value)) < 0 ? -errno : 0;
}

int socket_peer(int fd, int32_t peer[3]) {
    struct ucred credentials;
    socklen_t size = sizeof credentials;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size) < 0) return -errno;
    peer[0] = credentials.pid;
    peer[1] = (int32_t)credentials.uid;
    peer[2] = (int32_t)credentials.gid;
    return 0;
}

/* The size of the datagram that is next. */
int socket_next_size(int fd) {
    ssize_t size = recv(fd, NULL, 0, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT);
    return size < 0 ? -errno : (int)size;
}

union control {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(sizeof(struct ucred)) + CMSG_SPACE(sizeof(int) * DESCRIPTORS_MAX)];
};

static void take_control(struct cmsghdr *item, struct received *received) {
    size_t size = item->cmsg_len - CMSG_LEN(0);
    if (item->cmsg_level != SOL_SOCKET) return;
    if (item->cmsg_type == SCM_CREDENTIALS && size >= sizeof(struct ucred)) {
        struct ucred credentials;
        memcpy(&credentials, CMSG_DATA(item), sizeof credentials);
        received->pid = credentials.pid;
        received->uid = (int32_t)credentials.uid;
        received->gid = (int32_t)credentials.gid;
    }
    if (item->cmsg_type == SCM_RIGHTS && size <= sizeof received->fds) {
        memcpy(received->fds, CMSG_DATA(item), size);
        received->count = (int32_t)(size / sizeof(int));
    }
}

/* Descriptors beyond `fds` are never opened here: for credentials and descriptors, the room is the limit. */
int socket_receive(int fd, void *bytes, size_t size, struct received *received, int fds) {
    union control control;
    struct iovec part = {bytes, size};
    size_t room = fds < 0 || fds >= DESCRIPTORS_MAX ? sizeof control : CMSG_LEN(sizeof(int) * (size_t)fds);
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = room};
    *received = (struct received){.pid = 0, .uid = -1, .gid = -1};
    ssize_t count;
    do count = recvmsg(fd, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    while (count < 0 && errno == EINTR);
    if (count < 0) return -errno;
    received->truncated = (message.msg_flags & MSG_TRUNC) != 0;
    for (struct cmsghdr *item = CMSG_FIRSTHDR(&message); item; item = CMSG_NXTHDR(&message, item)) take_control(item, received);
    return (int)count;
}

int socket_send(int fd, const void *bytes, size_t size, const int *fds, size_t count) {
    union control control = {0};
    struct iovec part = {(void *)bytes, size};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (count > DESCRIPTORS_MAX) return -EINVAL;
    if (count > 0) {
        message.msg_control = &control;
        message.msg_controllen = CMSG_SPACE(sizeof(int) * count);
        struct cmsghdr *item = CMSG_FIRSTHDR(&message);
        item->cmsg_level = SOL_SOCKET;
        item->cmsg_type = SCM_RIGHTS;
        item->cmsg_len = CMSG_LEN(sizeof(int) * count);
        memcpy(CMSG_DATA(item), fds, sizeof(int) * count);
    }
    ssize_t sent;
    do sent = sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : (int)sent;
}
