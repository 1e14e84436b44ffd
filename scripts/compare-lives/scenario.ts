/** A scenario: units as text, and what is done to them. What is drawn, told to the drivers, and made smaller. */
export interface Line {
  readonly section: 'Unit' | 'Service' | 'Socket' | 'Install'
  readonly key: string
  readonly value: string
}

export interface UnitText {
  /** The name of the file. */
  readonly name: string
  /** What steps and comparisons call it: the instance where the file is a template. */
  readonly called: string
  readonly lines: readonly Line[]
  /** How many of the last lines stand in a drop-in instead. */
  readonly droppedIn: number
  readonly masked: boolean
  /** Changes by itself while it runs. */
  readonly transient: boolean
}

export interface Scenario {
  readonly units: readonly UnitText[]
  readonly steps: readonly string[]
}

const folder = '/etc/systemd/system'

/** The text of some lines, section by section. */
export function textOf(lines: readonly Line[]): string {
  const sections = [...new Set(lines.map(line => line.section))]
  return sections
    .map(section => {
      const own = lines.filter(line => line.section === section).map(({ key, value }) => `${key}=${value}\n`)
      return `[${section}]\n${own.join('')}`
    })
    .join('')
}

/** The scenario as the driver reads it. */
export function scriptOf({ units, steps }: Scenario): string {
  const lines = units.flatMap(unit => {
    const cut = unit.lines.length - unit.droppedIn
    return [
      `unit ${unit.called}`,
      ...(unit.transient ? [`transient ${unit.called}`] : []),
      ...(unit.masked
        ? [`link ${folder}/${unit.name} /dev/null`]
        : [`file ${folder}/${unit.name} ${escaped(textOf(unit.lines.slice(0, cut)))}`]),
      ...(unit.droppedIn > 0
        ? [`file ${folder}/${unit.name}.d/10.conf ${escaped(textOf(unit.lines.slice(cut)))}`]
        : []),
    ]
  })
  return `${[...lines, ...steps.map(step => `step ${step}`)].join('\n')}\n`
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}

/** For people. */
export function describe({ units, steps }: Scenario): string {
  const files = units.map(unit => {
    const cut = unit.lines.length - unit.droppedIn
    const rest = unit.droppedIn > 0 ? `# ${unit.name}.d/10.conf\n${textOf(unit.lines.slice(cut))}` : ''
    return `# ${unit.name}${unit.masked ? ' (masked)' : ''}\n${textOf(unit.lines.slice(0, cut))}${rest}`
  })
  return `${files.join('\n')}\n${steps.map(step => `> ${step}`).join('\n')}\n`
}
