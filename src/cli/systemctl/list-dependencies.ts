/** systemctl list-dependencies (systemctl(1)): what units depend on, or what depends on them, as a tree. */

import { type Colour, colourEnd, colourStart } from '#cli/render/colour.ts'
import { glyph, stateGlyph } from '#cli/render/glyph.ts'
import { shorten } from '#cli/render/width.ts'
import { describeError } from '#cli/session/bus-message.ts'
import type { Session } from '#cli/session/session.ts'
import { expandNames } from '#cli/units/unit-names.ts'
import { dependenciesOf } from '#cli/units/with-dependencies.ts'
import type { Client } from '#control/client.ts'
import type { BusError } from '#control/errors.ts'
import { unitPath } from '#control/object-path.ts'
import { unitInterface } from '#control/protocol/unit.ts'
import { ok, type Result } from '#core/base/result.ts'

/** Prints a tree for each of the units, or for the default target. */
export async function listDependencies(session: Session): Promise<number> {
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const typed = session.args.length === 0 ? ['default.target'] : session.args
  const names = await expandNames(session, client.value, typed)
  if (!names.ok) {
    return names.error
  }
  session.openPager()
  const walk = startWalk(session, client.value)
  for (const [index, name] of names.value.names.entries()) {
    session.print(`${index > 0 ? '\n' : ''}${name}\n`)
    const printed = await printBelow(walk, name, [], new Set([name]))
    if (printed.ok) {
      continue
    }
    session.say('error', `Failed to get properties of ${printed.error.name}: ${describeError(printed.error.error)}`)
    return 1
  }
  return 0
}

/** What is the same for all steps of a walk. */
interface Walk {
  readonly session: Session
  /** A list instead of a tree, in which each unit stands once. */
  readonly plain: boolean
  readonly seen: Set<string>
  dependencies(name: string): Promise<Result<readonly string[], BusError>>
  state(name: string): Promise<string>
}

/** Asks the manager only once for each unit, as many are needed by many. */
function startWalk(session: Session, client: Client): Walk {
  const { dependency, plain, types, states } = session.options
  const dependencies = remember((name: string) => dependenciesOf(client, name, dependency))
  const state = remember(async (name: string) => {
    const active = await client.get(unitPath(name), unitInterface, 'ActiveState')
    return active.ok ? active.value : 'inactive'
  })
  // A tree with holes is none.
  return { session, plain: plain || types.length > 0 || states.length > 0, seen: new Set(), dependencies, state }
}

function remember<T>(ask: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const known = new Map<string, Promise<T>>()
  return name => {
    const answer = known.get(name) ?? ask(name)
    known.set(name, answer)
    return answer
  }
}

/**
 * Prints what is below a unit. `branches` says for each level whether more follows there; `above` are the units on the way,
 * which are not walked into again.
 */
async function printBelow(
  walk: Walk,
  name: string,
  branches: readonly boolean[],
  above: ReadonlySet<string>,
): Promise<Result<void, { readonly name: string; readonly error: BusError }>> {
  const found = await walk.dependencies(name)
  if (!found.ok) {
    return { ok: false, error: { name, error: found.error } }
  }
  const sorted = found.value.toSorted(compareNames)
  const shown = sorted.filter(other => !above.has(other))
  const isCircular = shown.length < sorted.length
  const states = await Promise.all(shown.map(walk.state))
  for (const [index, other] of shown.entries()) {
    const goesOn = isCircular || index < shown.length - 1
    if (walk.plain && walk.seen.has(other)) {
      continue
    }
    walk.seen.add(other)
    // What is not wanted is not walked into either.
    if (!isWanted(walk.session, other, states[index] ?? '')) {
      continue
    }
    printLine(walk, other, states[index], [...branches, goesOn])
    if (!walk.session.options.all && !other.endsWith('.target')) {
      continue
    }
    const below = await printBelow(walk, other, [...branches, goesOn], new Set([...above, other]))
    if (!below.ok) {
      return below
    }
  }
  if (isCircular && !walk.plain) {
    printLine(walk, '...', undefined, [...branches, false])
  }
  return ok(undefined)
}

/** Targets come last, as they have more below them. */
function compareNames(one: string, other: string): number {
  const [a, b] = [one.endsWith('.target'), other.endsWith('.target')]
  if (a !== b) {
    return a ? 1 : -1
  }
  const [x, y] = [one.toLowerCase(), other.toLowerCase()]
  return x < y ? -1 : x > y ? 1 : 0
}

function isWanted({ options: { types, states } }: Session, name: string, state: string): boolean {
  const isOfType = types.length === 0 || types.includes(name.slice(name.lastIndexOf('.') + 1))
  return isOfType && (states.length === 0 || states.includes(state))
}

/** Deeper levels than the narrowest terminal has room for are not drawn. */
const narrowest = 20

function printLine(walk: Walk, name: string, state: string | undefined, branches: readonly boolean[]): void {
  walk.session.print(walk.plain ? `  ${name}\n` : `${drawLine(walk.session, name, state, branches)}\n`)
}

function drawLine(session: Session, name: string, state: string | undefined, branches: readonly boolean[]): string {
  const { look, options } = session
  const width = Math.max(look.columns, narrowest)
  const isFree = options.full || session.paged || !session.streams.output.isTerminal
  const used = branches.length * 2
  const bullet = state === undefined ? '  ' : `${paintState(state, look)} `
  if (used > width - 3 && !isFree) {
    return `${bullet}${width % 2 === 0 ? ' ' : ''}...`
  }
  const stems = branches.slice(0, -1).map(goesOn => glyph(goesOn ? 'tree-vertical' : 'tree-space', look))
  const twig = glyph(branches.at(-1) === true ? 'tree-branch' : 'tree-right', look)
  return `${bullet}${stems.join('')}${twig}${isFree ? name : shorten(name, width - used, look)}`
}

const stateColours: Readonly<Record<string, Colour>> = {
  active: 'green',
  reloading: 'green',
  refreshing: 'green',
  activating: 'green',
  failed: 'red',
}

function paintState(state: string, look: Session['look']): string {
  const colour = stateColours[state]
  const start = look.colours === 'none' ? '' : colour === undefined ? colourEnd : colourStart(colour, look)
  return `${start}${stateGlyph(state, look)}${start === '' ? '' : colourEnd}`
}
