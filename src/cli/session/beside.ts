/**
 * The manager beside a foreign PID 1: started in the background by the first command that needs one
 * (docs/decisions/0011-a-manager-beside-a-foreign-pid-1.md).
 */

import { systemRuntimeFolder } from '#catalog/search-path.ts'
import { chooseRole } from '#cli/role.ts'
import { besideOption, managerLock } from '#control/beside.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { baseName } from '#core/base/path.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { type LaunchLimit, plainLaunch } from '#core/exec/launch.ts'
import type { Kernel } from '#kernel/kernel.ts'

const lockPath = managerLock(systemRuntimeFolder)
/** How long a manager may take until it answers: generators may run for 90 s. */
const patienceUs = 120_000_000
/** How often a command looks whether it does; nothing waits longer than this. */
const lookMs = 10
/** A manager that ends before it answers is tried again, but not for ever. */
const triesMax = 3
const textMaxBytes = 4 * 1024 * 1024

/**
 * Whether PID 1 is somebody else, beside whom we may start a manager. It is not where it is systemd or ours, which may not answer
 * yet. We ourselves are PID 1 in a container that was made for one command.
 */
export function isForeign({ host, processes }: Pick<Kernel, 'host' | 'processes'>): boolean {
  if (host.pid === 1) {
    return true
  }
  if (processes.comm(1) === 'systemd') {
    return false
  }
  const [argv0 = '', ...argv] = programArguments(processes.argv(1))
  return chooseRole({ argv0: baseName(argv0), argv, pid: 1, isRunByInit: () => false }).is === 'command'
}

/**
 * Without Node's options and the bundle, which stand between the name and our own arguments until the manager has given itself a
 * title, which is one word.
 */
function programArguments(argv: readonly string[]): readonly string[] {
  const [title = ''] = argv
  if (argv.length === 1) {
    return title.split(' ')
  }
  const bundle = argv.findIndex(word => word.endsWith('/berth.cjs'))
  return bundle < 0 ? argv : [argv[0] ?? '', ...argv.slice(bundle + 1)]
}

/**
 * Starts a manager unless somebody else does, and waits until `connect` reaches it. Of commands that come at once one has the
 * lock, which it hands on to the manager: it is free when there is none, and none is being started.
 * @returns why there is no manager, as a sentence.
 */
export async function startManager<T>(
  kernel: Kernel,
  launcher: string,
  connect: () => Promise<T | undefined>,
): Promise<Result<T, string>> {
  const until = kernel.clock.monotonic() + patienceUs
  let tries = 0
  for (;;) {
    const reached = await connect()
    if (reached !== undefined) {
      return ok(reached)
    }
    const lock = takeLock(kernel)
    if (lock.ok && tries === triesMax) {
      return fail('It ends before it answers.')
    }
    if (lock.ok) {
      tries += 1
      const spawned = spawnManager(kernel, launcher, lock.value)
      if (spawned !== null) {
        return fail(spawned)
      }
    } else if (lock.error !== 'EAGAIN') {
      return fail(`Cannot lock ${lockPath}: ${errnoText(lock.error)}`)
    }
    if (kernel.clock.monotonic() > until) {
      return fail('It does not answer.')
    }
    await new Promise(resolve => setTimeout(resolve, lookMs))
  }
}

/** A lock file of another user's, as an image may bring along, would be that user's to hold. */
function takeLock({ files, host, processes }: Kernel): ReturnType<Kernel['files']['tryLock']> {
  files.makeDirectories(systemRuntimeFolder, 0o755)
  const found = files.linkStatus(lockPath)
  if (found.ok && (found.value.kind !== 'file' || found.value.uid !== host.uid)) {
    files.unlink(lockPath)
  }
  const lock = files.tryLock(lockPath)
  if (!lock.ok || !isManagerAlive({ host, processes })) {
    return lock
  }
  // Its folder was removed, and it is about to make it anew.
  lock.value.release()
  return fail('EAGAIN')
}

/** Whether a manager of our user lives, by its name and its arguments. */
function isManagerAlive({ host, processes }: Pick<Kernel, 'host' | 'processes'>): boolean {
  return processes
    .list()
    .some(
      ({ pid, zombie }) =>
        !zombie &&
        processes.comm(pid) === 'systemd' &&
        processes.usersOf(pid)?.effective === host.uid &&
        processes.argv(pid).some(word => word.includes(besideOption)),
    )
}

/** In a session of its own, with what PID 1 was given and nothing of ours; null when it was started. */
function spawnManager(kernel: Kernel, launcher: string, lock: { readonly fd: number }): string | null {
  const { files, host, processes, sockets } = kernel
  const environment = [...firstEnvironment(kernel)].map(([name, value]) => `${name}=${value}`)
  const limits = firstLimits(kernel)
  const locks = limits.find(({ resource }) => resource === rlimitLocks)
  const spawned = processes.spawn(
    plainLaunch({
      process: {
        command: launcher,
        candidates: [launcher],
        argv: [launcher, 'init', `${besideOption}3`],
        environment,
        limits: limits.filter(({ resource }) => resource !== rlimitLocks),
        ...(locks === undefined ? {} : { mark: locks.hard }),
        ignoreSigpipe: false,
      },
      streams: { passed: [lock.fd] },
    }),
    () => undefined,
  )
  sockets.closeDescriptor(lock.fd)
  if (spawned.ok) {
    return null
  }
  return `Cannot execute ${files.realPath(launcher).ok ? 'it' : launcher}: ${errnoText(spawned.error)} (uid ${host.uid})`
}

const rlimitLocks = 10

/** The environment of PID 1, which is the container's; our own where it cannot be read. */
export function firstEnvironment({ files, host }: Pick<Kernel, 'files' | 'host'>): ReadonlyMap<string, string> {
  const block = host.pid === 1 ? undefined : files.readText('/proc/1/environ', textMaxBytes)
  if (block?.ok !== true) {
    return host.environment
  }
  const variables = block.value.split('\0').flatMap((text): readonly (readonly [string, string])[] => {
    const sign = text.indexOf('=')
    return sign > 0 ? [[text.slice(0, sign), text.slice(sign + 1)]] : []
  })
  return new Map(variables)
}

/** The limits of PID 1, as far as ours allow; those that cannot be read stay ours. */
function firstLimits({ files, host }: Kernel): readonly LaunchLimit[] {
  const text = files.readText('/proc/1/limits', textMaxBytes)
  const lines = text.ok ? text.value.split('\n') : []
  return host.limits.map(own => {
    const title = limitTitles[own.resource]
    const line = title === undefined ? undefined : lines.find(one => one.startsWith(title))
    const [, soft, hard] = /^\D+? +(\d+|unlimited) +(\d+|unlimited)/.exec(line ?? '') ?? []
    if (soft === undefined || hard === undefined) {
      return own
    }
    const top = lesser(amountOf(hard), own.hard)
    return { resource: own.resource, soft: lesser(amountOf(soft), top), hard: top }
  })
}

const amountOf = (text: string): bigint => (text === 'unlimited' ? 2n ** 64n - 1n : BigInt(text))
const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** The names in /proc/PID/limits (proc_pid_limits(5)), by number. */
const limitTitles: Readonly<Record<number, string>> = {
  0: 'Max cpu time',
  1: 'Max file size',
  2: 'Max data size',
  3: 'Max stack size',
  4: 'Max core file size',
  5: 'Max resident set',
  6: 'Max processes',
  7: 'Max open files',
  8: 'Max locked memory',
  9: 'Max address space',
  10: 'Max file locks',
  11: 'Max pending signals',
  12: 'Max msgqueue size',
  13: 'Max nice priority',
  14: 'Max realtime priority',
  15: 'Max realtime timeout',
}
