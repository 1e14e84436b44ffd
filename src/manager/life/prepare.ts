/**
 * What PID 1 does before the first unit, as far as a container may (ARCHITECTURE.md, "Before the first unit"): what programs and
 * unit files count on being there. Nothing here can keep the boot from going on; each failure is a line, told once.
 */
import { detectVirtualization } from '#catalog/condition/virtualization.ts'
import { isMachineId } from '#catalog/host-facts.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import type { Kernel, Outcome } from '#kernel/kernel.ts'
import type { Realm } from '#manager/realm.ts'

type Machine = Pick<Kernel, 'files' | 'host'>

/** Prepares; returns what could not be done, as sentences for the log. */
export function prepare(kernel: Machine, realm: Realm): readonly string[] {
  const failures = [machineId(kernel)]
  if (realm.perpetual) {
    // Beside a foreign PID 1 these are its business.
    failures.push(hostname(kernel), mtab(kernel), container(kernel, realm))
  }
  return failures.filter(failure => failure !== null)
}

const idFile = '/etc/machine-id'
const idFileInRun = '/run/machine-id'
const idMaxBytes = 64

/** machine-id(5): kept where there is one, else made and written, to /run where /etc cannot be written. */
function machineId(kernel: Machine): string | null {
  const { files } = kernel
  if (readId(kernel, idFile) !== null || readId(kernel, idFileInRun) !== null) {
    return null
  }
  const id =
    readId(kernel, '/var/lib/dbus/machine-id') ?? idOf(kernel.host.environment.get('container_uuid')) ?? newId(kernel)
  const written = files.writeAtomically(idFile, `${id}\n`, 0o444)
  const kept = written.ok ? written : files.writeAtomically(idFileInRun, `${id}\n`, 0o444)
  return told(kept, `write ${idFile} or ${idFileInRun}`, 'Units that use %m fail.')
}

function readId({ files }: Machine, path: string): string | null {
  const text = files.readText(path, idMaxBytes)
  return text.ok ? idOf(text.value) : null
}

/** 32 hex digits, with or without the dashes of a UUID. */
function idOf(text: string | undefined): string | null {
  const id = (text ?? '').trim().replaceAll('-', '').toLowerCase()
  return isMachineId(id) ? id : null
}

/** A random UUID of version 4 (RFC 9562), as systemd makes it. */
function newId({ host }: Machine): string {
  const bytes = Uint8Array.from(host.random(16), (byte, at) =>
    at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte,
  )
  return Buffer.from(bytes).toString('hex')
}

const kernelHostname = '/proc/sys/kernel/hostname'

/** hostname(5). Mostly the container engine has set it, and nobody else may. */
function hostname({ files }: Machine): string | null {
  const text = files.readText('/etc/hostname', 4096)
  const wanted = (text.ok ? text.value : '')
    .split('\n')
    .find(line => line.trim() !== '' && !line.startsWith('#'))
    ?.trim()
  const current = files.readText(kernelHostname, 256)
  const isName = wanted !== undefined && /^(?=.{1,64}$)[A-Za-z0-9][A-Za-z0-9.-]*$/.test(wanted)
  if (!isName || !current.ok || current.value.trim() === wanted) {
    return null
  }
  const set = files.writeInPlace(kernelHostname, wanted)
  return told(set, `name the host ${wanted} as /etc/hostname says`, `It stays ${current.value.trim()}.`)
}

/** Programs of old look for mounts there. */
function mtab({ files }: Machine): string | null {
  const path = '/etc/mtab'
  const made = files.linkStatus(path).ok ? null : files.makeLink('../proc/self/mounts', path)
  // In a read-only image nobody can be helped, and nobody is told at each boot.
  return made === null || (!made.ok && made.error === 'EROFS') ? null : told(made, `make ${path}`, '')
}

/** systemd-detect-virt(1) looks here when it has no privileges. */
function container({ files, host }: Machine, { containerFile: path, runtimeFolder }: Realm): string | null {
  const around = { kernel: { files, host }, variables: host.environment }
  const found = detectVirtualization(around)
  const name = host.environment.get('container') ?? (found.kind === 'container' ? found.name : '')
  if (path === null || !/^[a-z0-9_-]+$/.test(name)) {
    return null
  }
  const folder = files.makeDirectories(runtimeFolder, 0o755)
  const written = folder.ok || folder.error === 'EEXIST' ? files.writeAtomically(path, `${name}\n`, 0o644) : folder
  return told(written, `write ${path}`, '')
}

function told(outcome: Outcome<void>, what: string, consequence: string): string | null {
  return outcome.ok ? null : `Cannot ${what}: ${errnoText(outcome.error)}. ${consequence}`.trim()
}
