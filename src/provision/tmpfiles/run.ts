/** systemd-tmpfiles(8): reads rules, and removes, cleans and creates what they say. */
import { formatDiagnostic } from '#core/unitfile/diagnostic.ts'
import { readAccounts } from '#provision/accounts.ts'
import { levelOf, type Place, type Source } from '#provision/place.ts'
import { provisionSpecifiers } from '#provision/specifiers.ts'
import { clean } from './clean.ts'
import { create } from './create.ts'
import { usualAge } from './fields.ts'
import type { Item } from './item.ts'
import { type Facts, type Parsed, parseTmpfiles } from './parse.ts'
import { type Entry, makePlan, type Plan } from './plan.ts'
import { purge, remove } from './remove.ts'
import { exemptions } from './sweep.ts'

export interface TmpfilesOptions {
  readonly create: boolean
  readonly remove: boolean
  readonly clean: boolean
  readonly purge: boolean
  readonly boot: boolean
  readonly graceful: boolean
  readonly prefixes: readonly string[]
  readonly excluded: readonly string[]
}

/** systemd-tmpfiles' exit status: 65 for lines that cannot be read, 73 for what could not be done, 1 for nothing done. */
export type TmpfilesStatus = 0 | 1 | 65 | 73

export async function runTmpfiles(
  place: Place,
  sources: readonly Source[],
  options: TmpfilesOptions,
): Promise<TmpfilesStatus> {
  const facts = factsOf(place, options)
  const parsed = sources.map(source => parseTmpfiles(source, facts))
  const plan = makePlan(parsed.flatMap(({ items }) => items))
  const isFatal = parsed.some(one => one.isFatal)
  tell(place, inOrderOfLines(sources, parsed, isFatal ? [] : plan.diagnostics))
  if (isFatal) {
    return 1
  }
  const isDone = await carryOut(place, inheritAges(plan), options)
  if (!isDone) {
    return 73
  }
  return parsed.some(({ isInvalid }) => isInvalid) ? 65 : 0
}

/** What is wrong with lines by themselves and with each other, from the first line of the first file on. */
function inOrderOfLines(
  sources: readonly Source[],
  parsed: readonly Parsed[],
  conflicts: Parsed['diagnostics'],
): Parsed['diagnostics'] {
  const firstOf = new Map(sources.map(({ path }, index) => [path, index] as const).reverse())
  return parsed.flatMap(({ diagnostics }, index) => {
    const own = conflicts.filter(({ path }) => firstOf.get(path) === index)
    return [...diagnostics, ...own].sort((a, b) => a.line - b.line)
  })
}

function factsOf(place: Place, { boot, graceful, prefixes, excluded }: TmpfilesOptions): Omit<Facts, 'remark'> {
  const { files, host } = place.kernel
  const accounts = readAccounts(files, place.root)
  const credentials = host.environment.get('CREDENTIALS_DIRECTORY')
  const table = provisionSpecifiers(place, 'tmpfiles')
  const known = new Map<string, ReturnType<typeof table>>()
  return {
    root: place.root,
    boot,
    graceful,
    prefixes,
    excluded,
    // Each is found out once, and only when it is asked for.
    specifiers: letter => {
      if (!known.has(letter)) {
        known.set(letter, table(letter))
      }
      return known.get(letter)
    },
    uid: name => (name === 'root' ? 0 : accounts.uid(name)),
    gid: name => (name === 'root' ? 0 : accounts.gid(name)),
    credential: name => {
      const text = credentials === undefined ? undefined : files.readText(`${credentials}/${name}`, 1024 * 1024)
      return text?.ok ? text.value : undefined
    },
    exists: path => files.linkStatus(path).ok,
  }
}

function tell(place: Place, diagnostics: Parsed['diagnostics']): void {
  for (const diagnostic of diagnostics) {
    const text = diagnostic.path === '' ? diagnostic.message : formatDiagnostic(diagnostic)
    place.say(levelOf(diagnostic.level), text)
  }
}

/** An `X` has the age of the folder it is in; which times count it says itself. */
function inheritAges(plan: Plan): Plan {
  for (const entry of plan.patterns.values()) {
    for (const [index, item] of entry.items.entries()) {
      if (item.letter !== 'X') {
        continue
      }
      const folders = [...plan.plain.values()].filter(({ path }) => item.path.startsWith(`${path}/`))
      const nearest = folders.sort((a, b) => b.path.length - a.path.length)[0]
      const age = nearest?.items.find(other => 'dDvqQ'.includes(other.letter))?.age ?? null
      if (age !== null) {
        entry.items[index] = { ...item, age: { ...(item.age ?? usualAge), span: age.span } }
      }
    }
  }
  return plan
}

type Phase = 'clear' | 'create'

/** Everything is removed before anything is made. */
async function carryOut(place: Place, plan: Plan, options: TmpfilesOptions): Promise<boolean> {
  const exempt = exemptions(plan)
  const unsupported = sayOnce(place)
  let isGood = true
  const apply = async (item: Item, phase: Phase): Promise<void> => {
    if (phase === 'create') {
      if (!(await create(place, item, unsupported)) && !item.mayFail) {
        isGood = false
      }
      return
    }
    if (options.remove && !(await remove(place, item, exempt))) {
      isGood = false
    }
    if (options.clean && !(await clean(place, item, exempt))) {
      isGood = false
    }
    if (options.purge && !(await purge(place, item, exempt))) {
      isGood = false
    }
  }
  const clears = options.remove || options.clean || options.purge
  const phases: readonly (Phase | false)[] = [clears && 'clear', options.create && 'create']
  for (const phase of phases) {
    if (phase !== false) {
      await inOrder(plan, phase, item => apply(item, phase))
    }
  }
  return isGood
}

/** What is above is made first and removed last. */
async function inOrder(plan: Plan, phase: Phase, apply: (item: Item) => Promise<void>): Promise<void> {
  const done = new Set<Entry>()
  const visit = async (entry: Entry): Promise<void> => {
    if (done.has(entry)) {
      return
    }
    done.add(entry)
    if (phase === 'create' && entry.parent !== null) {
      await visit(entry.parent)
    }
    if (phase === 'clear') {
      for (const child of entry.children) {
        await visit(child)
      }
    }
    for (const item of entry.items) {
      await apply(item)
    }
  }
  for (const entry of [...plan.plain.values(), ...plan.patterns.values()]) {
    await visit(entry)
  }
}

const names: Partial<Record<Item['letter'], string>> = { t: 'extended attributes', h: 'file attributes' }

/** What cannot be done is said of each kind once. */
function sayOnce(place: Place): (item: Item) => void {
  const said = new Set<string>()
  return ({ letter }) => {
    const name = names[letter.toLowerCase() as Item['letter']] ?? letter
    if (said.has(name)) {
      return
    }
    said.add(name)
    place.say('debug', `Setting ${name} is not supported, lines about them are passed over.`)
  }
}
