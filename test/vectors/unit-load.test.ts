/**
 * Whole unit files, loaded by real systemd and read over D-Bus. The recording machine had 192,731 tasks and certain limits,
 * and the mount units of Debian's systemd; that is told to the loader here. Compared is every property that files decide: what
 * a unit lives through (MainPID, timestamps ...) is not in the tables of manager/properties.
 */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { utc } from '#core/calendar/zone.ts'
import { loadUnit } from '#core/unit/read/load.ts'
import type { Relation } from '#core/unit/relation.ts'
import type { Unit } from '#core/unit/unit.ts'
import { sliceSettings } from '#manager/bus/properties/group.ts'
import { loadError } from '#manager/bus/properties/load-error.ts'
import { automountSettings, mountSettings, swapSettings } from '#manager/bus/properties/mount.ts'
import { serviceSettings } from '#manager/bus/properties/service.ts'
import { socketSettings } from '#manager/bus/properties/socket.ts'
import type { PropertyHost } from '#manager/bus/properties/subject.ts'
import { pathSettings, timerSettings } from '#manager/bus/properties/timer.ts'
import { unitSettings } from '#manager/bus/properties/unit.ts'
import { configured, host, sources } from '../fake/load.ts'

type Properties = Readonly<Record<string, unknown>>

interface Case {
  readonly group: string
  readonly name: string
  readonly text: string
  readonly dropins?: Readonly<Record<string, string>>
  readonly props?: Properties
  readonly error?: string
  readonly alt?: Readonly<Record<string, Properties>>
}

const path = new URL('../../../shared/data/vectors/unit_load.json', import.meta.url)

if (existsSync(path)) {
  const { cases, base } = JSON.parse(readFileSync(path, 'utf8')) as { cases: Case[]; base: Record<string, Properties> }
  test.each([...new Set(cases.map(({ group }) => group))])('units of the group %s are loaded as by systemd', group => {
    const failures = cases.filter(one => one.group === group).flatMap(one => differences(one, base))
    expect(failures).toEqual([])
  })
} else {
  test.skip('units are loaded as by systemd (skipped: unit_load.json is not beside the project)', () => {})
}

const unlimited = { soft: 2n ** 64n - 1n, hard: 2n ** 64n - 1n }
const recorded: PropertyHost = {
  ...host,
  memoryBytes: 25276514304n,
  tasksMax: 192731n,
  limits: new Map([
    ['STACK', { ...unlimited, soft: 8388608n }],
    ['NPROC', { soft: 96365n, hard: 96365n }],
    ['SIGPENDING', { soft: 96365n, hard: 96365n }],
    ['MSGQUEUE', { soft: 819200n, hard: 819200n }],
    ['NICE', { soft: 0n, hard: 0n }],
    ['RTPRIO', { soft: 0n, hard: 0n }],
  ]),
}
const around = configured('[Manager]\nDefaultLimitCORE=0:infinity\n')

const byType: Readonly<Record<string, object>> = {
  service: serviceSettings,
  socket: socketSettings,
  timer: timerSettings,
  path: pathSettings,
  mount: mountSettings,
  automount: automountSettings,
  swap: swapSettings,
  slice: sliceSettings,
}

const relations: readonly Relation[] = [
  'Requires',
  'Requisite',
  'Wants',
  'BindsTo',
  'PartOf',
  'Upholds',
  'Conflicts',
  'Before',
  'After',
  'OnSuccess',
  'OnFailure',
  'Triggers',
  'PropagatesReloadTo',
  'ReloadPropagatedFrom',
  'PropagatesStopTo',
  'StopPropagatedFrom',
  'JoinsNamespaceOf',
]

/** Everything the files of a unit decide, as GetAll would answer. */
function propertiesOf(unit: Unit): Properties {
  const subject = { unit, host: { ...recorded, manager: around.manager }, zone: utc }
  const getters = { ...unitSettings, ...byType[unit.type] } as Record<string, (subject: unknown) => unknown>
  return {
    LoadState: unit.load,
    LoadError: loadError(unit),
    ...Object.fromEntries(relations.map(relation => [relation, [...(unit.relations.get(relation) ?? [])]])),
    Slice: [...(unit.relations.get('InSlice') ?? [''])][0],
    ...commandsOf(unit),
    ...Object.fromEntries(Object.entries(getters).map(([name, get]) => [name, get(subject)])),
  }
}

const commandKeys = [
  'ExecCondition',
  'ExecStartPre',
  'ExecStart',
  'ExecStartPost',
  'ExecReload',
  'ExecStop',
  'ExecStopPost',
] as const

function commandsOf(unit: Unit): Properties {
  if (unit.type !== 'service') {
    return {}
  }
  return Object.fromEntries(
    commandKeys.flatMap(key => [
      [key, unit.service[key].map(({ path: program, argv, ignoreFailure }) => [program, argv, ignoreFailure])],
      [
        `${key}Ex`,
        unit.service[key].map(({ path: program, argv, ignoreFailure, literal, privilege }) => {
          const flags = [
            ...(ignoreFailure ? ['ignore-failure'] : []),
            ...(privilege === 'full' ? ['privileged'] : []),
            ...(privilege === 'keeps-credentials' ? ['no-setuid'] : []),
            ...(privilege === 'ambient' ? ['ambient'] : []),
            ...(literal ? ['no-env-expand'] : []),
          ]
          return [program, argv, flags]
        }),
      ],
    ]),
  )
}

function differences(one: Case, base: Readonly<Record<string, Properties>>): readonly string[] {
  const dropIns = Object.entries(one.dropins ?? {}).map(([name, text]) => ({ path: `/run/systemd/${name}`, text }))
  const { unit } = loadUnit(sources(one.name, one.text, { dropIns }), around)
  if (one.error !== undefined) {
    return unit.load === 'not-found' ? [] : [`${one.name}: was loaded`]
  }
  const got = propertiesOf(unit)
  const wanted = expected(one, base[unit.type] ?? {})
  return Object.entries(wanted)
    .filter(([name]) => name in got)
    .filter(([name, value]) => plain(name, got[name]) !== plain(name, value))
    .map(([name, value]) => `${one.name} ${name}: ${plain(name, got[name])} is not ${plain(name, value)}`)
}

/** The base unit of the type, with what the case and then systemd 257 say differently. */
function expected({ name, props = {}, alt }: Case, base: Properties): Properties {
  const later = alt?.['257'] ?? {}
  const state = later['LoadState'] ?? props['LoadState'] ?? 'loaded'
  const stem = name.slice(0, name.lastIndexOf('.'))
  const own = JSON.parse(JSON.stringify(base).replaceAll('zz-base', JSON.stringify(stem).slice(1, -1))) as Properties
  const both = { ...own, LoadError: ['', ''], ...props }
  const all = withFlags(
    Object.fromEntries(
      Object.entries({ ...both, ...later }).map(([key, value]) => [key, value ?? own[key] ?? ['', '']]),
    ),
    { ...props, ...later },
  )
  return state === 'loaded' ? { ...all, LoadState: state } : { LoadState: state, LoadError: all['LoadError'] }
}

/** ExecStartEx and its siblings stand in a recording only where they say more than ExecStart. */
function withFlags(all: Properties, said: Properties): Properties {
  const implied = commandKeys.filter(key => key in said && !(`${key}Ex` in said))
  return {
    ...all,
    ...Object.fromEntries(
      implied.map(key => [
        `${key}Ex`,
        (all[key] as [string, string[], boolean][]).map(([program, argv, ignored]) => [
          program,
          argv,
          ignored ? ['ignore-failure'] : [],
        ]),
      ]),
    ),
  }
}

/** Lists whose order systemd leaves to a hash table. */
const unordered = new Set<string>([
  ...relations,
  'RequiresMountsFor',
  'WantsMountsFor',
  'IPAddressAllow',
  'IPAddressDeny',
  'SystemCallArchitectures',
  'LoadCredential',
  'SetCredential',
])

function plain(name: string, value: unknown): string {
  const json = JSON.stringify(value, (_, part) => {
    if (typeof part === 'bigint') {
      return part === 2n ** 64n - 1n ? 'infinity' : Number(part)
    }
    return part instanceof Uint8Array ? [...part] : part
  })
  if (/^Exec[A-Z].*$/.test(name) && !name.endsWith('Paths') && !name.endsWith('Path')) {
    return commands(json)
  }
  if (!unordered.has(name)) {
    return json
  }
  return JSON.stringify((JSON.parse(json) as unknown[]).map(item => JSON.stringify(item)).sort())
}

/** Path, arguments and flags: the rest is how the last run went. */
function commands(json: string): string {
  const rows: unknown = JSON.parse(json)
  return JSON.stringify(Array.isArray(rows) ? rows.map(row => (Array.isArray(row) ? row.slice(0, 3) : row)) : rows)
}
