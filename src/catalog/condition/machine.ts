/** Conditions on the machine and its kernel: ConditionArchitecture= to ConditionACPower= of systemd.unit(5). */

import { readMachineId } from '#catalog/host-facts.ts'
import { parseBoolean } from '#core/base/boolean.ts'
import { compareTexts, readOperator } from '#core/base/text/comparison.ts'
import { shellPattern } from '#core/base/text/shell-pattern.ts'
import { splitWords } from '#core/unitfile/words.ts'
import { exists, firstLine, type Question, readFile, type Surroundings, type Verdict } from './subject.ts'
import { inContainer, isVirtualization } from './virtualization.ts'

export const machineQuestions = {
  Architecture: (name, { kernel }) => name === 'native' || name === kernel.host.architecture,
  Firmware: isFirmware,
  Virtualization: isVirtualization,
  Host: isHost,
  KernelCommandLine: (option, around) =>
    kernelWords(around).some(word => word === option || (!option.includes('=') && word.startsWith(`${option}=`))),
  Security: isSecurity,
  ACPower: (parameter, around) => {
    const wanted = parseBoolean(parameter)
    return wanted.ok ? wanted.value === onExternalPower(around) : wanted.error
  },
} as const satisfies Readonly<Record<string, Question>>

/** Options of the kernel. In a container they are the arguments of the first process, as the kernel's are not for us. */
export function kernelWords(around: Surroundings): readonly string[] {
  if (inContainer(around)) {
    return (readFile(around, '/proc/1/cmdline') ?? '').split('\0').filter(word => word !== '')
  }
  const words = splitWords(readFile(around, '/proc/cmdline') ?? '', { quotes: 'remove', relaxed: true })
  return words.ok ? words.value : []
}

/** A number of 128 bits is the machine's id, anything else a pattern for its name. */
function isHost(parameter: string, { kernel }: Surroundings): boolean {
  const id = parameter.toLowerCase()
  if (/^[0-9a-f]{32}$/.test(id) || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) {
    return id.replaceAll('-', '') === readMachineId(kernel.files)
  }
  return shellPattern(parameter, { ignoreCase: true })(kernel.host.hostname)
}

function isFirmware(parameter: string, around: Surroundings): Verdict {
  const [, compatible] = /^device-tree-compatible\((.*)\)$/s.exec(parameter) ?? []
  const [, field] = /^smbios-field\((.*)\)$/s.exec(parameter) ?? []
  if (compatible !== undefined) {
    return readFile(around, '/proc/device-tree/compatible')?.split('\0').includes(compatible) ?? false
  }
  if (field !== undefined) {
    return isSmbiosField(field, around)
  }
  if (parameter === 'device-tree') {
    return exists(around, '/sys/firmware/devicetree/base')
  }
  return parameter === 'uefi' && !inContainer(around) && exists(around, '/sys/firmware/efi')
}

function isSmbiosField(expression: string, around: Surroundings): Verdict {
  const [name = ''] = /^[^!<=>$]*/.exec(expression) ?? []
  const comparison = readOperator(expression.slice(name.length), { patterns: true })
  const wanted = comparison?.rest.trim() ?? ''
  if (comparison === undefined || name.trim() === '' || wanted === '') {
    return 'EINVAL'
  }
  const path = `/sys/class/dmi/id/${name.trim()}`
  return exists(around, path) && compareTexts(firstLine(around, path), comparison.operator, wanted)
}

/** What needs the firmware is out of reach in a container, as for systemd. */
const securityMeans: Readonly<Record<string, (around: Surroundings) => boolean>> = {
  selinux: around => exists(around, '/sys/fs/selinux/enforce'),
  apparmor: around => firstLine(around, '/sys/module/apparmor/parameters/enabled') === 'Y',
  tomoyo: around => exists(around, '/sys/kernel/security/tomoyo/version'),
  ima: around => exists(around, '/sys/kernel/security/ima'),
  smack: around => exists(around, '/sys/fs/smackfs'),
  // The kernel shows a login uid where it can audit.
  audit: around => exists(around, '/proc/self/loginuid'),
  'uefi-secureboot': around => !inContainer(around) && secureBoot(around),
  tpm2: around => !inContainer(around) && hasEntries(around, '/sys/class/tpmrm'),
}

function isSecurity(parameter: string, around: Surroundings): boolean {
  return Object.hasOwn(securityMeans, parameter) && securityMeans[parameter]?.(around) === true
}

/** The variable's value follows four bytes of attributes. */
function secureBoot({ kernel }: Surroundings): boolean {
  const path = '/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c'
  const bytes = kernel.files.readBytes(path, 64)
  return bytes.ok && bytes.value[4] === 1
}

function hasEntries({ kernel }: Surroundings, folder: string): boolean {
  const list = kernel.files.list(folder)
  return list.ok && list.value.length > 0
}

/** Something that is plugged in counts; where nothing can be plugged in, or nothing runs down, we are on external power too. */
function onExternalPower(around: Surroundings): boolean {
  const folder = '/sys/class/power_supply'
  const list = around.kernel.files.list(folder)
  const supplies = (list.ok ? list.value : []).map(({ name }) => {
    const read = (field: string): string => firstLine(around, `${folder}/${name}/${field}`)
    return { type: read('type'), online: read('online') === '1', status: read('status'), scope: read('scope') }
  })
  const plugs = supplies.filter(({ type }) => type === 'Mains' || type === 'USB')
  const batteries = supplies.filter(({ type, scope }) => type === 'Battery' && scope !== 'Device')
  if (plugs.some(({ online }) => online)) {
    return true
  }
  return batteries.length === 0 || !batteries.some(({ status }) => status === 'Discharging')
}
