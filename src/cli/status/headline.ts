/** The first lines of a unit's status: what it is, where it was loaded from, what else changes it. */
import { type Colour, paint } from '#cli/render/colour.ts'
import { glyph, stateGlyph } from '#cli/render/glyph.ts'
import { linkToFile } from '#cli/render/link.ts'
import type { Look } from '#cli/render/look.ts'
import type { Session } from '#cli/session/session.ts'
import type { Facts } from './facts.ts'
import { indent, labelled } from './layout.ts'
import { parentPath } from './parent-path.ts'

/** The colour of an active state. */
export function stateColour(state: string): Colour | null {
  if (state === 'failed' || state === 'maintenance') {
    return 'red'
  }
  return state === 'active' || state === 'reloading' || state === 'refreshing' ? 'green' : null
}

/** `● nginx.service - A web server`. */
export function headline(facts: Facts, look: Look): string {
  const state = facts.text('ActiveState')
  const [name, description] = [facts.text('Id'), facts.text('Description')]
  const sign = paint(stateGlyph(state, look), stateColour(state), look)
  return `${sign} ${name}${description === '' || description === name ? '' : ` - ${description}`}\n`
}

export function loadedLines(session: Session, facts: Facts): string {
  const { look } = session
  const following = facts.text('Following')
  const lines = following === '' ? '' : labelled('Follows', `unit whose state follows ${following}`)
  const state = paint(facts.text('LoadState'), loadColours[facts.text('LoadState')] ?? null, look)
  const more = reasonOf(facts) ?? fileOf(session, facts)
  const transient = facts.isTrue('Transient') ? labelled('Transient', 'yes') : ''
  return (
    lines + labelled('Loaded', `${state}${more === '' ? '' : ` (${more})`}`) + transient + dropInLines(session, facts)
  )
}

const loadColours: Readonly<Record<string, Colour>> = { error: 'red', 'bad-setting': 'red', 'not-found': 'red' }

function reasonOf(facts: Facts): string | undefined {
  const [, message = ''] = (facts.value('LoadError', '(ss)') as readonly string[] | undefined) ?? []
  return message === '' ? undefined : `Reason: ${message}`
}

const fileColours: Readonly<Record<string, Colour>> = {
  enabled: 'green',
  alias: 'green',
  disabled: 'yellow',
}
/** States in which presets have no say. */
const settled = ['static', 'alias', 'generated', 'transient', '']

function fileOf({ look, kernel }: Session, facts: Facts): string {
  const path = facts.text('SourcePath') === '' ? facts.text('FragmentPath') : facts.text('SourcePath')
  if (path === '') {
    return ''
  }
  const [state, preset] = [facts.text('UnitFileState'), facts.text('UnitFilePreset')]
  const file = linkToFile(path, kernel.host.hostname, look)
  if (state === '') {
    return file
  }
  const shown = settled.includes(state) || preset === '' ? '' : preset
  const presetText = `${shown === '' ? '' : '; preset: '}${paint(shown, fileColours[preset] ?? null, look)}`
  return `${file}; ${paint(state, fileColours[state] ?? null, look)}${presetText}`
}

/** The drop-ins, folder by folder in the order in which they count. */
function dropInLines({ look, kernel }: Session, facts: Facts): string {
  const groups: { readonly folder: string; readonly files: string[] }[] = []
  for (const path of facts.texts('DropInPaths')) {
    const folder = parentPath(path)
    const last = groups.at(-1)
    const link = linkToFile(path, kernel.host.hostname, look, path.slice(folder.length + 1))
    if (last?.folder === folder) {
      last.files.push(link)
    } else {
      groups.push({ folder, files: [link] })
    }
  }
  return groups
    .map(({ folder, files }, index) => {
      const head = index === 0 ? labelled('Drop-In', folder) : `${indent}${folder}\n`
      return `${head}${indent}${glyph('tree-right', look)}${files.join(', ')}\n`
    })
    .join('')
}
