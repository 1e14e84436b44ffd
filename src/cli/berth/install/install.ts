/** `berth install` and `berth uninstall`: the words of the command line, and what is said of it. */
import type { Call } from '#cli/call.ts'
import { simplifyPath } from '#core/base/path.ts'
import type { Place } from '#provision/place.ts'
import { divertPackages, install, type Package, uninstall } from './replace.ts'

export async function installBerth(call: Call, args: readonly string[]): Promise<number> {
  const place = placeOf(call, args)
  if (typeof place === 'string') {
    return refuse(call, place)
  }
  const from = packageOf(call)
  if (from === undefined) {
    return refuse(call, 'There is nothing to install from here: "berth install" belongs to the npm package.')
  }
  const done = await install(place, from)
  if (!done.ok) {
    return refuse(call, `Cannot install: ${done.error}`)
  }
  call.streams.output.write(`berth is installed in ${place.root || '/'}: ${done.value} files and links.\n`)
  return 0
}

export async function uninstallBerth(call: Call, args: readonly string[]): Promise<number> {
  const place = placeOf(call, args)
  if (typeof place === 'string') {
    return refuse(call, place)
  }
  const done = await uninstall(place)
  if (!done.ok) {
    return refuse(call, `Cannot uninstall: ${done.error}`)
  }
  const { restored, removed } = done.value
  const { output } = call.streams
  output.write(
    `berth is gone from ${place.root || '/'}: ${restored} files are what they were, ${removed} are no more.\n`,
  )
  return 0
}

/** Called by dpkg before it does anything (etc/dpkg/dpkg.cfg.d/berth). */
export async function divertBerth(call: Call, args: readonly string[]): Promise<number> {
  const place = placeOf(call, args)
  if (typeof place === 'string') {
    return refuse(call, place)
  }
  const done = await divertPackages(place)
  return done.ok ? 0 : refuse(call, `Cannot divert packages' files: ${done.error}`)
}

function refuse({ streams }: Call, line: string): number {
  streams.errors.write(`${line}\n`)
  return 1
}

/** Where to work; a sentence where the arguments are not understood. */
function placeOf({ kernel, streams, workingDirectory }: Call, args: readonly string[]): Place | string {
  const wrong = args.find(argument => !/^--root=./.test(argument))
  if (wrong !== undefined) {
    return `Not understood: ${wrong}. There is --root=DIR.`
  }
  const typed = args.at(-1)?.slice('--root='.length) ?? '/'
  const root = simplifyPath(typed.startsWith('/') ? typed : `${workingDirectory}/${typed}`)
  if (!kernel.files.status(root).ok) {
    return `There is no folder ${root}.`
  }
  return {
    kernel,
    root: root === '/' ? '' : root,
    scope: 'system',
    dryRun: false,
    say: (_, message) => void streams.errors.write(`${message}\n`),
  }
}

/** The package's own program says where it is (scripts/package/berth.cjs). */
function packageOf({ environment }: Call): Package | undefined {
  const folder = environment.get('BERTH_PACKAGE')
  const node = environment.get('BERTH_PACKAGE_NODE')
  const machine = environment.get('BERTH_PACKAGE_MACHINE')
  return folder === undefined || node === undefined || machine === undefined ? undefined : { folder, node, machine }
}
