/** What does not change while we run; each fact is read when it is first asked for, as most programs need few of them. */
import { readFileSync } from 'node:fs'
import { arch, hostname, release } from 'node:os'
import type { Origin } from '#kernel/ledger/origin.ts'
import type { Host } from './kernel.ts'
import type { Native } from './native.ts'

/** systemd's names of architectures (ConditionArchitecture= in systemd.unit(5)) by Node's. */
const architectures: Readonly<Record<string, string>> = {
  x64: 'x86-64',
  ia32: 'x86',
  arm64: 'arm64',
  arm: 'arm',
  ppc64: 'ppc64-le',
  s390x: 's390x',
  riscv64: 'riscv64',
  loong64: 'loongarch64',
}

export function linuxHost(native: Native, origin: Origin): Host {
  const bootId = once(() => firstLine('/proc/sys/kernel/random/boot_id').replaceAll('-', ''))
  const capabilities = once(readCapabilities)
  const name = once(hostname)
  const folder = once(currentFolder)
  const kernelRelease = once(release)
  return {
    pid: process.pid,
    uid: process.getuid?.() ?? 0,
    gid: process.getgid?.() ?? 0,
    environment: origin.environment,
    get workingDirectory() {
      return folder()
    },
    limits: origin.limits,
    architecture: architectures[arch()] ?? arch(),
    get hostname() {
      return name()
    },
    get kernelRelease() {
      return kernelRelease()
    },
    get bootId() {
      return bootId()
    },
    get capabilities() {
      return capabilities()
    },
    random: sizeBytes => {
      const bytes = new Uint8Array(sizeBytes)
      if (native.random(bytes) < 0) {
        throw new Error('the kernel gives no random bytes')
      }
      return bytes
    },
  }
}

/** The folder may be gone, or not ours to see. */
function currentFolder(): string {
  try {
    return process.cwd()
  } catch {
    return '/'
  }
}

function once<T>(read: () => T): () => T {
  let known: { readonly value: T } | undefined
  return () => {
    known ??= { value: read() }
    return known.value
  }
}

function firstLine(path: string): string {
  try {
    return readFileSync(path, 'latin1').trim()
  } catch {
    return ''
  }
}

function readCapabilities(): bigint {
  const line = /^CapEff:\s*([0-9a-f]+)$/m.exec(firstLine('/proc/self/status'))
  return BigInt(`0x${line?.[1] ?? '0'}`)
}
