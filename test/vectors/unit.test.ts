import { unitFromPath, unitPath } from '#control/object-path.ts'
import { resourceByName } from '#core/base/linux/rlimit.ts'
import { infinity } from '#core/calendar/span.ts'
import { isAssignment, isVariableName, isVariableValue } from '#core/unit/expand/environment.ts'
import { expandArguments, expandText } from '#core/unit/expand/expand-variables.ts'
import { parseResourceLimit } from '#core/unit/kinds/exec/rlimit.ts'
import { checkAlias } from '#core/unit/name/alias.ts'
import { mangleUnitName } from '#core/unit/name/mangle.ts'
import {
  isUnitName,
  prefixAndInstance,
  readUnitName,
  replaceInstance,
  templateOf,
  type UnitNameKind,
} from '#core/unit/name/name.ts'
import {
  escapeUnitName,
  escapeUnitPath,
  pathOfUnitName,
  unescapeUnitName,
  unescapeUnitPath,
  unitNameFromPath,
  unitNameFromPathInstance,
} from '#core/unit/name/name-escape.ts'
import { isSliceName, parentSlice, subslice } from '#core/unit/name/slice-name.ts'
import { flat, outcome, vectorTest } from './vectors.ts'

const kindNumbers: Readonly<Record<UnitNameKind, number>> = { plain: 1, template: 2, instance: 4 }

function mangled(name: string, globs: 'allow' | 'escape') {
  const found = mangleUnitName(name, '.service', globs)
  if (!found.ok) {
    return { err: found.error }
  }
  return { out: found.value.name, ...(found.value.changed ? { ret: 1 } : {}) }
}

interface NameCase {
  readonly in: string
  readonly [key: string]: unknown
}

vectorTest<NameCase>('unit_name', 'names of units are judged, escaped and taken apart as by systemd', given => {
  const name = given.in
  const parts = readUnitName(name)
  const always = {
    valid: {
      plain: isUnitName(name, 'plain'),
      template: isUnitName(name, 'template'),
      instance: isUnitName(name, 'instance'),
      any: isUnitName(name),
    },
    escape: escapeUnitName(name),
    unescape: outcome(unescapeUnitName(name)),
    path_escape: outcome(escapeUnitPath(name)),
    path_unescape: outcome(unescapeUnitPath(name)),
    mangle: mangled(name, 'escape'),
    mangle_glob: mangled(name, 'allow'),
    prefix: parts === undefined ? { err: 'EINVAL' } : { out: parts.prefix },
    instance: parts === undefined ? { err: 'EINVAL' } : { out: parts.instance ?? null, ret: kindNumbers[parts.kind] },
  }
  const sometimes = {
    prefix_and_instance: outcome(prefixAndInstance(name)),
    template: outcome(templateOf(name)),
    dbus_path: unitPath(name),
    replace_instance_waldo: outcome(replaceInstance(name, 'waldo')),
    to_path: outcome(pathOfUnitName(name)),
    from_path_mount: outcome(unitNameFromPath(name, '.mount')),
  }
  const asked = Object.entries(sometimes).filter(([key]) => key in given)
  return { ...always, ...Object.fromEntries(asked) }
})

interface MiscCase {
  readonly op: 'from_path_instance' | 'slice' | 'subslice' | 'replace_instance'
  readonly in: string
  readonly instance: string
  readonly prefix: string
  readonly path: string
  readonly suffix: string
  readonly slice: string
  readonly name: string
}

vectorTest<MiscCase>('unit_misc', 'instances of paths and slices within slices are named as by systemd', given => {
  switch (given.op) {
    case 'from_path_instance':
      return flat(unitNameFromPathInstance(given.prefix, given.path, given.suffix))
    case 'slice': {
      const parent = parentSlice(given.in)
      const shown = parent.ok
        ? { out: parent.value, ...(parent.value === null ? {} : { ret: 1 }) }
        : { err: parent.error }
      return { valid: isSliceName(given.in), parent: shown }
    }
    case 'subslice':
      return flat(subslice(given.slice, given.name))
    case 'replace_instance':
      return flat(replaceInstance(given.in, given.instance))
  }
})

vectorTest<{ readonly unit: string; readonly alias: string }>(
  'install_alias',
  'aliases are allowed and renamed as by systemctl enable',
  ({ unit, alias }) => {
    const found = checkAlias(unit, alias)
    if (!found.ok) {
      return { result: found.error, renamed_to: null }
    }
    return { result: 'ok', renamed_to: found.value === alias ? null : found.value }
  },
)

const orInfinity = (limit: bigint) => (limit === infinity ? 'infinity' : limit)

vectorTest<{ readonly limit: string; readonly in: string }>(
  'rlimit',
  'limits are read as by systemd',
  ({ limit, in: text }) => {
    const resource = resourceByName(limit)
    if (resource === undefined) {
      throw new Error(`rlimit.json asks for ${limit}`)
    }
    const found = parseResourceLimit(resource, text)
    return found.ok
      ? { soft: orInfinity(found.value.soft), hard: orInfinity(found.value.hard) }
      : { soft: undefined, err: found.error }
  },
)

vectorTest<{ readonly in: string; readonly env: readonly string[] }>(
  'env_expand',
  'variables in a text are replaced as by systemd',
  ({ in: text, env }) => ({
    flags0: expandText(text, env).text,
    allow_braceless: expandText(text, env, { braceless: true }).text,
    allow_extended: expandText(text, env, { extended: true }).text,
    all: expandText(text, env, { braceless: true, extended: true }).text,
  }),
)

vectorTest<{ readonly argv: readonly string[]; readonly env: readonly string[] }>(
  'env_expand_argv',
  'variables in a command line are replaced as by systemd',
  ({ argv, env }) => ({ out: expandArguments(argv, env).argv }),
)

vectorTest<{ readonly in: string }>('env_valid', 'variables are judged as by systemd', ({ in: text }) => ({
  name: isVariableName(text),
  value: isVariableValue(text),
  assignment: isAssignment(text),
}))

vectorTest<{ readonly in: string }>('unit_dbus_path', 'object paths name units as in systemd', ({ in: path }) => {
  const name = unitFromPath(path)
  return name === undefined ? { err: 'EINVAL' } : { out: name }
})
