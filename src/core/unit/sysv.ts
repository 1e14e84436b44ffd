/**
 * Units for init scripts (systemd-sysv-generator(8)): what the LSB header and the links in rc?.d say, as a unit file.
 */

import { mangleUnitName } from '#core/unit/name/mangle.ts'
import type { LsbHeader } from '#core/unitfile/lsb-header.ts'

/** A script of /etc/init.d with what is known of it. */
export interface InitScript {
  /** The file's name: `cron`, `networking.sh`. */
  readonly name: string
  readonly path: string
  readonly header: LsbHeader
  /** The targets of the runlevels in which an S link starts it, in order of the runlevels. */
  readonly targets: readonly string[]
  /** The number of its S link, null without one. */
  readonly priority: number | null
}

/** A generated unit: its text, the names it is also known by, and the targets that want it. */
export interface SysvUnit {
  readonly id: string
  readonly text: string
  readonly aliases: readonly string[]
  readonly wantedBy: readonly string[]
}

/** Which target a folder of links belongs to. */
export const runlevelTargets: ReadonlyMap<string, string> = new Map([
  ['rc1.d', 'rescue.target'],
  ['rc2.d', 'multi-user.target'],
  ['rc3.d', 'multi-user.target'],
  ['rc4.d', 'multi-user.target'],
  ['rc5.d', 'graphical.target'],
])

/** Facilities of the LSB; what maps to nothing is there from the beginning. */
const facilities: ReadonlyMap<string, string | null> = new Map([
  ['$local_fs', null],
  ['$syslog', null],
  ['$network', 'network-online.target'],
  ['$named', 'nss-lookup.target'],
  ['$portmap', 'rpcbind.target'],
  ['$remote_fs', 'remote-fs.target'],
  ['$time', 'time-sync.target'],
])

/** The unit a script becomes: `networking.sh` is networking.service, `a b` is `a\x20b.service`. */
export function sysvUnitName(script: string): string {
  const stem = script.endsWith('.sh') ? script.slice(0, -3) : script
  const mangled = mangleUnitName(stem, '.service', 'escape')
  return mangled.ok ? mangled.value.name : `${stem}.service`
}

/**
 * The units for all scripts together, since scripts without a header are ordered by the numbers of their links, and of two that
 * claim a name the first one gets it, unless there is a script of that name.
 */
export function sysvUnits(scripts: readonly InitScript[]): readonly SysvUnit[] {
  const taken = new Set(scripts.map(({ name }) => sysvUnitName(name)))
  return scripts
    .map(script => sysvUnit(script, scripts))
    .map(unit => {
      const aliases = unit.aliases.filter(alias => !taken.has(alias))
      for (const alias of aliases) {
        taken.add(alias)
      }
      return { ...unit, aliases: [...new Set(aliases)] }
    })
}

interface Relations {
  readonly before: string[]
  readonly after: string[]
  readonly wants: string[]
  readonly aliases: string[]
}

function sysvUnit(script: InitScript, all: readonly InitScript[]): SysvUnit {
  const id = sysvUnitName(script.name)
  const relations: Relations = { before: [...script.targets], after: [], wants: [], aliases: [] }
  addProvided(relations, id, script)
  const { header } = script
  for (const name of [...header.requiredStart, ...header.shouldStart, ...header.startAfter]) {
    addAfter(relations, id, name)
  }
  for (const name of header.startBefore) {
    const unit = unitOfName(name)
    if (unit !== null && unit !== id) {
      relations.before.push(unit)
    }
  }
  addPriorities(relations, script, all)
  return {
    id,
    text: unitText(script, relations),
    aliases: relations.aliases,
    wantedBy: [...new Set(script.targets)],
  }
}

/** The unit behind a name of a header: a facility, or another script. */
function unitOfName(name: string): string | null {
  const known = facilities.get(name)
  if (known !== undefined) {
    return known
  }
  return name.startsWith('$') ? `${name.slice(1)}.target` : sysvUnitName(name)
}

/** A facility the script provides is reached when it runs; any other name is one more name of the script. */
function addProvided({ before, wants, aliases }: Relations, id: string, { header }: InitScript): void {
  for (const name of header.provides) {
    const unit = unitOfName(name)
    if (unit === null || unit === id) {
      continue
    }
    if (unit.endsWith('.service')) {
      aliases.push(unit)
      continue
    }
    before.push(unit)
    wants.push(unit)
    if (unit === 'network-online.target') {
      before.push('network.target')
      wants.push('network.target')
    }
  }
}

function addAfter({ after, wants }: Relations, id: string, name: string): void {
  const unit = unitOfName(name)
  if (unit === null || unit === id) {
    return
  }
  after.push(unit)
  if (unit === 'network-online.target') {
    wants.push(unit)
  }
}

/** Two scripts with headers know their order; if one has none, the numbers of the links say it. */
function addPriorities({ before, after }: Relations, script: InitScript, all: readonly InitScript[]): void {
  for (const other of all) {
    const hasHeaders = script.header.hasLsb && other.header.hasLsb
    if (other === script || hasHeaders || script.priority === null || other.priority === null) {
      continue
    }
    if (other.priority < script.priority) {
      after.push(sysvUnitName(other.name))
    } else if (other.priority > script.priority) {
      before.push(sysvUnitName(other.name))
    }
  }
}

function unitText({ path, header }: InitScript, { before, after, wants }: Relations): string {
  const words = header.shortDescription ?? header.chkconfigDescription ?? header.longDescription
  return `${[
    '# Automatically generated by berth from an init script',
    '',
    '[Unit]',
    'Documentation=man:systemd-sysv-generator(8)',
    `SourcePath=${path}`,
    ...(words === undefined ? [] : [`Description=${header.hasLsb ? 'LSB:' : 'SYSV:'} ${words}`]),
    ...before.map(unit => `Before=${unit}`),
    ...after.map(unit => `After=${unit}`),
    ...wants.map(unit => `Wants=${unit}`),
    '',
    '[Service]',
    'Type=forking',
    'Restart=no',
    'TimeoutSec=5min',
    'IgnoreSIGPIPE=no',
    'KillMode=process',
    'GuessMainPID=no',
    `RemainAfterExit=${header.pidFile === undefined ? 'yes' : 'no'}`,
    ...(header.pidFile === undefined ? [] : [`PIDFile=${header.pidFile}`]),
    ...(header.hasLsb ? ['SuccessExitStatus=5 6'] : []),
    `ExecStart=${path} start`,
    `ExecStop=${path} stop`,
    ...(header.canReload ? [`ExecReload=${path} reload`] : []),
  ].join('\n')}\n`
}
