/** Services drawn at random: what they run, and how they are looked after. */
import type { Random } from './random.ts'
import type { Line, UnitText } from './scenario.ts'

const codes = [0, 0, 1, 3, 7, 143] as const
const signals = ['KILL', 'TERM', 'HUP', 'USR1', 'ABRT', 'SEGV'] as const
const restarts = ['no', 'always', 'on-success', 'on-failure', 'on-abnormal', 'on-watchdog', 'on-abort'] as const
const statuses = ['3', '7', '1 3', '143', 'SIGKILL', 'SIGUSR1 7', 'DATAERR 7'] as const

const types = {
  simple: 26,
  exec: 14,
  oneshot: 24,
  forking: 13,
  notify: 15,
  'notify-reload': 4,
  idle: 2,
} as const

interface Draft {
  readonly random: Random
  readonly name: string
  readonly service: Line[]
  readonly unit: Line[]
  transient: boolean
}

export function drawService(random: Random, name: string, called: string): UnitText {
  const draft: Draft = { random, name: called, service: [], unit: [], transient: false }
  drawMain(draft)
  drawCommands(draft)
  drawRestarting(draft)
  drawKilling(draft)
  drawLimits(draft)
  drawSurroundings(draft)
  const lines = [...draft.unit, ...draft.service]
  const droppedIn = random.chance(15) ? random.upTo(4) : 0
  return { name, called, lines, droppedIn, masked: random.chance(2), transient: draft.transient }
}

function set({ service }: Draft, key: string, value: string | number): void {
  service.push({ section: 'Service', key, value: String(value) })
}

function run(draft: Draft, key: string, prefix: string, deed: string): void {
  set(draft, key, `${prefix}/lives/act %n ${key.replace('Exec', '').toLowerCase()} ${deed}`)
}

/** How a process ends by itself. */
function drawEnd({ random }: Draft): string {
  return random.chance(72) ? `exit ${random.one(codes)}` : `die ${random.one(signals)}`
}

/** What a main process does once it is there: it lasts, or leaves after others have had their time. */
function drawLife(draft: Draft): string {
  const { random } = draft
  switch (random.weighted({ stay: 46, polite: 12, deaf: 7, child: 5, deafChild: 5, leave: 25 })) {
    case 'stay':
      return 'stay'
    case 'polite':
      return `polite ${random.one(codes)} stay`
    case 'deaf':
      return 'deaf stay'
    case 'child':
      return `child stay ${random.chance(50) ? 'stay' : `wait 400 ${drawEnd(draft)}`}`
    case 'deafChild':
      return `child deaf ${random.chance(50) ? 'stay' : `wait 400 ${drawEnd(draft)}`}`
    case 'leave':
      return `wait 400 ${drawEnd(draft)}`
  }
}

function drawMain(draft: Draft): void {
  const { random } = draft
  const type = random.weighted(types)
  if (type !== 'simple' || random.chance(50)) {
    set(draft, 'Type', type)
  }
  switch (type) {
    case 'oneshot':
      drawOneshot(draft)
      break
    case 'forking':
      drawForking(draft)
      break
    case 'notify':
    case 'notify-reload':
      drawNotifying(draft, type)
      break
    default:
      if (random.chance(3)) {
        set(draft, 'ExecStart', '/lives/missing')
      } else {
        run(draft, 'ExecStart', random.chance(6) ? '-' : '', drawLife(draft))
      }
      if (random.chance(12)) {
        set(draft, 'RemainAfterExit', 'yes')
      }
  }
}

function drawOneshot(draft: Draft): void {
  const { random } = draft
  const count = random.weighted({ '0': 3, '1': 70, '2': 20, '3': 7 })
  for (let at = 0; at < Number(count); at += 1) {
    run(draft, 'ExecStart', random.chance(15) ? '-' : '', random.chance(72) ? 'exit 0' : drawEnd(draft))
  }
  if (random.chance(55)) {
    set(draft, 'RemainAfterExit', 'yes')
  }
  if (count === '0') {
    run(draft, 'ExecStop', '', 'exit 0')
  }
}

function drawForking(draft: Draft): void {
  const { random } = draft
  const file = random.chance(50) ? `/run/lives-${draft.name.replace(/\W/g, '-')}.pid` : '-'
  if (file !== '-') {
    set(draft, 'PIDFile', file)
  }
  if (random.chance(15)) {
    set(draft, 'GuessMainPID', 'no')
  }
  const deed = random.chance(10) ? drawEnd(draft) : `daemon ${random.chance(90) ? file : '-'} ${drawLife(draft)}`
  run(draft, 'ExecStart', random.chance(6) ? '-' : '', deed)
  if (random.chance(12)) {
    set(draft, 'RemainAfterExit', 'yes')
  }
  set(draft, 'TimeoutStartSec', '1500ms')
}

function drawNotifying(draft: Draft, type: string): void {
  const { random } = draft
  const says = random.one([
    'READY=1',
    'READY=1',
    '"READY=1\\\\nSTATUS=up and well"',
    '"STATUS=soon\\\\nERRNO=5\\\\nREADY=1"',
  ])
  const life = random.chance(12) ? `wait 300 notify STOPPING=1 wait 200 ${drawEnd(draft)}` : drawLife(draft)
  const hears = type === 'notify-reload' ? 'reloads ' : ''
  const deed = random.weighted({ well: 76, never: 8, early: 10, child: 6 })
  if (deed === 'well') {
    run(draft, 'ExecStart', '', `${hears}notify ${says} ${life}`)
  } else if (deed === 'never') {
    run(draft, 'ExecStart', '', random.chance(50) ? 'stay' : 'deaf stay')
  } else if (deed === 'early') {
    run(draft, 'ExecStart', '', drawEnd(draft))
  } else {
    run(draft, 'ExecStart', '', `child mainpid ${random.chance(50) ? 'stay' : 'wait 500 exit 3'}`)
  }
  if (random.chance(25)) {
    set(draft, 'NotifyAccess', random.one(['all', 'exec', 'main', 'none']))
  }
  if (random.chance(8)) {
    set(draft, 'WatchdogSec', '700ms')
    draft.transient = true
  }
  set(draft, 'TimeoutStartSec', '1500ms')
}

const beside = {
  ExecCondition: 8,
  ExecStartPre: 32,
  ExecStartPost: 24,
  ExecReload: 30,
  ExecStop: 24,
  ExecStopPost: 36,
} as const

function drawCommands(draft: Draft): void {
  const { random } = draft
  for (const [key, likely] of Object.entries(beside)) {
    if (!random.chance(likely)) {
      continue
    }
    const count = random.chance(20) ? 2 : 1
    for (let at = 0; at < count; at += 1) {
      run(draft, key, random.chance(16) ? '-' : '', drawCommand(draft, key))
    }
  }
}

function drawCommand(draft: Draft, key: string): string {
  const { random } = draft
  if (key === 'ExecCondition') {
    return random.one(['exit 0', 'exit 0', 'exit 1', 'exit 255', 'die KILL'])
  }
  if (key === 'ExecStop' && random.chance(35)) {
    return `killmain ${random.one(['TERM', 'KILL', 'INT'])} wait 100 exit 0`
  }
  if (key === 'ExecReload' && random.chance(25)) {
    return 'killmain HUP wait 100 exit 0'
  }
  if (random.chance(4)) {
    set(draft, key === 'ExecStop' || key === 'ExecStopPost' ? 'TimeoutStopSec' : 'TimeoutStartSec', '900ms')
    return random.chance(50) ? 'stay' : 'deaf stay'
  }
  return random.chance(78) ? 'exit 0' : drawEnd(draft)
}

function drawRestarting(draft: Draft): void {
  const { random } = draft
  if (random.chance(45)) {
    set(draft, 'Restart', random.one(restarts))
  }
  set(draft, 'RestartSec', '100ms')
  if (random.chance(10)) {
    set(draft, 'RestartMode', random.one(['direct', 'normal']))
  }
  if (random.chance(18)) {
    set(draft, 'SuccessExitStatus', random.one(statuses))
  }
  if (random.chance(10)) {
    set(draft, 'RestartPreventExitStatus', random.one(statuses))
  }
  if (random.chance(8)) {
    set(draft, 'RestartForceExitStatus', random.one(statuses))
  }
  draft.unit.push({ section: 'Unit', key: 'StartLimitIntervalSec', value: '1h' })
  draft.unit.push({ section: 'Unit', key: 'StartLimitBurst', value: String(2 + random.upTo(4)) })
}

function drawKilling(draft: Draft): void {
  const { random } = draft
  if (random.chance(28)) {
    set(draft, 'KillMode', random.one(['process', 'mixed', 'none', 'control-group']))
  }
  if (random.chance(5)) {
    set(draft, 'SendSIGKILL', 'no')
  }
  if (random.chance(6)) {
    set(draft, 'SendSIGHUP', 'yes')
  }
  if (random.chance(8)) {
    set(draft, 'KillSignal', random.one(['SIGINT', 'SIGUSR1', 'SIGKILL']))
  }
  if (random.chance(4)) {
    set(draft, 'RestartKillSignal', random.one(['SIGINT', 'SIGHUP', 'SIGKILL']))
  }
  if (random.chance(4)) {
    set(draft, 'FinalKillSignal', random.one(['SIGQUIT', 'SIGKILL']))
  }
  if (random.chance(6)) {
    set(draft, 'TimeoutStopFailureMode', random.one(['abort', 'kill', 'terminate']))
  }
  if (random.chance(5)) {
    set(draft, 'TimeoutStartFailureMode', random.one(['abort', 'kill', 'terminate']))
  }
  set(draft, 'TimeoutStopSec', '700ms')
}

function drawLimits(draft: Draft): void {
  const { random } = draft
  if (random.chance(5)) {
    set(draft, 'RuntimeMaxSec', '600ms')
    draft.transient = true
  }
  if (random.chance(4)) {
    set(draft, 'ExitType', 'cgroup')
  }
  if (random.chance(14)) {
    set(draft, 'RuntimeDirectory', `lives-d-${draft.name.replace(/\W/g, '-')}`)
    if (random.chance(60)) {
      set(draft, 'RuntimeDirectoryPreserve', random.one(['yes', 'no', 'restart']))
    }
  }
}

function drawSurroundings({ random, unit }: Draft): void {
  const add = (key: string, value: string): void => void unit.push({ section: 'Unit', key, value })
  if (random.chance(5)) {
    add('ConditionPathExists', random.one(['/lives/act', '/nowhere', '!/nowhere', '|/nowhere']))
  }
  if (random.chance(3)) {
    add('AssertPathExists', random.one(['/lives/act', '/nowhere', '!/lives/act']))
  }
  if (random.chance(7)) {
    add('StopWhenUnneeded', 'yes')
  }
  if (random.chance(3)) {
    add('RefuseManualStart', 'yes')
  }
  if (random.chance(3)) {
    add('RefuseManualStop', 'yes')
  }
  if (random.chance(5)) {
    add('CollectMode', 'inactive-or-failed')
  }
}
