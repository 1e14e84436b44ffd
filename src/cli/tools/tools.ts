/** The program under the names of the tools beside systemctl(1). */

import type { Call } from '#cli/call.ts'
import { answer } from '#cli/command-line/answers.ts'
import { type OptionShape, readArguments, type Token } from '#cli/command-line/getopt.ts'
import { defaultOptions } from '#cli/command-line/options.ts'
import { describeLook } from '#cli/render/look.ts'
import { openSession } from '#cli/session/create-session.ts'
import { helpOf } from './help-texts.ts'
import { type Given, has, type Tool } from './tool.ts'

export type ToolName = 'systemd-escape' | 'systemd-analyze' | 'systemd-delta' | 'systemd-tmpfiles' | 'systemd-sysusers'

async function load(name: ToolName): Promise<Tool> {
  switch (name) {
    case 'systemd-escape':
      return (await import('./escape.ts')).escapeTool
    case 'systemd-analyze':
      return (await import('#cli/tools/analyze/analyze.ts')).analyzeTool
    case 'systemd-delta':
      return (await import('./delta.ts')).deltaTool
    case 'systemd-tmpfiles':
      return (await import('./tmpfiles.ts')).tmpfilesTool
    case 'systemd-sysusers':
      return (await import('./sysusers.ts')).sysusersTool
  }
}

/** Carries out one call under such a name; the exit status. */
export async function runTool(call: Call, name: ToolName): Promise<number> {
  const tool = await load(name)
  const [typed = name, ...args] = call.argv
  const read = readArguments(typed, args, [...commonOptions, ...tool.options])
  const given = read.tokens.map(nameToken)
  const look = describeLook(call.streams, call.environment)
  for (const one of given) {
    if (one.name === 'help') {
      call.streams.output.write(helpOf(name, look))
      return 0
    }
    if (one.name === 'version') {
      return answer('version', { ...call, look, options: defaultOptions })
    }
    const fault = tool.check(one, call)
    if (fault !== undefined) {
      return complain(call, fault)
    }
  }
  if (read.error !== undefined) {
    return complain(call, read.error)
  }
  const options = { ...defaultOptions, pager: !has(given, 'no-pager'), ...tool.settle(given) }
  const { session, close } = openSession({ ...call, look, name: typed, verb: name, args: read.words, options })
  const status = await tool.run(session, given)
  await close()
  return status
}

const commonOptions: readonly OptionShape[] = [
  { long: 'help', short: 'h', value: 'none' },
  { long: 'version', value: 'none' },
]

function nameToken({ option, value }: Token<OptionShape>): Given {
  return { name: option.long ?? option.short ?? '', ...(value === undefined ? {} : { value }) }
}

function complain({ streams }: Call, line: string): number {
  if (line !== '') {
    streams.errors.write(`${line}\n`)
  }
  return 1
}
