/** systemd-escape (systemd-escape(1)): texts and paths as parts of unit names, and back. */
import type { Session } from '#cli/session/session.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { isAbsolute, isValidPath } from '#core/base/path.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { mangleUnitName } from '#core/unit/name/mangle.ts'
import { isUnitName, readUnitName, replaceInstance, templateOf } from '#core/unit/name/name.ts'
import { escapeUnitName, escapeUnitPath, unescapeUnitName, unescapeUnitPath } from '#core/unit/name/name-escape.ts'
import { unitTypes } from '#core/unit/unit-type.ts'
import { type Given, has, optionValue, refuse, type Tool } from './tool.ts'

export const escapeTool: Tool = {
  options: [
    { long: 'suffix', value: 'required' },
    { long: 'template', value: 'required' },
    { long: 'unescape', short: 'u', value: 'none' },
    { long: 'mangle', short: 'm', value: 'none' },
    { long: 'path', short: 'p', value: 'none' },
    { long: 'instance', value: 'none' },
  ],
  check({ name, value = '' }) {
    if (name === 'suffix' && !unitTypes.some(type => type === value)) {
      return `Invalid unit suffix type "${value}".`
    }
    if (name === 'template' && !isUnitName(value, 'template')) {
      return `Template name ${value} is not valid.`
    }
    return undefined
  },
  settle: () => ({}),
  run: escapeNames,
}

interface Wanted {
  readonly action: 'escape' | 'unescape' | 'mangle'
  readonly suffix: string | undefined
  readonly template: string | undefined
  readonly path: boolean
  readonly instance: boolean
}

function escapeNames(session: Session, given: readonly Given[]): number {
  if (session.args.length === 0) {
    return refuse(session, 'Not enough arguments.')
  }
  const wanted: Wanted = {
    action: actionOf(given),
    suffix: optionValue(given, 'suffix'),
    template: optionValue(given, 'template'),
    path: has(given, 'path'),
    instance: has(given, 'instance'),
  }
  const fault = contradiction(wanted)
  if (fault !== undefined) {
    return refuse(session, fault)
  }
  for (const [index, text] of session.args.entries()) {
    const answer = convert(session, wanted, text)
    if (!answer.ok) {
      return refuse(session, answer.error)
    }
    session.print(`${index === 0 ? '' : ' '}${answer.value}`)
  }
  session.print('\n')
  return 0
}

/** Of --unescape and --mangle the last one counts. */
function actionOf(given: readonly Given[]): Wanted['action'] {
  const last = given.findLast(({ name }) => name === 'unescape' || name === 'mangle')?.name
  return last === 'unescape' || last === 'mangle' ? last : 'escape'
}

function contradiction({ action, suffix, template, path, instance }: Wanted): string | undefined {
  if (template !== undefined && suffix !== undefined) {
    return '--suffix= and --template= may not be combined.'
  }
  if ((template !== undefined || suffix !== undefined) && action === 'mangle') {
    return '--suffix= and --template= are not compatible with --mangle.'
  }
  if (suffix !== undefined && action === 'unescape') {
    return '--suffix is not compatible with --unescape.'
  }
  if (path && action === 'mangle') {
    return '--path may not be combined with --mangle.'
  }
  if (instance && action !== 'unescape') {
    return '--instance must be used in conjunction with --unescape.'
  }
  if (instance && template !== undefined) {
    return '--instance may not be combined with --template.'
  }
  return undefined
}

type Answer = Result<string, string>

function convert(session: Session, wanted: Wanted, text: string): Answer {
  switch (wanted.action) {
    case 'escape':
      return toName(session, wanted, text)
    case 'unescape':
      return fromName(wanted, text)
    case 'mangle': {
      const mangled = mangleUnitName(text, '.service')
      return mangled.ok ? ok(mangled.value.name) : fail(`Failed to mangle name: ${errnoText(mangled.error)}`)
    }
  }
}

function toName(session: Session, wanted: Wanted, text: string): Answer {
  const escaped = wanted.path ? escapePath(session, text) : ok(escapeUnitName(text))
  if (!escaped.ok) {
    return escaped
  }
  if (wanted.template !== undefined) {
    const name = replaceInstance(wanted.template, escaped.value)
    return name.ok ? name : fail(`Failed to replace instance: ${errnoText(name.error)}`)
  }
  return wanted.suffix === undefined ? escaped : ok(`${escaped.value}.${wanted.suffix}`)
}

/** Not every text is a path; of one that is none it is said that it may not come back. */
function escapePath(session: Session, text: string): Answer {
  const escaped = isValidPath(text) || text === '' ? escapeUnitPath(text) : fail('EINVAL' as const)
  const kind = !isValidPath(text)
    ? 'a valid'
    : !isAbsolute(text)
      ? 'an absolute'
      : escaped.ok
        ? undefined
        : 'a normalized'
  const problem = `Input '${text}' is not ${kind} file system path`
  if (!escaped.ok) {
    return fail(`${problem}, failed to escape.`)
  }
  if (kind !== undefined) {
    session.say('warning', `${problem}, escaping is likely not going to be reversible.`)
  }
  return escaped
}

function fromName(wanted: Wanted, text: string): Answer {
  const inner = wanted.template !== undefined || wanted.instance ? instanceOf(wanted, text) : ok(text)
  if (!inner.ok) {
    return inner
  }
  const plain = wanted.path ? unescapeUnitPath(inner.value) : unescapeUnitName(inner.value)
  return plain.ok ? plain : fail(`Failed to unescape string: ${errnoText(plain.error)}`)
}

function instanceOf({ template }: Wanted, name: string): Answer {
  const parts = readUnitName(name)
  if (parts === undefined) {
    return fail(`Failed to extract instance: ${errnoText('EINVAL')}`)
  }
  if (parts.kind !== 'instance') {
    return fail(`Unit ${name} is missing the instance name.`)
  }
  const own = templateOf(name)
  if (own.ok && template !== undefined && own.value !== template) {
    return fail(`Unit ${name} template ${own.value} does not match specified template ${template}.`)
  }
  return ok(parts.instance ?? '')
}
