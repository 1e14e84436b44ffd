/** How the manager begins: folders, generated units, the first units, the control socket, and then the default target. */

import { clearGenerated, findGenerators, generatorCall, generatorTimeLimitUs } from '#catalog/generators/generators.ts'
import { generateSysvUnits, writeSysvUnits } from '#catalog/generators/sysv-generator.ts'
import type { Event } from '#core/engine/event.ts'
import type { Loader } from '#manager/deeds/loader.ts'
import { mountedUnits } from '#manager/deeds/mounts.ts'
import type { Manager } from '#manager/manager.ts'
import type { Programs } from '#manager/processes/programs.ts'

/** Units that are there because we are. */
export const perpetualUnits = ['-.slice', 'system.slice', 'init.scope', '-.mount'] as const

/** Makes units: by the image's own generators, and out of init scripts, into the folder that is looked at last. */
export async function runGenerators(manager: Manager, loader: Loader, programs: Programs): Promise<void> {
  const { kernel, log, environment } = manager
  manager.milestones.generatorsStart = manager.now()
  const outputs = manager.realm.generated
  for (const folder of clearGenerated(kernel.files, outputs)) {
    log.say(null, 'warning', `Cannot make ${folder}: what generators write there is missing.`)
  }
  const generators = findGenerators(kernel.files, kernel.host.environment)
  await Promise.all(
    generators.map(generator =>
      programs.run({
        name: generator.name,
        ...generatorCall(generator, kernel, environment.variables, outputs),
        limitUs: generatorTimeLimitUs,
      }),
    ),
  )
  loader.refresh()
  generateFromScripts(manager, loader)
  manager.milestones.generatorsFinish = manager.now()
}

function generateFromScripts(manager: Manager, loader: Loader): void {
  const { files } = manager.kernel
  const output = manager.realm.generated.late
  const units = generateSysvUnits(files, loader.index, { scripts: '/etc/init.d', runlevels: '/etc', output })
  if (units.length > 0) {
    for (const path of writeSysvUnits(files, output, units)) {
      manager.log.say(null, 'warning', `Cannot write ${path}: the init script has no unit until the next reload.`)
    }
    loader.refresh()
  }
}

/** Brings what is mounted and what never goes away into the world. */
export function loadFirstUnits(manager: Manager, loader: Loader): void {
  const mounted = mountedUnits(manager.kernel.files)
  manager.milestones.unitsLoadStart = manager.now()
  const names = [...perpetualUnits, ...mounted]
  submitAll(manager, { type: 'loaded', units: loader.closure(names) })
  submitAll(manager, { type: 'appeared', units: mounted, up: true })
  manager.milestones.unitsLoadFinish = manager.now()
}

function submitAll(manager: Manager, ...events: readonly Event[]): void {
  for (const event of events) {
    manager.submit(event)
  }
}

/**
 * Starts the first target: the default one isolated, or without, or what there is for an emergency. Units named on the command
 * line are started instead; `more` are started besides.
 */
export function startFirst(manager: Manager, units: readonly string[], more: readonly string[]): void {
  const wanted = units.length > 0 ? units : ['default.target']
  for (const unit of wanted) {
    if (!startOne(manager, unit, units.length === 0)) {
      startOne(manager, 'rescue.target', false)
    }
  }
  for (const unit of more) {
    if (!startOne(manager, unit, false)) {
      manager.exitCode = 1
      manager.end('exit', false)
    }
  }
}

function startOne(manager: Manager, unit: string, isolate: boolean): boolean {
  const loaded = manager.load(unit)
  if (!loaded.ok) {
    manager.log.say(null, 'err', `Cannot start ${unit}: ${loaded.error.message}`)
    return false
  }
  const request = { unit: loaded.value.unit.id, type: 'start', manual: false, reloadIfPossible: false } as const
  const first = manager.request({ ...request, mode: isolate ? 'isolate' : 'replace' })
  const reply = first.ok || !isolate ? first : manager.request({ ...request, mode: 'replace' })
  if (!reply.ok) {
    manager.log.say(null, 'err', `Cannot start ${unit}: ${reply.refusal.message}`)
  }
  return reply.ok
}

/** Reads every unit again (systemctl(1), daemon-reload). */
export async function reloadUnits(manager: Manager, loader: Loader, programs: Programs): Promise<void> {
  loader.refresh()
  await runGenerators(manager, loader, programs)
  manager.milestones.unitsLoadStart = manager.now()
  manager.submit({ type: 'loaded', units: loader.all() })
  manager.milestones.unitsLoadFinish = manager.now()
  manager.milestones.unitsLoad = manager.now()
}
