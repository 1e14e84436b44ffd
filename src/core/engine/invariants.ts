/**
 * What must hold of a World whenever no event is being worked out. The simulation asks after every step; a manager that
 * doubts itself may, too.
 */
import { isInactiveOrFailed } from '#core/unit/active-state.ts'
import { inverseOf } from '#core/unit/relation.ts'
import { activeState } from './work.ts'
import type { Entry, World } from './world.ts'

/** Every rule that is broken, in words; empty when all is well. */
export function brokenRules(world: World): readonly string[] {
  return [
    ...[...world.entries.values()].flatMap(entry => [
      ...brokenNames(world, entry),
      ...brokenRelations(world, entry),
      ...brokenJobs(world, entry),
      ...brokenProcesses(world, entry),
    ]),
    ...strayJobs(world),
    ...strayProcesses(world),
  ]
}

function brokenNames(world: World, { unit }: Entry): readonly string[] {
  return unit.names.filter(name => world.names.get(name) !== unit.id).map(name => `${unit.id} is not found as ${name}`)
}

function brokenRelations(world: World, { unit, relations }: Entry): readonly string[] {
  return [...relations].flatMap(([relation, ids]) =>
    [...ids].flatMap(id => {
      const other = world.entries.get(id)
      if (other === undefined) {
        return [`${unit.id} ${relation}= leads to ${id}, which is not there`]
      }
      const answers = other.relations.get(inverseOf(relation))?.has(unit.id) === true
      return answers ? [] : [`${unit.id} ${relation}= ${id} is known from one end only`]
    }),
  )
}

function brokenJobs(world: World, { unit, job, nop, checking }: Entry): readonly string[] {
  const broken: string[] = []
  for (const own of [job, nop]) {
    if (own !== null && world.jobs.get(own.id) !== own) {
      broken.push(`${unit.id} has job ${own.id}, which is not in the queue`)
    }
  }
  if (checking && job?.state !== 'running') {
    broken.push(`${unit.id} waits for its conditions without a running job`)
  }
  return broken
}

function brokenProcesses(world: World, entry: Entry): readonly string[] {
  const { unit, machine, state } = entry
  const known = machine.processes?.(state) ?? []
  const broken = known.flatMap(({ pid, role }) => {
    const owner = world.processes.get(pid)
    return owner?.unit === unit.id && owner.role === role
      ? []
      : [`${unit.id} has ${role} process ${pid}, but nobody knows`]
  })
  const isAtRest = isInactiveOrFailed(activeState(entry))
  if (isAtRest && known.some(({ role }) => role === 'main')) {
    broken.push(`${unit.id} is at rest with a main process`)
  }
  if (isAtRest && (machine.alarm?.(state) ?? null) !== null) {
    broken.push(`${unit.id} is at rest with a deadline`)
  }
  return broken
}

function strayJobs(world: World): readonly string[] {
  return [...world.jobs.values()].flatMap(job => {
    const entry = world.entries.get(job.unit)
    return entry?.job === job || entry?.nop === job ? [] : [`job ${job.id} for ${job.unit} belongs to nobody`]
  })
}

function strayProcesses(world: World): readonly string[] {
  return [...world.processes].flatMap(([pid, { unit }]) =>
    world.entries.has(unit) ? [] : [`process ${pid} belongs to ${unit}, which is not there`],
  )
}
