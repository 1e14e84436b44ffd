/** Scenarios drawn at random: some units, how they hang together, and what is asked of them. */
import { type Random, randomOf } from './random.ts'
import type { Line, Scenario, UnitText } from './scenario.ts'
import { drawService } from './service.ts'

export function drawScenario(seed: number, stepCount: number): Scenario {
  const random = randomOf(seed)
  const units = drawUnits(random)
  const related = relate(random, units)
  const steps = drawSteps(random, related, stepCount)
  return random.chance(75)
    ? { units: [...related, holderOf(related)], steps: [`systemctl start ${holderName}`, ...steps] }
    : { units: related, steps }
}

const holderName = 'lives-holder.target'

/** As long as it is up no unit is forgotten, with its results and how often it was started. */
function holderOf(units: readonly UnitText[]): UnitText {
  return plain(holderName, [
    { section: 'Unit', key: 'After', value: units.map(({ called }) => called).join(' ') },
    { section: 'Unit', key: 'IgnoreOnIsolate', value: 'yes' },
    { section: 'Unit', key: 'DefaultDependencies', value: 'no' },
  ])
}

function drawUnits(random: Random): readonly UnitText[] {
  const count = 5 + random.upTo(5)
  const units: UnitText[] = []
  for (let at = 0; at < count; at += 1) {
    const letter = String.fromCharCode(97 + at)
    const kind = random.weighted({ service: 78, target: 9, instance: 6, socket: 7 })
    if (kind === 'target') {
      units.push(plain(`lives-${letter}.target`, [{ section: 'Unit', key: 'AllowIsolate', value: 'yes' }]))
    } else if (kind === 'instance') {
      units.push(drawService(random, `lives-${letter}@.service`, `lives-${letter}@one.service`))
    } else if (kind === 'socket') {
      units.push(...drawSocket(random, letter))
    } else {
      units.push(drawService(random, `lives-${letter}.service`, `lives-${letter}.service`))
    }
  }
  return units
}

function plain(name: string, lines: readonly Line[]): UnitText {
  return { name, called: name, lines, droppedIn: 0, masked: false, transient: false }
}

function drawSocket(random: Random, letter: string): readonly UnitText[] {
  const listens: Line = random.chance(70)
    ? { section: 'Socket', key: 'ListenStream', value: `/run/lives-${letter}.sock` }
    : { section: 'Socket', key: 'ListenFIFO', value: `/run/lives-${letter}.fifo` }
  const extra: Line[] = random.chance(30) ? [{ section: 'Socket', key: 'RemoveOnStop', value: 'yes' }] : []
  const service = drawService(random, `lives-${letter}.service`, `lives-${letter}.service`)
  const serves = random.chance(60)
    ? service.lines.map(line =>
        line.key === 'ExecStart'
          ? { ...line, value: '/lives/act %n start serve' }
          : line.key === 'Type'
            ? { ...line, value: 'simple' }
            : line,
      )
    : service.lines
  const limits: Line[] = [
    { section: 'Unit', key: 'StartLimitIntervalSec', value: '1h' },
    { section: 'Unit', key: 'StartLimitBurst', value: String(3 + random.upTo(4)) },
  ]
  return [{ ...service, lines: serves }, plain(`lives-${letter}.socket`, [...limits, listens, ...extra])]
}

const relations = {
  Requires: 24,
  Wants: 20,
  BindsTo: 12,
  PartOf: 10,
  Upholds: 4,
  Requisite: 5,
  Conflicts: 6,
  OnFailure: 7,
  OnSuccess: 5,
  PropagatesStopTo: 5,
  StopPropagatedFrom: 3,
  PropagatesReloadTo: 3,
  ReloadPropagatedFrom: 3,
} as const

const withoutOrder = new Set(['OnFailure', 'OnSuccess', 'PropagatesReloadTo', 'ReloadPropagatedFrom'])

/** Adds relations. What requires something mostly comes after it: without an order, who is first is a race. */
function relate(random: Random, units: readonly UnitText[]): readonly UnitText[] {
  const added = units.map((): Line[] => [])
  const count = units.length + random.upTo(units.length)
  for (let at = 0; at < count; at += 1) {
    const [one, other] = [random.upTo(units.length), random.upTo(units.length)].sort((a, b) => a - b) as [
      number,
      number,
    ]
    const target = units[other]
    const key = random.weighted(relations)
    const others = (added[one] ?? []).filter(line => line.value === target?.called)
    // Who requires what it conflicts with asks for a contradiction, and which of the two is found first is a race.
    const contradicts = others.length > 0 && [key, ...others.map(line => line.key)].includes('Conflicts')
    if (one === other || target === undefined || contradicts) {
      continue
    }
    added[one]?.push({ section: 'Unit', key, value: target.called })
    if (!withoutOrder.has(key)) {
      const order = random.weighted({ After: 87, Before: 10, none: 3 })
      if (order !== 'none') {
        added[one]?.push({ section: 'Unit', key: order, value: target.called })
      }
    }
  }
  return units.map((unit, at) => ({
    ...unit,
    lines: [...(added[at] ?? []), ...unit.lines, ...drawInstall(random, units, at)],
  }))
}

function drawInstall(random: Random, units: readonly UnitText[], at: number): readonly Line[] {
  if (!random.chance(15)) {
    return []
  }
  const targets = units.slice(0, at).filter(unit => unit.called.endsWith('.target'))
  const wantedBy = targets.length > 0 && random.chance(60) ? random.one(targets).called : 'multi-user.target'
  return [{ section: 'Install', key: random.chance(80) ? 'WantedBy' : 'RequiredBy', value: wantedBy }]
}

const verbs = {
  start: 34,
  stop: 14,
  restart: 9,
  'try-restart': 4,
  reload: 6,
  'reload-or-restart': 4,
  'try-reload-or-restart': 2,
  kill: 7,
  outside: 8,
  'reset-failed': 3,
  'enable --now': 2,
  'disable --now': 2,
  mask: 1,
  unmask: 1,
  isolate: 1,
  'daemon-reload': 1,
  edit: 3,
  poke: 3,
  mode: 4,
} as const

function drawSteps(random: Random, units: readonly UnitText[], count: number): readonly string[] {
  const steps: string[] = []
  for (let at = 0; at < count; at += 1) {
    const unit = random.one(units)
    steps.push(drawStep(random, units, unit))
  }
  return steps
}

function drawStep(random: Random, units: readonly UnitText[], unit: UnitText): string {
  const verb = random.weighted(verbs)
  const sockets = units.filter(({ called }) => called.endsWith('.socket'))
  const targets = units.filter(({ called }) => called.endsWith('.target'))
  const killing = ['TERM', 'KILL', 'HUP', 'USR1', 'ABRT', 'INT'] as const
  switch (verb) {
    case 'start':
      return random.chance(15)
        ? `systemctl start ${unit.called} ${random.one(units).called}`
        : `systemctl start ${unit.called}`
    case 'kill':
      return `systemctl kill -s ${random.one(killing)} ${random.chance(40) ? '--kill-whom=main ' : ''}${unit.called}`
    case 'outside':
      return `/lives/act - - killed-from-outside ${random.one(killing)} ${unit.called}`
    case 'daemon-reload':
      return `systemctl daemon-reload`
    case 'edit':
      return `${drawEdit(random, unit)}; systemctl daemon-reload`
    case 'poke':
      return sockets.length === 0
        ? `systemctl start ${unit.called}`
        : `/lives/act - - poke ${pathOf(random.one(sockets))}`
    case 'isolate':
      return targets.length === 0
        ? `systemctl restart ${unit.called}`
        : `systemctl isolate ${random.one(targets).called}`
    case 'mode':
      return `systemctl ${random.one(['start', 'stop', 'restart'])} --job-mode=${random.one(['fail', 'replace', 'replace-irreversibly', 'ignore-dependencies', 'ignore-requirements', 'flush', 'restart-dependencies', 'triggering', 'lenient'])} ${unit.called}`
    default:
      return `systemctl ${verb} ${unit.called}`
  }
}

function pathOf(socket: UnitText): string {
  return socket.lines.find(line => line.key.startsWith('Listen'))?.value ?? '/nowhere'
}

function drawEdit(random: Random, { name, called }: UnitText): string {
  const folder = `/etc/systemd/system/${name}.d`
  const line = called.endsWith('.service')
    ? random.one([
        '[Service]\\nRestart=always',
        '[Service]\\nExecStopPost=/lives/act %%n late exit 0',
        '[Service]\\nRemainAfterExit=yes',
        '[Service]\\nExecStart=',
        '[Unit]\\nConditionPathExists=/nowhere',
        '[Unit]\\nRefuseManualStop=yes',
      ])
    : '[Unit]\\nConditionPathExists=/nowhere'
  return random.chance(15)
    ? `rm -f /etc/systemd/system/${name}`
    : `mkdir -p ${folder}; printf "${line}\\n" > ${folder}/20.conf`
}
