/** Lines on commands that ended, and on the processes that count: the main one, and the one that starts, reloads or stops it. */

import { type ExecCommand, endingOf, exited, readExecCommand } from '#cli/properties/exec-command.ts'
import { type Colour, paint } from '#cli/render/colour.ts'
import type { Session } from '#cli/session/session.ts'
import { errnoName, errnoNumber, errnoText } from '#core/base/linux/errno.ts'
import { exitStatus } from '#core/base/linux/exit-status.ts'
import { signalName } from '#core/base/linux/signal.ts'
import type { Facts, Properties } from './facts.ts'
import { labelled } from './layout.ts'

/** The commands that have ended, in the order in which the manager tells them. */
export function commandLines({ look }: Session, properties: Properties): string {
  let lines = ''
  for (const [name, { signature, value }] of properties) {
    if (!name.startsWith('Exec') || signature !== 'a(sasbttttuii)') {
      continue
    }
    for (const command of (value as readonly unknown[]).map(readExecCommand)) {
      if (command.pid === 0 || command.code === 0) {
        continue
      }
      const how = paint(`(${describeEnd(command)})`, endColour(command), look)
      lines += labelled('Process', `${command.pid} ${name}=${command.argv.join(' ')} ${how}`)
    }
  }
  return lines
}

function endColour({ code, status, ignoreErrors }: ExecCommand): Colour | null {
  if (isCleanEnd(code, status)) {
    return null
  }
  return ignoreErrors ? 'yellow' : 'red'
}

const cleanSignals = ['HUP', 'INT', 'TERM', 'PIPE']

function isCleanEnd(code: number, status: number): boolean {
  if (code === exited) {
    return status === 0
  }
  return endingOf(code) === 'killed' && cleanSignals.includes(signalName(status))
}

/** `code=exited, status=1/FAILURE`, `code=killed, signal=KILL`. */
function describeEnd({ code, status }: { readonly code: number; readonly status: number }): string {
  if (code !== exited) {
    return `code=${endingOf(code)}, signal=${signalName(status)}`
  }
  const name = exitStatus(status, ['libc', 'systemd'])?.name
  return `code=exited, status=${status}${name === undefined ? '' : `/${name}`}`
}

export function pidLines(session: Session, facts: Facts): string {
  const [main, control] = [facts.number('ExecMainPID'), facts.number('ControlPID')]
  const code = facts.number('ExecMainCode')
  const parts: string[] = []
  if (main > 0) {
    const end = describeEnd({ code, status: facts.number('ExecMainStatus') })
    parts.push(`${main}${code === 0 ? commOf(session, main) : ` (${end})`}`)
  }
  if (control > 0) {
    parts.push(`${main > 0 ? 'Control PID: ' : ''}${control}${commOf(session, control)}`)
  }
  return parts.length === 0 ? '' : labelled(main > 0 ? 'Main PID' : 'Cntrl PID', parts.join('; '))
}

function commOf({ kernel, options }: Session, pid: number): string {
  if (options.transport.to === 'host') {
    return ''
  }
  const comm = kernel.processes.comm(pid)
  return comm === '' ? '' : ` (${comm})`
}

/** What a service says of itself (sd_notify(3)). */
export function reportLines({ look }: Session, facts: Facts): string {
  const text = facts.text('StatusText')
  const status = text === '' ? '' : labelled('Status', `"${paint(text, 'cyan', look)}"`)
  const errors: string[] = []
  const errno = facts.number('StatusErrno')
  if (errno > 0) {
    errors.push(`code: ${errno} (${describeErrno(errno)})`)
  }
  for (const [kind, name] of [
    ['D-Bus', 'StatusBusError'],
    ['Varlink', 'StatusVarlinkError'],
  ] as const) {
    if (facts.text(name) !== '') {
      errors.push(`${kind}: ${facts.text(name)}`)
    }
  }
  return status + (errors.length === 0 ? '' : labelled('Error', errors.join('; ')))
}

function describeErrno(errno: number): string {
  const name = errnoName(errno)
  return errnoNumber(name) === errno ? errnoText(name) : `Unknown error ${errno}`
}
