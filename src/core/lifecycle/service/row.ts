/** The row of services among the machines. */
import type { KnownProcess, Machine } from '#core/lifecycle/machine.ts'
import { serviceExecution } from '#core/unit/execution.ts'
import { standInFor } from '#core/unit/stand-in.ts'
import type { ServiceUnit } from '#core/unit/unit.ts'
import { activeStateOf, traitsOf } from './phases.ts'
import { rebase, recalledCommands, runningCommands } from './rebase.ts'
import { stepService } from './service.ts'
import { awaitsSpawn, controlOf, initialService, type ServiceState } from './state.ts'
import { nextAlarm } from './turn.ts'

export const serviceMachine: Machine<ServiceUnit, ServiceState> = {
  initial: () => initialService,
  activeState: (unit, { phase }) => activeStateOf(unit, phase.at),
  subState: ({ phase }) => phase.at,
  canStart: () => true,
  canReload: ({ service }) => service.ExecReload.length > 0 || service.Type === 'notify-reload',
  step: (unit, state, event, around) => stepService(standInFor(unit), state, event, around),
  words: {
    finished: ({ service }) => service.Type === 'oneshot',
  },
  countsStarts: true,
  isBusy: awaitsSpawn,
  restart: ({ phase }) =>
    phase.at === 'auto-restart' ? 'waiting' : phase.at === 'auto-restart-queued' ? 'queued' : 'none',
  alarm: nextAlarm,
  execution: serviceExecution,
  outcome: ({ result, mainRun }) => ({ result, mainExit: mainRun.exit }),
  ran: ({ mainRun, runs }) => [mainRun, ...Object.values(runs)].map(({ pid }) => pid),
  processes: knownProcesses,
  readiness: ({ phase }) => traitsOf(phase).readiness,
  isSkipped: ({ result }) => result === 'exec-condition',
  exitCode: ({ mainRun }) => (mainRun.exit?.how === 'exited' ? mainRun.exit.status : null),
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
    ...(main.is === 'alive' ? [{ pid: main.pid, role: 'main', alien: main.alien } as const] : []),
    ...(control === null ? [] : [{ pid: control, role: 'control', alien: null } as const]),
  ]
}
