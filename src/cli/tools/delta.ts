/** systemd-delta (systemd-delta(1)): which configuration files take the place of others, and which add to units. */

import { type Colour, paint } from '#cli/render/colour.ts'
import { glyph } from '#cli/render/glyph.ts'
import type { Session } from '#cli/session/session.ts'
import { parseBoolean } from '#core/base/boolean.ts'
import { type Comparison, compareSuffix, type DeltaKind, deltaFolders, deltaSuffixes } from './delta-compare.ts'
import { type Given, has, refuse, type Tool } from './tool.ts'

const kinds = ['masked', 'equivalent', 'redirected', 'overridden', 'unchanged', 'extended'] as const
const usual: readonly DeltaKind[] = ['masked', 'equivalent', 'redirected', 'overridden', 'extended']

export const deltaTool: Tool = {
  options: [
    { long: 'no-pager', value: 'none' },
    { long: 'diff', value: 'optional' },
    { long: 'type', short: 't', value: 'required' },
  ],
  check({ name, value }) {
    if (name === 'type' && kindsOf(value ?? '') === undefined) {
      return 'Failed to parse flags field.'
    }
    const isBoolean = value === undefined || parseBoolean(value).ok
    return name === 'diff' && !isBoolean ? `Failed to parse boolean argument to --diff: ${value}.` : undefined
  },
  settle: () => ({}),
  run: compareAll,
}

/** The kinds of a list with commas; undefined when one of its words is none. */
function kindsOf(list: string): readonly DeltaKind[] | undefined {
  const found: DeltaKind[] = []
  for (const word of list.split(',')) {
    const kind = kinds.find(known => known === word)
    if (word === 'default') {
      found.push(...usual)
    } else if (kind === undefined) {
      return undefined
    } else {
      found.push(kind)
    }
  }
  return found
}

function compareAll(session: Session, given: readonly Given[]): number {
  const asked = given.filter(({ name }) => name === 'type').flatMap(({ value }) => kindsOf(value ?? '') ?? [])
  const shown = new Set(asked.length === 0 ? usual : asked)
  const withDiff = wantsDiff(given)
  if (!withDiff) {
    session.openPager()
  }
  const places = session.args.length === 0 ? deltaSuffixes.map(suffix => ({ suffix, only: '' })) : []
  for (const typed of session.args) {
    const found = placesOf(typed)
    if (found === undefined) {
      return refuse(session, `Invalid suffix specification ${typed}.`)
    }
    places.push(...found)
  }
  let count = 0
  let status = 0
  for (const { suffix, only } of places) {
    const compared = compareSuffix(session.kernel.files, suffix)
    for (const line of compared.errors) {
      status = refuse(session, line)
    }
    for (const one of compared.found) {
      if (!one.path.startsWith(only) || !shown.has(one.kind)) {
        continue
      }
      print(session, one, withDiff)
      if (one.kind !== 'unchanged') {
        count += 1
      }
    }
  }
  if (status === 0) {
    session.print(`${count === 0 ? '' : '\n'}${count} overridden configuration files found.\n`)
  }
  return status
}

/** Differences are shown unless that is declined. */
function wantsDiff(given: readonly Given[]): boolean {
  const value = given.findLast(({ name }) => name === 'diff')?.value
  const said = value === undefined || !has(given, 'diff') ? undefined : parseBoolean(value)
  return said === undefined || !said.ok || said.value
}

/** A suffix such as `tmpfiles.d`, a folder of one, or one of the main folders, which means everything in it. */
function placesOf(typed: string): readonly { readonly suffix: string; readonly only: string }[] | undefined {
  if (!typed.startsWith('/')) {
    return [{ suffix: typed.replace(/^(?:\.\/)+/, '').replace(/\/+$/, ''), only: '' }]
  }
  const folder = deltaFolders.find(known => typed === known || typed.startsWith(`${known}/`))
  if (folder === undefined) {
    return undefined
  }
  const suffix = typed.slice(folder.length).replace(/^\/+/, '').replace(/\/+$/, '')
  return (suffix === '' ? deltaSuffixes : [suffix]).map(each => ({ suffix: each, only: `${folder}/` }))
}

const colours: Readonly<Record<DeltaKind, Colour | null>> = {
  masked: 'red',
  equivalent: 'green',
  redirected: 'yellow',
  overridden: 'yellow',
  extended: 'yellow',
  unchanged: null,
}

const columnWidth = '[OVERRIDDEN]'.length

function print(session: Session, { kind, top, path }: Comparison, withDiff: boolean): void {
  const { look } = session
  const word = `[${kind.toUpperCase()}]`
  const label = `${paint(word, colours[kind], look)}${' '.repeat(columnWidth - word.length)}`
  if (kind === 'unchanged') {
    session.print(`${label} ${path}\n`)
    return
  }
  session.print(`${label} ${top} ${glyph('arrow', look)} ${path}\n`)
  if (kind !== 'overridden' || !withDiff) {
    return
  }
  session.print('\n')
  const argv = ['diff', '-us', '--', path, top]
  const status = session.streams.runProgram({ argv, environment: session.environment })
  if (status === undefined) {
    session.say('error', 'Failed to execute diff: No such file or directory')
  }
  session.print('\n')
}
