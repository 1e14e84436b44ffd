/** systemctl list-unit-files (systemctl(1)). */
import { type ListedUnitFile, listUnitFiles as listFiles, unitFilePresets } from '#catalog/install/unit-file-list.ts'
import type { Colour } from '#cli/render/colour.ts'
import { printTable } from '#cli/render/print-table.ts'
import type { Cell, Row } from '#cli/render/table.ts'
import type { Session } from '#cli/session/session.ts'
import { openPlace } from '#cli/unit-files/place.ts'
import { compareUnits } from '#cli/units/unit-list.ts'
import { addDependencies } from '#cli/units/with-dependencies.ts'
import { fitsAnyOrNone } from '#core/base/text/name-pattern.ts'

/** Lists unit files with their states and what the presets say; 1 when there is none. */
export async function listUnitFiles(session: Session): Promise<number> {
  const { options } = session
  if (options.root !== '' && !session.kernel.files.access(options.root, 'exists')) {
    session.say('error', 'Failed to get unit file list: No such file or directory')
    return 1
  }
  const place = await openPlace(session)
  if (!place.ok) {
    return place.error
  }
  const { lookup, client } = place.value
  const patterns =
    options.withDependencies && client !== undefined
      ? await addDependencies(session, client, session.args)
      : session.args
  const files = listFiles(lookup, shownNames(session, patterns))
    .filter(({ state }) => options.states.length === 0 || options.states.includes(state))
    .toSorted(compareUnits)
  session.openPager()
  printFiles(session, files, unitFilePresets(lookup))
  return files.length === 0 ? 1 : 0
}

function typeOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

function shownNames({ options: { types } }: Session, patterns: readonly string[]): (name: string) => boolean {
  const fits = fitsAnyOrNone(patterns)
  return name => (types.length === 0 || types.includes(typeOf(name))) && fits(name)
}

function printFiles(session: Session, files: readonly ListedUnitFile[], presetOf: (name: string) => string): void {
  const rows = files.map((file, index) => {
    const next = files[index + 1]
    const isLast = next !== undefined && typeOf(next.name) !== typeOf(file.name)
    return rowOf(file, withoutPreset.includes(file.state) ? '' : presetOf(file.name), isLast)
  })
  const columns = [{ title: 'UNIT FILE', json: 'unit_file' }, { title: 'STATE' }, { title: 'PRESET' }]
  printTable(session, { columns, rows })
  if (session.options.legend) {
    session.print(`\n${files.length} unit files listed.\n`)
  }
}

/** States in which presets have no say. */
const withoutPreset = ['static', 'alias', 'generated', 'transient']

const enabledColours: Readonly<Record<string, 'red' | 'green'>> = {
  enabled: 'green',
  alias: 'green',
  disabled: 'red',
  masked: 'red',
  'masked-runtime': 'red',
  bad: 'red',
}

/** The last file of a type is underlined, each cell in its own colour. */
function rowOf({ name, state }: ListedUnitFile, preset: string, isLast: boolean): Row {
  const colour = (plain: 'red' | 'green' | 'grey' | undefined): Colour | null => {
    if (plain === undefined) {
      return isLast ? 'underline' : null
    }
    return isLast ? `${plain}-underline` : plain
  }
  const cell = (text: string, plain: 'red' | 'green' | undefined): Cell => ({
    text,
    colour: colour(plain),
    gap: colour(plain),
  })
  const last: Cell =
    preset === '' ? { text: '-', json: null, colour: colour('grey') } : cell(preset, enabledColours[preset])
  return { cells: [cell(name, undefined), cell(state, enabledColours[state]), last] }
}
