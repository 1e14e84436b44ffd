/** The row of services among the machines. */
import type { Readiness } from '#core/lifecycle/event.ts'
import type { KnownProcess, Machine } from '#core/lifecycle/machine.ts'
import { standInFor } from '#core/unit/stand-in.ts'
import type { ServiceUnit } from '#core/unit/unit.ts'
import { rebase, recalledCommands, runningCommands } from './rebase.ts'
import { stepService } from './service.ts'
import { awaitsSpawn, controlOf, initialService, type ServiceState, type SubState } from './state.ts'
import { activeStateOf, nextAlarm } from './turn.ts'

/** How a process ended, as waitid(2) has it: by exit(2). */
const CLD_EXITED = 1

export const serviceMachine: Machine<ServiceUnit, ServiceState> = {
  initial: () => initialService,
  activeState: (unit, { phase }) => activeStateOf(unit, phase.at),
  subState: ({ phase }) => phase.at,
  canStart: () => true,
  canReload: ({ service }) => service.ExecReload.length > 0 || service.Type === 'notify-reload',
  step: (unit, state, event, around) => stepService(standInFor(unit), state, event, around),
  words: {
    settingOut: { start: title => `Starting ${title}...`, stop: title => `Stopping ${title}...` },
    finished: ({ service }) => service.Type === 'oneshot',
  },
  countsStarts: true,
  isBusy: awaitsSpawn,
  restart: ({ phase }) =>
    phase.at === 'auto-restart' ? 'waiting' : phase.at === 'auto-restart-queued' ? 'queued' : 'none',
  alarm: nextAlarm,
  processes: knownProcesses,
  readiness: ({ phase }) => readiness[phase.at],
  isSkipped: ({ result }) => result === 'exec-condition',
  exitCode: ({ mainRun }) => (mainRun.code === CLD_EXITED ? mainRun.status : null),
  // How single commands went is forgotten with the definition they belonged to, as under systemd; the main process stays known.
  reloaded: state => ({ ...state, runs: {} }),
  redefine: (unit, state, remembered) => {
    const { state: rebased, vanished } = rebase(unit, state, recalledCommands(remembered))
    return { state: rebased, lost: vanished ? vanishedText : null }
  },
  remember: runningCommands,
  cleaning: ({ phase }) => (phase.at === 'cleaning' ? phase.paths : null),
}

const vanishedText = "Current command vanished from the unit file, execution of the command list won't be resumed."

function knownProcesses({ main, phase }: ServiceState): readonly KnownProcess[] {
  const control = controlOf(phase)?.pid ?? null
  return [
    ...(main.is === 'alive' ? [{ pid: main.pid, role: 'main' } as const] : []),
    ...(control === null ? [] : [{ pid: control, role: 'control' } as const]),
  ]
}

/** A service that waits for its automatic restart is out: whoever comes to its sockets meanwhile is heard. */
const readiness: Readonly<Record<SubState, Readiness>> = {
  dead: 'out',
  condition: 'between',
  'start-pre': 'between',
  start: 'between',
  'start-post': 'between',
  running: 'running',
  exited: 'between',
  reload: 'between',
  'reload-signal': 'between',
  'reload-notify': 'between',
  stop: 'between',
  'stop-watchdog': 'between',
  'stop-sigterm': 'between',
  'stop-sigkill': 'between',
  'stop-post': 'between',
  'final-watchdog': 'between',
  'final-sigterm': 'between',
  'final-sigkill': 'between',
  failed: 'out',
  'dead-before-auto-restart': 'out',
  'failed-before-auto-restart': 'out',
  'auto-restart': 'out',
  'auto-restart-queued': 'between',
  cleaning: 'between',
}
