/** Conditions on memory, processors and control groups: ConditionMemory= to ConditionIOPressure=. */

import { parseUint32 } from '#core/base/numbers.ts'
import { parsePermyriad } from '#core/base/percent.ts'
import type { Result } from '#core/base/result.ts'
import { parseSize } from '#core/base/size.ts'
import { isOrder, readOperator } from '#core/base/text/comparison.ts'
import { exists, ownStatus, type Question, readFile, type Surroundings, type Verdict } from './subject.ts'
import { cpuFlags } from './virtualization.ts'

export const resourceQuestions = {
  Memory: (parameter, around) => compareAmount(parameter, memoryBytes(around), text => parseSize(text, 1024)),
  CPUs: (parameter, around) => compareAmount(parameter, processors(around), text => parseUint32(text)),
  CPUFeature: (feature, around) => hasFeature(feature.toLowerCase(), around),
  ControlGroupController: hasControllers,
  MemoryPressure: (parameter, around) => isBelowPressure(parameter, 'memory', around),
  CPUPressure: (parameter, around) => isBelowPressure(parameter, 'cpu', around),
  IOPressure: (parameter, around) => isBelowPressure(parameter, 'io', around),
} as const satisfies Readonly<Record<string, Question>>

/** Without an operator the amount is the least. */
function compareAmount(
  parameter: string,
  amount: number,
  read: (text: string) => Result<number | bigint, 'EINVAL' | 'ERANGE'>,
): Verdict {
  const comparison = readOperator(parameter, { patterns: false }) ?? { operator: '>=', rest: parameter }
  const { operator } = comparison
  const wanted = read(comparison.rest.replace(/^[ \t\n\r]+/, ''))
  if (!wanted.ok) {
    return wanted.error
  }
  return operator === '$=' || operator === '!$=' ? 'EINVAL' : isOrder(amount - Number(wanted.value), operator)
}

/** What the machine has, or as much of it as our control group may use. */
function memoryBytes(around: Surroundings): number {
  const [, kibibytes = '0'] = /^MemTotal:\s*(\d+) kB$/m.exec(readFile(around, '/proc/meminfo') ?? '') ?? []
  const limit = readFile(around, '/sys/fs/cgroup/memory.max')?.trim() ?? ''
  return Math.min(Number(kibibytes) * 1024, /^\d+$/.test(limit) ? Number(limit) : Number.POSITIVE_INFINITY)
}

/** How many processors we may run on. */
function processors(around: Surroundings): number {
  const ranges = ownStatus(around, 'Cpus_allowed_list').split(',')
  return ranges.reduce((count, range) => {
    const [first = '', last = first] = range.split('-')
    return first === '' ? count : count + Number(last) - Number(first) + 1
  }, 0)
}

/** The features systemd knows, by the names Linux has for them where those are others. */
const features = new Set(
  (
    'fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush mmx fxsr sse sse2 ht pni pclmul monitor ' +
    'ssse3 fma3 cx16 sse4_1 sse4_2 movbe popcnt aes xsave osxsave avx f16c rdrand bmi1 avx2 bmi2 rdseed adx sha_ni syscall ' +
    'rdtscp lm lahf_lm abm constant_tsc'
  ).split(' '),
)
const linuxNames: Readonly<Record<string, string>> = { pclmul: 'pclmulqdq', fma3: 'fma', osxsave: 'xsave' }

function hasFeature(feature: string, around: Surroundings): boolean {
  return features.has(feature) && cpuFlags(around).has(linuxNames[feature] ?? feature)
}

const controllers = new Set('cpu cpuacct cpuset io blkio memory devices pids bpf-firewall bpf-devices'.split(' '))

/** All that are named must be there; names that mean nothing are passed over. The old hierarchies have none to give. */
function hasControllers(parameter: string, around: Surroundings): boolean {
  const unified = readFile(around, '/sys/fs/cgroup/cgroup.controllers')
  if (parameter === 'v2') {
    return unified !== undefined
  }
  if (parameter === 'v1') {
    return unified === undefined && exists(around, '/sys/fs/cgroup')
  }
  const there = new Set(unified?.trim().split(' ') ?? [])
  const wanted = parameter.split(/[ \t\n\r]+/).filter(name => controllers.has(name))
  return wanted.every(name => there.has(name))
}

const windows: Readonly<Record<string, string>> = { '10sec': 'avg10', '1min': 'avg60', '5min': 'avg300', '': 'avg300' }

/**
 * `[SLICE:]LEVEL[/WINDOW]`: the share of time somebody waited lies at or below the level. Where nobody measures, it holds. A
 * slice has no control group of its own here, so that nobody measures it either.
 */
function isBelowPressure(parameter: string, of: 'memory' | 'cpu' | 'io', around: Surroundings): Verdict {
  const colon = parameter.indexOf(':')
  const [level = '', window = ''] = parameter.slice(colon + 1).split('/')
  const wanted = parsePermyriad(level.trim())
  const average = windows[window.trim()]
  if (colon > 0) {
    return true
  }
  if (!exists(around, `/proc/pressure/${of}`)) {
    return true
  }
  if (!wanted.ok) {
    return wanted.error
  }
  if (average === undefined) {
    return 'EINVAL'
  }
  const rows = readFile(around, `/proc/pressure/${of}`)?.split('\n') ?? []
  const row = rows.find(line => line.startsWith(of === 'cpu' ? 'some ' : 'full ')) ?? ''
  const [, percent] = new RegExp(`${average}=([0-9.]+)`).exec(row) ?? []
  return percent === undefined || Number(percent) * 100 <= wanted.value
}
