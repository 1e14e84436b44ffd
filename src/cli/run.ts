/**
 * One command from its arguments to its exit status. It has no state of its own and touches nothing that is not handed in, so
 * that it can run in a process that serves many.
 */

import { describeLook } from '#cli/render/look.ts'
import { openSession } from '#cli/session/create-session.ts'
import { isOffline, isProcMounted } from '#cli/session/offline.ts'
import type { Session } from '#cli/session/session.ts'
import { baseName, simplifyPath } from '#core/base/path.ts'
import type { Call } from './call.ts'
import { closestWord } from './command-line/closest.ts'
import { defaultOptions, type Options } from './command-line/options.ts'
import { type Settled, settleArguments } from './command-line/settle.ts'
import { findVerb, type Verb, verbs } from './systemctl/verbs.ts'

/** Names of the program under which it is not systemctl (halt(8), shutdown(8), telinit(8), runlevel(8)). */
const roleNames = ['halt', 'poweroff', 'reboot', 'shutdown', 'init', 'runlevel'] as const

/** Commands of their own beside systemctl. */
const toolNames = [
  'systemd-escape',
  'systemd-analyze',
  'systemd-delta',
  'systemd-tmpfiles',
  'systemd-sysusers',
] as const

/** Runs one command; the exit status. */
export async function run(call: Call): Promise<number> {
  const [name = 'systemctl', ...args] = call.argv
  const shortName = baseName(name)
  const tool = toolNames.find(known => known === shortName)
  if (tool !== undefined) {
    const { runTool } = await import('./tools/tools.ts')
    return runTool(call, tool)
  }
  if (shortName === 'berth') {
    const { runBerth } = await import('./berth/berth.ts')
    return runBerth(call)
  }
  const role = roleNames.find(known => shortName.includes(known))
  if (role !== undefined) {
    const { runRole } = await import('./roles/roles.ts')
    return runRole(call, role)
  }
  const settled = await settleArguments(name, args)
  return runSettled(call, settled)
}

async function runSettled(call: Call, settled: Settled): Promise<number> {
  const look = describeLook(call.streams, call.environment)
  switch (settled.is) {
    case 'usage':
      for (const line of settled.lines) {
        call.streams.errors.write(`${line}\n`)
      }
      return 1
    case 'question': {
      const { answer } = await import('./command-line/answers.ts')
      return answer(settled.about, { ...call, look, options: settled.options })
    }
    case 'command':
    case 'fault':
      return runSession(call, settled)
  }
}

async function runSession(call: Call, settled: Settled & { readonly is: 'command' | 'fault' }): Promise<number> {
  const { options, words } = settled.is === 'command' ? settled : { options: defaultOptions, words: [] }
  const [verb, ...args] = words
  const { argv, connectBus, ...rest } = call
  const look = describeLook(call.streams, call.environment)
  const name = argv[0] ?? 'systemctl'
  const parts = { ...rest, connectBus, look, name, verb: verb ?? defaultVerb, args, options: complete(options, call) }
  const { session, close } = openSession(parts)
  const status = settled.is === 'fault' ? refuse(session, settled.lines) : await dispatch(session, verb)
  await close()
  return status
}

const defaultVerb = 'list-units'

/** What follows from several options, or from where we are: `--root=` counts from the folder we are in. */
function complete(options: Options, { workingDirectory }: Call): Options {
  const { root, legend, quiet } = options
  const path = root === '' || root.startsWith('/') ? root : `${workingDirectory}/${root}`
  return { ...options, root: path === '' ? '' : simplifyPath(path), legend: legend ?? !quiet }
}

function refuse(session: Session, lines: readonly string[]): number {
  for (const line of lines) {
    session.say('error', line)
  }
  return 1
}

/** Finds the verb, checks what can be checked before, and carries it out. */
async function dispatch(session: Session, typed: string | undefined): Promise<number> {
  const { options } = session
  const fault = checkOptions(options, session.verb)
  if (fault !== undefined) {
    return refuse(session, [fault])
  }
  if (!isProcMounted(session.kernel) && !options.noWarn) {
    for (const line of procMissing) {
      session.say('warning', line)
    }
  }
  const verb = findVerb(session.verb)
  if (verb?.needs === 'manager' && (options.root !== '' || options.image !== '')) {
    return refuse(session, [`Verb '${session.verb}' cannot be used with --root= or --image=.`])
  }
  if (verb === undefined) {
    return refuse(session, [unknownVerb(typed ?? '')])
  }
  if (session.args.length < verb.words[0]) {
    return refuse(session, ['Too few arguments.'])
  }
  if (session.args.length > verb.words[1]) {
    return refuse(session, ['Too many arguments.'])
  }
  return carryOut(session, verb)
}

async function carryOut(session: Session, verb: Verb): Promise<number> {
  if (verb.needs !== 'nothing' && isOffline(session.kernel, session.environment)) {
    session.say('info', `Running in chroot, ignoring command '${session.verb}'`)
    return 0
  }
  const execute = await verb.load()
  return execute(session)
}

const procMissing = [
  '/proc/ is not mounted. This is not a supported mode of operation. Please fix',
  'your invocation environment to mount /proc/ and /sys/ properly. Proceeding anyway.',
  'Your mileage may vary.',
]

function unknownVerb(typed: string): string {
  const closest = closestWord(
    typed,
    verbs.map(({ name }) => name),
  )
  return closest === undefined
    ? `Unknown command verb '${typed}'.`
    : `Unknown command verb '${typed}', did you mean '${closest}'?`
}

/** What options say together. */
function checkOptions(options: Options, verb: string): string | undefined {
  if (options.transport.to === 'host' && options.scope === 'user') {
    return 'Cannot access user instance remotely.'
  }
  if (options.wait && options.noBlock) {
    return '--wait may not be combined with --no-block.'
  }
  if (options.marked && verb !== 'reload-or-restart') {
    return "--marked may only be used with 'reload-or-restart'."
  }
  if (options.root !== '' && options.image !== '') {
    return 'Please specify either --root= or --image=, the combination of both is not supported.'
  }
  return undefined
}
