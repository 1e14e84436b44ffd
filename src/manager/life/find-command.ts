/** The program that a command names, as execvp(3) finds it. */
import { fail, ok, type Result } from '#core/base/result.ts'
import type { Kernel } from '#kernel/kernel.ts'

/** Where programs are looked for without PATH. */
const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

export interface NoCommand {
  /** What shells end with: 127 for a command that is not there, 126 for one that may not be run. */
  readonly status: 126 | 127
  readonly reason: string
}

export function findCommand({ files, host }: Pick<Kernel, 'files' | 'host'>, name: string): Result<string, NoCommand> {
  const folders = (host.environment.get('PATH') ?? usualPath).split(':')
  const here = host.workingDirectory
  const absolute = (path: string): string => (path.startsWith('/') ? path : `${here}/${path}`)
  const candidates = name.includes('/') ? [absolute(name)] : folders.map(folder => absolute(`${folder}/${name}`))
  const there = candidates.filter(path => {
    const status = files.status(path)
    return status.ok && status.value.kind === 'file'
  })
  const runnable = there.find(path => files.access(path, 'execute'))
  if (runnable !== undefined) {
    return ok(runnable)
  }
  const [found] = there
  return found === undefined
    ? fail({ status: 127, reason: `${name}: command not found${name.includes('/') ? '' : ` in ${folders.join(':')}`}` })
    : fail({ status: 126, reason: `${found}: not executable` })
}
