// berth as an entrypoint: a command in the foreground, whose output it is, and the recipes people use.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { build, buildBerth, type Container, docker, makeImage, start, tryDocker } from './docker.ts'

const image = 'berth-test/entrypoint'
const name = 'berth-test-entry'
let container: Container | undefined

const web =
  '[Unit]\nDescription=Web\n[Service]\nExecStart=/bin/sh -c "echo served; exec sleep infinity"\nExecStop=/bin/sh -c "echo stopped >>/log"\n[Install]\nWantedBy=multi-user.target\n'
const dockerfile = `FROM berth-test/bash
COPY --from=berth / /
COPY web.service /etc/systemd/system/
RUN systemctl enable web
ENTRYPOINT ["/usr/bin/systemctl", "init", "--"]
`

beforeAll(() => {
  makeImage('berth-test/bash', 'trixie', 'procps')
  buildBerth()
  build(image, dockerfile, { files: { 'web.service': web } })
}, 600_000)

afterAll(() => void tryDocker('rmi', '-f', image, 'berth-test/recipe'))

afterEach(() => {
  container?.remove()
  container = undefined
})

/** Runs a container to its end, with this for its standard input. */
function run(args: readonly string[], command: readonly string[], input?: string) {
  const all = ['run', '--rm', '--network', 'none', ...(input === undefined ? [] : ['-i']), ...args, ...command]
  const { status, stdout, stderr } = spawnSync('docker', all, {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    timeout: 60_000,
  })
  return { code: status, out: stdout, err: stderr }
}

test('the command has our streams, environment and folder; its exit status is the container’s; nothing else is printed', () => {
  const script = 'systemctl is-active web; cat; pwd; echo $X; exit 7'
  const ended = run(['-w', '/tmp', '-e', 'X=y', image], ['sh', '-c', script], 'piped\n')
  expect(ended).toEqual({ code: 7, out: 'active\npiped\n/tmp\ny\n', err: '' })
})

test.each([
  [['nosuch'], 127, /^nosuch: command not found in /],
  [['/etc/passwd'], 126, /^\/etc\/passwd: not executable/],
  [['sh', '-c', 'kill -KILL $$'], 137, /^$/],
])('%p ends with %i', (command, code, said) => {
  const ended = run([image], command)
  expect(ended.code).toBe(code)
  expect(ended.err).toMatch(said)
})

test('a terminal is the command’s: its size, and the foreground', () => {
  const inside = 'stty size; ps -o pgid=,tpgid= -p $$ | { read a b; test $a = $b && echo foreground; }'
  const line = `stty cols 91 rows 33; docker run --rm -it --network none ${image} sh -c '${inside}'`
  const { stdout } = spawnSync('script', ['-qec', line, '/dev/null'], { encoding: 'utf8', timeout: 60_000 })
  expect(stdout.replace(/[^\x20-\x7e]+/g, ' ')).toMatch(/33 91 foreground/)
})

test('docker stop is for the command, then everything stops in order', () => {
  container = start(name, image, [], ['sh', '-c', 'trap "exit 5" TERM; touch /up; while :; do sleep 0.1; done'])
  expect(container.run('sh', '-c', 'until [ -e /up ]; do sleep 0.1; done; echo up').out).toBe('up\n')
  expect(container.stop().code).toBe(5)
  const copied = spawnSync('docker', ['cp', `${name}:/log`, '-'], { encoding: 'utf8' })
  expect(copied.stdout).toContain('stopped')
}, 60_000)

test('who speaks to us has the output: nothing of ours goes there, unless it is asked for', async () => {
  const child = spawn('docker', [
    'run',
    '--rm',
    '-i',
    '--name',
    name,
    '--network',
    'none',
    '--entrypoint',
    '/sbin/init',
    image,
    '--log-level=info',
  ])
  let said = ''
  child.stdout.on('data', piece => (said += String(piece)))
  child.stderr.on('data', piece => (said += String(piece)))
  spawnSync('sh', ['-c', `until docker exec ${name} systemctl is-active -q web 2>/dev/null; do sleep 0.1; done`], {
    timeout: 30_000,
  })
  expect(docker('exec', name, 'sh', '-c', 'tr "\\0" "|" </proc/1/cmdline; ps -o args= -p 1')).toBe(
    '/sbin/init --log-level=info|/sbin/init --log-level=info',
  )
  // It may go down together with the container, before it has an exit status of its own.
  tryDocker('exec', name, 'systemctl', 'exit', '4')
  const [code] = await once(child, 'exit')
  expect([code, said]).toEqual([4, ''])
  const asked = run(['-e', 'BERTH_CONSOLE=plain', image], ['true'], '')
  expect(asked.out).toMatch(/^served$/m)
}, 90_000)

const recipe = `FROM berth-test/bash
COPY --from=berth / /
COPY entrypoint.sh /
COPY job.service /etc/systemd/system/
RUN chmod +x /entrypoint.sh && systemctl enable job
ENTRYPOINT ["/entrypoint.sh"]
`
const entrypoint = `#!/bin/bash
sleep infinity < /proc/1/fd/0 > /proc/1/fd/1 2>&1 &
echo $! > /container-pipes-pid
exec /usr/lib/systemd/systemd
`
const job = `[Unit]
Description=Job
[Service]
PassEnvironment=PATH LD_LIBRARY_PATH
ExecStart=/bin/bash -c "echo Attaching to pipes of PID \`cat container-pipes-pid\` && exec /bin/bash < /proc/\`cat container-pipes-pid\`/fd/0 > /proc/\`cat container-pipes-pid\`/fd/1 2>/proc/\`cat container-pipes-pid\`/fd/2"
ExecStopPost=/usr/bin/systemctl exit $EXIT_STATUS
[Install]
WantedBy=multi-user.target rescue.target
`

test('the GitLab recipe: the piped script runs, its output comes out whole and alone, its exit status is the container’s', () => {
  build('berth-test/recipe', recipe, { files: { 'entrypoint.sh': entrypoint, 'job.service': job } })
  const script = 'systemctl is-active job; head -c 1048576 /dev/zero | tr "\\0" x; echo; exit 3\n'
  const ended = run(['berth-test/recipe'], [], script)
  expect(ended.code).toBe(3)
  expect(ended.out).toBe(`active\n${'x'.repeat(1_048_576)}\n`)
  expect(ended.err).toBe('')
}, 90_000)
