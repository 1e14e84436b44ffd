"""
Runs systemctl of real systemd on small trees of unit files. Standard input: one question a line as JSON; standard output: one
answer a line. scripts/record-install.ts sends this file into the container and speaks with it.
"""
import json
import os
import shutil
import subprocess
import sys

SCRATCH = '/tmp/berth-install'
# What a command may change below a scratch root, and in the running system.
TOPS = ['etc', 'run', 'usr', 'var', 'opt', 'home']
LIVE = [
    'etc/systemd/system', 'etc/systemd/system.control', 'etc/systemd/system-preset', 'etc/systemd/user',
    'run/systemd/system', 'run/systemd/system.control', 'run/systemd/transient', 'run/systemd/generator',
    'run/systemd/generator.early', 'run/systemd/generator.late', 'usr/local/lib/systemd/system', 'opt/units',
]
OWN = ['console-getty.service', 'systemd-remount-fs.service', 'getty.target.wants', 'local-fs.target.wants']


def make(base, tree):
    for path, what in tree.items():
        full = os.path.join(base, path)
        os.makedirs(full if path.endswith('/') else os.path.dirname(full), exist_ok=True)
        if isinstance(what, str):
            os.symlink(what.replace('@ROOT@', base), full)
        elif what is not None:
            with open(full, 'w') as file:
                file.write(''.join(line + '\n' for line in what))


def look(base, tops):
    found = {}
    for top in tops:
        for folder, folders, files in os.walk(os.path.join(base, top)):
            for name in folders + files:
                full = os.path.join(folder, name)
                path = os.path.relpath(full, base)
                if name in OWN:
                    continue
                if os.path.islink(full):
                    found[path] = os.readlink(full).replace(SCRATCH, '@ROOT@')
                elif os.path.isdir(full):
                    found[path + '/'] = 'folder'
                else:
                    with open(full) as file:
                        found[path] = file.read().split('\n')[:-1]
    return found


def difference(before, after):
    return {path: after.get(path) for path in sorted({*before, *after}) if before.get(path) != after.get(path)}


def run(argv, environment):
    base = {'PATH': '/usr/sbin:/usr/bin:/sbin:/bin', 'LANG': 'C.UTF-8', 'HOME': '/root'}
    environment = {**base, **{key: value.replace('@ROOT@', SCRATCH) for key, value in environment.items()}}
    argv = [word.replace('@ROOT@', SCRATCH) for word in argv]
    done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, env=environment, cwd='/')
    lines = lambda output: [line.replace(SCRATCH, '@ROOT@') for line in output.decode().split('\n')][:-1]
    return {'exit': done.returncode, 'out': lines(done.stdout), 'err': lines(done.stderr)}


def clear(folders):
    for folder in folders:
        shutil.rmtree('/' + folder, ignore_errors=True)
        os.makedirs('/' + folder)


def scratch(question):
    shutil.rmtree(SCRATCH, ignore_errors=True)
    os.mkdir(SCRATCH)
    make(SCRATCH, question['tree'])
    before = look(SCRATCH, TOPS)
    offline = question['way'] == 'offline'
    root = ['--root=' + SCRATCH] if offline else ['--user']
    environment = question['environment'] if offline else {'SYSTEMD_OFFLINE': '1', **question['environment']}
    answer = run(['systemctl', *root, *question['run']], environment)
    answer['changed'] = difference(before, look(SCRATCH, TOPS))
    shutil.rmtree(SCRATCH)
    return answer


def live(question):
    clear(LIVE)
    # The packages' own folder stays as it is: its targets are there already.
    make('/', {path: what for path, what in question['tree'].items() if not path.startswith('usr/lib/')})
    if not any(path.startswith(('run/systemd/generator', 'run/systemd/transient')) for path in question['tree']):
        subprocess.run(['systemctl', 'daemon-reload'])
    before = look('/', LIVE)
    bus = ['dbus-send', '--system', '--print-reply', '--dest=org.freedesktop.systemd1', '/org/freedesktop/systemd1']
    if question['way'] == 'bus':
        method, *arguments = question['run']
        argv = [*bus, 'org.freedesktop.systemd1.Manager.' + method, *arguments]
    else:
        argv = ['systemctl', *question['run']]
    answer = run(argv, question['environment'])
    after = look('/', LIVE)
    # A reload empties the generators' folders, which is none of the command's doing.
    answer['changed'] = {path: what for path, what in difference(before, after).items() if '/generator' not in path}
    if question['way'] == 'bus':
        answer['out'] = answer['out'][1:]
    clear(LIVE)
    return answer


for line in sys.stdin:
    question = json.loads(line)
    answer = scratch(question) if question['way'] in ('offline', 'user') else live(question)
    print(json.dumps(answer), flush=True)
