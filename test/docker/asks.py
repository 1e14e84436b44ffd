"""A user who means no good asks the manager.

    asks.py ask PATH CONNECTIONS METHOD read|unread SECONDS    asks without end, and reads the answers or does not
    asks.py descriptors PATH CONNECTIONS SECONDS               sends messages without an end, with all descriptors there may be
    asks.py greet PATH TIMES                                   begins connections with what is no handshake
    asks.py call PATH OBJECT                                   asks one object for its properties, and prints an error's name

Says `asking` once it has begun.
"""

import os, selectors, socket, struct, sys, time

bus = 'system_bus_socket'


def pad(data, size):
    return data + b'\0' * (-len(data) % size)


def string(text):
    return struct.pack('<I', len(text)) + text.encode() + b'\0'


def call(member, interface='org.freedesktop.systemd1.Manager', path='/org/freedesktop/systemd1', argument=None,
         to='org.freedesktop.systemd1'):
    fields = b''
    for code, kind, text in ((1, b'o', path), (2, b's', interface), (3, b's', member), (6, b's', to)):
        fields = pad(fields, 8) + bytes([code, 1]) + kind + b'\0' + string(text)
    body = b''
    if argument is not None:
        fields = pad(fields, 8) + bytes([8, 1]) + b'g\0' + b'\x01s\0'
        body = string(argument)
    return pad(struct.pack('<cBBBIII', b'l', 1, 0, 1, len(body), 7, len(fields)) + fields, 8) + body


def get_all(path):
    return call('GetAll', 'org.freedesktop.DBus.Properties', path, '')


def connect(path):
    """None where nobody lets us in."""
    talk = socket.socket(socket.AF_UNIX)
    try:
        talk.connect(path)
        talk.send(b'\0AUTH EXTERNAL\r\nDATA\r\nNEGOTIATE_UNIX_FD\r\nBEGIN\r\n')
        if path.endswith(bus):
            talk.send(call('Hello', 'org.freedesktop.DBus', '/org/freedesktop/DBus', None, 'org.freedesktop.DBus'))
    except OSError:
        return None
    return talk


def ask(path, count, method, reads, seconds):
    message = get_all('/org/freedesktop/systemd1/unit/dbus_2eservice') if method == 'GetAll' else call(method)
    select = selectors.DefaultSelector()
    wanted = selectors.EVENT_WRITE | (selectors.EVENT_READ if reads == 'read' else 0)
    for talk in [connect(path) for _ in range(int(count))]:
        if talk is not None:
            talk.setblocking(False)
            select.register(talk, wanted)
    end = time.time() + float(seconds)
    print('asking', flush=True)
    while time.time() < end:
        if not select.get_map():
            time.sleep(0.1)
            continue
        for key, events in select.select(0.1):
            try:
                if events & selectors.EVENT_READ and not key.fileobj.recv(1 << 16):
                    raise ConnectionError
                if events & selectors.EVENT_WRITE:
                    key.fileobj.send(message * 8)
            except BlockingIOError:
                pass
            except OSError:
                select.unregister(key.fileobj)
                key.fileobj.close()


def descriptors(path, count, seconds):
    talks = [talk for talk in (connect(path) for _ in range(int(count))) if talk is not None]
    for talk in talks:
        for _ in range(2):
            rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, struct.pack('<253i', *[0] * 253))
            try:
                talk.sendmsg([b'l\1\0\1'], [rights])
            except OSError:
                pass
    print('asking', flush=True)
    time.sleep(float(seconds))


def greet(path, times):
    print('asking', flush=True)
    for _ in range(int(times)):
        talk = socket.socket(socket.AF_UNIX)
        try:
            talk.connect(path)
            talk.send(b'nonsense\r\n')
            talk.recv(100)
        except OSError:
            pass
        talk.close()


def one_call(path, where):
    talk = connect(path)
    talk.settimeout(10)
    talk.send(get_all(where))
    answer = b''
    while b'org.freedesktop.DBus.Error.' not in answer:
        piece = talk.recv(1 << 16)
        if not piece:
            break
        answer += piece
    print(answer[answer.index(b'org.freedesktop.DBus.Error.'):].split(b'\0')[0].decode())


{'ask': ask, 'descriptors': descriptors, 'greet': greet, 'call': one_call}[sys.argv[1]](*sys.argv[2:])
