/** systemctl list-units (systemctl(1)). */
import { type Colour, paint } from '#cli/render/colour.ts'
import { glyph } from '#cli/render/glyph.ts'
import { printTable } from '#cli/render/print-table.ts'
import type { Cell, Column, Table } from '#cli/render/table.ts'
import { refuse } from '#cli/session/manager-call.ts'
import type { Session } from '#cli/session/session.ts'
import { compareUnits, type ListedUnit, listShownUnits } from '#cli/units/unit-list.ts'
import { addDependencies } from '#cli/units/with-dependencies.ts'

/** Lists the units in memory that fit one of the patterns. */
export async function listUnits(session: Session): Promise<number> {
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const { options } = session
  const patterns = options.withDependencies ? await addDependencies(session, client.value, session.args) : session.args
  const units = await listShownUnits(client.value, options, patterns)
  if (!units.ok) {
    return refuse(session, 'Failed to list units', units.error)
  }
  session.openPager()
  const sorted = units.value.toSorted(compareUnits)
  printTable(session, tableOf(session, sorted))
  if (options.legend) {
    printFooter(session, sorted)
  }
  return 0
}

function tableOf(session: Session, units: readonly ListedUnit[]): Table {
  const { plain } = session.options
  const hasJobs = units.some(({ jobId }) => jobId > 0)
  const columns: readonly Column[] = [
    { title: '', json: null, hidden: plain },
    { title: 'UNIT' },
    { title: 'LOAD' },
    { title: 'ACTIVE' },
    { title: 'SUB' },
    { title: 'JOB', hidden: !hasJobs, json: hasJobs ? 'job' : null },
    { title: 'DESCRIPTION' },
  ]
  const rows = units.map((unit, index) => {
    const next = units[index + 1]
    return {
      cells: cellsOf(session, unit),
      underlined: next !== undefined && typeOf(unit) !== typeOf(next),
    }
  })
  return { columns, rows }
}

function typeOf({ name }: ListedUnit): string {
  return name.slice(name.lastIndexOf('.'))
}

/** Colours of load states; a unit that is not loaded has a yellow bullet, whatever the reason. */
const loadColours: Readonly<Record<string, Colour>> = {
  'not-found': 'yellow',
  masked: 'red',
  error: 'red',
  'bad-setting': 'red',
}

/** Colours of the active state; the name of the unit shows it, too. */
const activeColours: Readonly<Record<string, Colour>> = {
  failed: 'red',
  inactive: 'grey',
  activating: 'bold',
  deactivating: 'bold',
  reloading: 'bold',
  refreshing: 'bold',
  maintenance: 'bold',
}

function cellsOf({ look }: Session, unit: ListedUnit): readonly Cell[] {
  const load = loadColours[unit.loadState] ?? null
  const active = activeColours[unit.activeState] ?? null
  const sub = unit.subState === 'exited' ? 'grey' : active
  const bullet = load !== null ? 'yellow' : active === 'grey' ? null : active
  return [
    { text: bullet === null ? ' ' : glyph('black-circle', look), colour: bullet },
    { text: unit.name, colour: active },
    { text: unit.loadState, colour: load },
    { text: unit.activeState, colour: active },
    { text: unit.subState, colour: sub },
    { text: unit.jobId > 0 ? unit.jobType : '' },
    { text: unit.description },
  ]
}

function printFooter(session: Session, units: readonly ListedUnit[]): void {
  const { look, options } = session
  const grey = (text: string): string => paint(text, 'grey', look)
  const arrow = glyph('arrow', look)
  const lines: string[] = ['']
  if (units.length > 0) {
    lines.push(
      grey(`Legend: LOAD   ${arrow} Reflects whether the unit definition was properly loaded.`),
      grey(`        ACTIVE ${arrow} The high-level unit activation state, i.e. generalization of SUB.`),
      grey(`        SUB    ${arrow} The low-level unit activation state, values depend on unit type.`),
    )
    if (units.some(({ jobId }) => jobId > 0)) {
      lines.push(grey(`        JOB    ${arrow} Pending job for the unit.`))
    }
    lines.push('')
  }
  const count = paint(`${units.length} loaded units listed.`, units.length > 0 ? 'bold' : 'red', look)
  const files = grey("To show all installed unit files use 'systemctl list-unit-files'.")
  if (options.all || options.states.includes('inactive')) {
    lines.push(count, files)
  } else if (options.states.length > 0) {
    lines.push(count)
  } else {
    lines.push(`${count} ${grey('Pass --all to see loaded but inactive units, too.')}`, files)
  }
  session.print(`${lines.join('\n')}\n`)
}
