/** What we run in (systemd-detect-virt(1)): a container, a virtual machine, or neither. */
import { parseBoolean } from '#core/base/boolean.ts'
import { exists, firstLine, ownStatus, readFile, type Surroundings, type Verdict } from './subject.ts'

export interface Virtualization {
  readonly kind: 'container' | 'vm' | 'none'
  /** `docker`, `kvm`; `none`. */
  readonly name: string
}

/** ConditionVirtualization=. */
export function isVirtualization(parameter: string, around: Surroundings): Verdict {
  if (parameter === 'private-users') {
    return inUserNamespace(around)
  }
  const { kind, name } = detectVirtualization(around)
  const wanted = parseBoolean(parameter)
  if (wanted.ok) {
    return wanted.value === (kind !== 'none')
  }
  return parameter === 'vm' || parameter === 'container' ? parameter === kind : parameter === name && kind !== 'none'
}

/** Of a container in a virtual machine it is the container that counts. */
export function detectVirtualization(around: Surroundings): Virtualization {
  const container = detectContainer(around)
  if (container !== undefined) {
    return { kind: 'container', name: container }
  }
  const machine = detectMachine(around)
  return machine === undefined ? { kind: 'none', name: 'none' } : { kind: 'vm', name: machine }
}

export function inContainer(around: Surroundings): boolean {
  return detectContainer(around) !== undefined
}

const containers = new Set('systemd-nspawn lxc-libvirt lxc openvz docker podman rkt wsl proot pouch'.split(' '))

function detectContainer(around: Surroundings): string | undefined {
  if (exists(around, '/proc/vz') && !exists(around, '/proc/bc')) {
    return 'openvz'
  }
  if (/Microsoft|WSL/.test(firstLine(around, '/proc/sys/kernel/osrelease'))) {
    return 'wsl'
  }
  const tracer = ownStatus(around, 'TracerPid')
  if (tracer !== '' && tracer !== '0' && firstLine(around, `/proc/${tracer}/comm`).startsWith('proot')) {
    return 'proot'
  }
  const said =
    firstLine(around, '/run/host/container-manager') ||
    firstLine(around, '/run/systemd/container') ||
    firstVariable(around)
  if (said === '') {
    return byFiles(around) ?? byNamespace(around)
  }
  if (said === 'oci') {
    return byFiles(around) ?? 'container-other'
  }
  return containers.has(said) ? said : 'container-other'
}

/** `container=` of the first process, which only it and root can read. */
function firstVariable(around: Surroundings): string {
  if (around.kernel.host.pid === 1) {
    return around.kernel.host.environment.get('container') ?? ''
  }
  const block = readFile(around, '/proc/1/environ')?.split('\0') ?? []
  return block.find(row => row.startsWith('container='))?.slice('container='.length) ?? ''
}

function byFiles(around: Surroundings): string | undefined {
  if (exists(around, '/run/.containerenv')) {
    return 'podman'
  }
  return exists(around, '/.dockerenv') ? 'docker' : undefined
}

/** The inode of the first PID namespace is a constant of the kernel; in any other one we are in some container. */
function byNamespace(around: Surroundings): string | undefined {
  const link = around.kernel.files.readLink('/proc/self/ns/pid')
  return link.ok && link.value !== 'pid:[4026531836]' ? 'container-other' : undefined
}

const vendors: readonly (readonly [vendor: string, name: string])[] = [
  ['KVM', 'kvm'],
  ['OpenStack', 'kvm'],
  ['KubeVirt', 'kvm'],
  ['Amazon EC2', 'amazon'],
  ['QEMU', 'qemu'],
  ['VMware', 'vmware'],
  ['VMW', 'vmware'],
  ['innotek GmbH', 'oracle'],
  ['VirtualBox', 'oracle'],
  ['Oracle Corporation', 'oracle'],
  ['Xen', 'xen'],
  ['Bochs', 'bochs'],
  ['Parallels', 'parallels'],
  ['BHYVE', 'bhyve'],
  ['Hyper-V', 'microsoft'],
  ['Apple Virtualization', 'apple'],
  ['Google Compute Engine', 'google'],
]

/** By what the firmware says of its maker; else the processor tells that there is some hypervisor. */
function detectMachine(around: Surroundings): string | undefined {
  for (const field of ['product_name', 'sys_vendor', 'board_vendor', 'bios_vendor', 'product_version']) {
    const text = firstLine(around, `/sys/class/dmi/id/${field}`)
    const found = vendors.find(([vendor]) => text.startsWith(vendor))
    if (found !== undefined) {
      return found[1]
    }
  }
  if (firstLine(around, '/sys/hypervisor/type') === 'xen') {
    return 'xen'
  }
  return cpuFlags(around).has('hypervisor') ? 'vm-other' : undefined
}

/** What the processors can do, as Linux calls it. */
export function cpuFlags(around: Surroundings): ReadonlySet<string> {
  const [, flags = ''] = /^flags\s*:(.*)$/m.exec(readFile(around, '/proc/cpuinfo') ?? '') ?? []
  return new Set(flags.trim().split(' '))
}

/** A user namespace that is not the first one maps some ids only, or elsewhere, or refuses groups. */
function inUserNamespace(around: Surroundings): boolean {
  const isPartial = (path: string): boolean => {
    const map = readFile(around, path)
    return map !== undefined && !/^\s*0\s+0\s+4294967295\s*$/.test(map)
  }
  return (
    isPartial('/proc/self/uid_map') ||
    isPartial('/proc/self/gid_map') ||
    firstLine(around, '/proc/self/setgroups') === 'deny'
  )
}
