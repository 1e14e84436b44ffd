/** The environment every service is given: the container's own, without what was meant for the init alone. */
import { isVariableName } from '#core/unit/expand/environment.ts'
import { parseEnvironmentFile } from '#core/unitfile/env-file.ts'
import type { Files } from '#kernel/kernel.ts'
import type { Environment } from '#manager/steward.ts'

/**
 * What a process tells its child about that child is not for its grandchildren; HOME is that of the container's user, whom a
 * service need not be; TERM speaks of a terminal that services do not
 * have; `container` is how the init is told what it runs in.
 */
const notPassed = new Set([
  'TERM',
  'HOME',
  'container',
  'container_uuid',
  'NOTIFY_SOCKET',
  'LISTEN_FDS',
  'LISTEN_FDNAMES',
  'LISTEN_PID',
  'MAINPID',
  'MANAGERPID',
  'INVOCATION_ID',
  'JOURNAL_STREAM',
  'WATCHDOG_PID',
  'WATCHDOG_USEC',
  'SYSTEMD_EXEC_PID',
  'OLDPWD',
  'PWD',
  'SHLVL',
  '_',
])

const localeFiles = ['/etc/locale.conf', '/etc/default/locale'] as const
const sizeMaxBytes = 64 * 1024

/** LANG and its kin of locale.conf(5), or where Debian has them; C.UTF-8 where nothing is said. */
export function readLocale(files: Files): ReadonlyMap<string, string> {
  for (const path of localeFiles) {
    const text = files.readText(path, sizeMaxBytes)
    const fields = text.ok ? parseEnvironmentFile(text.value) : null
    const found =
      fields?.ok === true ? [...fields.value].filter(([name]) => /^(?:LANG|LANGUAGE|LC_[A-Z]+)$/.test(name)) : []
    if (found.length > 0) {
      return new Map(found)
    }
  }
  return new Map([['LANG', 'C.UTF-8']])
}

export const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin'

/** The block as it is at the start: DefaultEnvironment= over the container's variables over the locale and the defaults. */
export function initialVariables(
  inherited: ReadonlyMap<string, string>,
  locale: ReadonlyMap<string, string>,
  defaults: readonly string[],
): Map<string, string> {
  const variables = new Map([['PATH', defaultPath], ...locale])
  for (const [name, value] of inherited) {
    if (isVariableName(name) && !notPassed.has(name) && !name.startsWith('BERTH_') && !name.startsWith('NODE_')) {
      variables.set(name, value)
    }
  }
  for (const assignment of defaults) {
    const equals = assignment.indexOf('=')
    variables.set(assignment.slice(0, equals), assignment.slice(equals + 1))
  }
  return variables
}

/** The variables of the start come first, then those that were set since, both in the order of their names, as systemd has it. */
export function createEnvironment(variables: Map<string, string>): Environment {
  const initial = new Set([...variables.keys()].toSorted())
  sort(variables, initial)
  return {
    variables,
    set: (name, value) => {
      variables.set(name, value)
      sort(variables, initial)
    },
    unset: name => {
      variables.delete(name)
    },
  }
}

function sort(variables: Map<string, string>, first: ReadonlySet<string>): void {
  const later = [...variables.keys()].filter(name => !first.has(name)).toSorted()
  for (const name of [...first, ...later]) {
    const value = variables.get(name)
    variables.delete(name)
    if (value !== undefined) {
      variables.set(name, value)
    }
  }
}
