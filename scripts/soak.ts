/**
 * Lets a manager work for a long time and tells what it holds on to: private memory, descriptors and threads before and after
 * each kind of work, and how much memory grew for each thousand.
 *
 *     node scripts/soak.ts [--short]
 *
 * Needs a Docker engine, which is started where none answers. `--short` does a twentieth. Ends with 1 where something grew that
 * must not: more than `slopeMaxKiB` a thousand, or descriptors or threads that were not given back.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, connectClient } from '#control/client.ts'
import { managerPath } from '#control/object-path.ts'
import { managerInterface } from '#control/protocol/manager.ts'
import { linuxKernel } from '#kernel/linux.ts'

const root = join(import.meta.dirname, '..')
const image = 'berth-test/soak'
const name = 'berth-soak'
const part = process.argv.includes('--short') ? 0.05 : 1
const times = (count: number): number => Math.max(1, Math.round(count * part))
/** What a thousand of anything may cost; the collector's own ups and downs are some hundred KiB. */
const slopeMaxKiB = 200
const restMs = 15_000
const printers = 200
const reloadUnits = 300

const makeUnits = `
cd /etc/systemd/system
printf '[Unit]\\nStartLimitIntervalSec=0\\n[Service]\\nExecStart=/bin/sleep infinity\\n' > idle.service
printf '[Unit]\\nStartLimitIntervalSec=0\\n[Service]\\nExecStart=/bin/false\\nRestart=always\\nRestartSec=0\\n' > crashes.service
for i in $(seq ${reloadUnits}); do printf '[Service]\\nExecStart=/bin/sleep infinity\\n' > held-$i.service; done
printf '[Unit]\\nAfter=%s\\n' "$(ls held-* | tr '\\n' ' ')" > held.target
printf '#!/bin/sh\\nexec awk "BEGIN { for (i = 0; i < 250; i++) printf \\\\"%%02000d\\\\\\\\n\\\\", i }"\\n' > /prints && chmod 755 /prints
printf '[Service]\\nType=oneshot\\nExecStart=/prints\\n' > prints@.service
printf '[Unit]\\nWants=%s\\n' "$(seq -f 'prints@%g.service' ${printers} | tr '\\n' ' ')" > prints.target
`

function docker(...args: readonly string[]): string {
  return execFileSync('docker', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 2 ** 28,
  }).trim()
}

function build(): void {
  execFileSync(process.execPath, [join(root, 'scripts/build.ts')], { stdio: 'inherit' })
  execFileSync(join(root, 'scripts/docker/image.sh'), ['berth-test/base', 'trixie'], { stdio: 'inherit' })
  const context = mkdtempSync(join(tmpdir(), 'berth-soak-'))
  writeFileSync(join(context, 'units.sh'), makeUnits)
  writeFileSync(
    join(context, 'Dockerfile'),
    'FROM berth-test/base\nCOPY units.sh /\nRUN sh /units.sh\nCOPY rootfs/ /\n',
  )
  cpSync(join(root, 'dist/rootfs'), join(context, 'rootfs'), { recursive: true, verbatimSymlinks: true })
  const env = { ...process.env, DOCKER_BUILDKIT: '0' }
  execFileSync('docker', ['build', '-q', '-t', image, context], { stdio: 'ignore', env })
  rmSync(context, { recursive: true })
}

interface Held {
  readonly privateKiB: number
  readonly descriptors: number
  readonly threads: number
}

/**
 * What the manager holds, once it rests: it gives memory back two quiet seconds after much has happened, and V8 keeps the pages
 * that are free then for some ten more.
 */
async function held(pid: number): Promise<Held> {
  await new Promise(resolve => setTimeout(resolve, restMs))
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  return {
    // Not Private_Dirty: pages of a program just copied count there until the disk has them.
    privateKiB: Number(/^Anonymous:\s+(\d+)/m.exec(text)?.[1]),
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    threads: readdirSync(`/proc/${pid}/task`).length,
  }
}

/** A connection to the manager in the container, made again after a re-exec. */
async function connect(pid: number): Promise<Client> {
  const kernel = linuxKernel({
    addonPath: join(root, 'build/native/berth.node'),
    executorPath: '',
    manager: false,
  })
  for (;;) {
    const client = await connectClient(kernel.sockets, `/proc/${pid}/root/run/systemd/private`, {
      uid: 0,
      closeDescriptor: () => undefined,
    })
    if (client.ok) {
      return client.value
    }
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

/** Does one job to its end. */
async function job(client: Client, method: 'StartUnit' | 'StopUnit', unit: string): Promise<void> {
  const ended = new Set<string>()
  let wake: () => void = () => undefined
  const listener = client.listen(managerInterface, 'JobRemoved', removed => {
    ended.add(removed.job)
    wake()
  })
  const answer = await client.invoke(managerPath, managerInterface, method, { name: unit, mode: 'replace' })
  if (!answer.ok) {
    throw new Error(`${method} ${unit}: ${answer.error.message}`)
  }
  while (!ended.has(answer.value.job)) {
    await new Promise<void>(resolve => {
      wake = resolve
    })
  }
  listener.close()
}

interface Work {
  readonly what: string
  readonly count: number
  run(client: Client, count: number): Promise<void>
}

const works: readonly Work[] = [
  {
    what: 'starts and stops',
    count: times(20_000),
    run: async (client, count) => {
      for (let i = 0; i < count; i++) {
        await job(client, i % 2 === 0 ? 'StartUnit' : 'StopUnit', 'idle.service')
      }
    },
  },
  {
    what: 'crash restarts',
    count: times(5000),
    run: async (client, count) => {
      await job(client, 'StartUnit', 'crashes.service')
      const restarts = (): number =>
        Number(docker('exec', name, 'systemctl', 'show', '--value', '-pNRestarts', 'crashes.service'))
      while (restarts() < count) {
        await new Promise(resolve => setTimeout(resolve, 500))
      }
      await job(client, 'StopUnit', 'crashes.service')
    },
  },
  {
    what: `reloads with ${reloadUnits} units`,
    count: times(200),
    run: async (client, count) => {
      for (let i = 0; i < count; i++) {
        await client.invoke(managerPath, managerInterface, 'Reload', {}, { timeLimitMs: 90_000 })
      }
    },
  },
  {
    what: 're-execs',
    count: times(100),
    run: async (_, count) => {
      for (let i = 0; i < count; i++) {
        docker('exec', name, 'systemctl', 'daemon-reexec')
      }
    },
  },
  {
    what: `times ${printers} services that print 250 lines of 2 kB`,
    count: times(20),
    run: async (client, count) => {
      for (let i = 0; i < count; i++) {
        await job(client, 'StartUnit', 'prints.target').then(() => job(client, 'StopUnit', 'prints.target'))
      }
    },
  },
]

/** Half of it first: V8 keeps the pages of a burst for the next one, which is not growth. */
async function measure(pid: number, work: Work): Promise<boolean> {
  const warm = await connect(pid)
  await work.run(warm, Math.max(1, Math.round(work.count / 2)))
  warm.close()
  const before = await held(pid)
  const began = performance.now()
  const client = await connect(pid)
  await work.run(client, work.count)
  client.close()
  const seconds = (performance.now() - began) / 1000
  const after = await held(pid)
  const slope = ((after.privateKiB - before.privateKiB) * 1000) / work.count
  // A few hundred KiB come and go with the collector: what is fewer than a thousand times is held against its sum.
  const grew = after.privateKiB - before.privateKiB > Math.max(2048, (slopeMaxKiB * work.count) / 1000)
  const leaked = after.descriptors > before.descriptors || after.threads > before.threads
  const cells = [
    `${work.count} ${work.what}`.padEnd(60),
    `${seconds.toFixed(0)} s`.padStart(7),
    `${before.privateKiB} -> ${after.privateKiB} KiB`.padStart(24),
    `${slope.toFixed(0)} KiB`.padStart(12),
    `${before.descriptors} -> ${after.descriptors}`.padStart(12),
    `${before.threads} -> ${after.threads}`.padStart(9),
  ]
  process.stdout.write(`${cells.join('  ')}${grew || leaked ? '   GROWS' : ''}\n`)
  return !grew && !leaked
}

build()
spawnSync('docker', ['rm', '-f', name], { stdio: 'ignore' })
docker('run', '-d', '--name', name, '--network', 'none', '--tmpfs', '/run', '--log-driver', 'none', image, '/sbin/init')
try {
  const pid = Number(docker('inspect', '-f', '{{.State.Pid}}', name))
  const first = await connect(pid)
  await job(first, 'StartUnit', 'held.target')
  first.close()
  const heads = ['work'.padEnd(60), 'time'.padStart(7), 'private memory'.padStart(24), 'a thousand'.padStart(12)]
  process.stdout.write(`${[...heads, 'descriptors'.padStart(12), 'threads'.padStart(9)].join('  ')}\n`)
  const results: boolean[] = []
  for (const work of works) {
    results.push(await measure(pid, work))
  }
  process.exitCode = results.every(isGood => isGood) ? 0 : 1
} finally {
  docker('rm', '-f', '-v', name)
}
