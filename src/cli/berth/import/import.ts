/** `berth import FILE`: writes unit files for what another supervisor's configuration says. */
import type { Call } from '#cli/call.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { importSupervisor } from './supervisord.ts'
import { readSupervisorConfig, type SupervisorSection } from './supervisord-config.ts'

const usage = 'Usage: berth import [--output=DIR] [--dry-run] supervisord.conf'
const sizeMaxBytes = 4 * 1024 * 1024
const usualFolder = '/etc/systemd/system'

/** The exit status: 1 where something could not be read or written. */
export function importConfig({ kernel: { files }, streams, workingDirectory }: Call, args: readonly string[]): number {
  const option = (name: string): string | undefined =>
    args.find(arg => arg.startsWith(`--${name}=`))?.slice(name.length + 3)
  const [file, ...more] = args.filter(arg => !arg.startsWith('-'))
  if (file === undefined || more.length > 0) {
    streams.errors.write(`${usage}\n`)
    return 1
  }
  const absolute = (path: string): string => (path.startsWith('/') ? path : `${workingDirectory}/${path}`)
  const text = files.readText(absolute(file), sizeMaxBytes)
  if (!text.ok) {
    streams.errors.write(`Cannot read ${file}: ${errnoText(text.error)}\n`)
    return 1
  }
  const sections = readSupervisorConfig(text.value)
  const { units, notes } = importSupervisor(sections)
  const folder = absolute(option('output') ?? usualFolder)
  let status = 0
  for (const { name, text: content } of units) {
    if (args.includes('--dry-run')) {
      streams.output.write(`# ${folder}/${name}\n${content}\n`)
    } else {
      status = writeUnit(`${folder}/${name}`, content) || status
    }
  }
  for (const note of [...notes, ...includes(sections)]) {
    streams.errors.write(`${note}\n`)
  }
  return units.length === 0 ? 1 : status

  function writeUnit(path: string, content: string): number {
    const written = files.writeAtomically(path, content, 0o644)
    const said = written.ok ? streams.output : streams.errors
    said.write(written.ok ? `Wrote ${path}\n` : `Cannot write ${path}: ${errnoText(written.error)}\n`)
    return written.ok ? 0 : 1
  }
}

/** Files that another one includes are asked for by name, so that nobody is surprised by what they bring. */
function includes(sections: readonly SupervisorSection[]): readonly string[] {
  const found = sections.find(({ kind }) => kind === 'include')?.values.get('files')
  return found === undefined ? [] : [`[include] names ${found}: import these as well.`]
}
