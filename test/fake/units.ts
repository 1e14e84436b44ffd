// Units as a loader would make them, without files.

import type { Condition } from '#core/unit/condition.ts'
import type { KillSettings } from '#core/unit/directives/kill.ts'
import type { ServiceSettings } from '#core/unit/directives/service.ts'
import type { UnitSettings } from '#core/unit/directives/unit.ts'
import type { Command } from '#core/unit/kinds/exec/command.ts'
import { completeUnit } from '#core/unit/read/load.ts'
import { managerDefaults } from '#core/unit/read/manager-config.ts'
import { nothingParsed } from '#core/unit/read/parsed.ts'
import { serviceStreams } from '#core/unit/relate/implicit.ts'
import type { Relation } from '#core/unit/relation.ts'
import type { LoadState, ServiceUnit, SocketUnit, TargetUnit } from '#core/unit/unit.ts'

type Relations = Partial<Record<Relation, readonly string[]>>

interface Options {
  readonly relations?: Relations
  readonly unit?: Partial<UnitSettings>
  readonly load?: LoadState
  readonly conditions?: readonly Condition[]
  readonly asserts?: readonly Condition[]
}

function base(id: string, options: Options) {
  return {
    id,
    names: [id],
    load: options.load ?? 'loaded',
    loadErrno: null,
    fragmentPath: `/etc/systemd/system/${id}`,
    dropInPaths: [],
    sourcePath: null,
    relations: new Map(
      Object.entries(options.relations ?? {}).map(([relation, names]) => [relation as Relation, new Set(names)]),
    ),
    perpetual: false,
    transient: false,
    conditions: options.conditions ?? [],
    asserts: options.asserts ?? [],
    unit: { ...completeUnit(nothingParsed, 'service', managerDefaults), ...options.unit },
    install: nothingParsed.install,
  } as const
}

export function target(id: string, options: Options = {}): TargetUnit {
  return { ...base(id, options), type: 'target' }
}

export function socket(id: string, options: Options = {}): SocketUnit {
  const { exec, kill, resource } = nothingParsed
  return {
    ...base(id, options),
    type: 'socket',
    socket: {
      ...nothingParsed.socket,
      MaxConnectionsPerSource: 0,
      TimeoutSec: 90_000_000n,
      TriggerLimitIntervalSec: 2_000_000n,
      TriggerLimitBurst: 20,
      PollLimitIntervalSec: 2_000_000n,
      PollLimitBurst: 15,
    },
    exec: { ...exec, ...serviceStreams(exec, managerDefaults) },
    kill,
    resource,
  }
}

const infinity = 2n ** 64n - 1n

export function command(path: string, options: Partial<Command> = {}): Command {
  return { path, argv: [path], ignoreFailure: false, literal: false, privilege: 'none', ...options }
}

export function service(
  id: string,
  settings: Partial<ServiceSettings> = {},
  options: Options & { readonly kill?: Partial<KillSettings> } = {},
): ServiceUnit {
  const type = settings.Type ?? 'simple'
  return {
    ...base(id, options),
    type: 'service',
    service: {
      ...nothingParsed.service,
      Type: type,
      NotifyAccess: type === 'notify' || type === 'notify-reload' ? 'main' : 'none',
      RestartSec: 100_000n,
      TimeoutStartSec: type === 'oneshot' ? infinity : 90_000_000n,
      TimeoutStopSec: 90_000_000n,
      TimeoutAbortSec: 90_000_000n,
      OOMPolicy: 'stop',
      ExecStart: [command('/bin/main')],
      ...settings,
    },
    exec: { ...nothingParsed.exec, ...serviceStreams(nothingParsed.exec, managerDefaults) },
    kill: { ...nothingParsed.kill, ...options.kill },
    resource: nothingParsed.resource,
  }
}
