/** The completion of zsh. */
import { type OptionRow, optionTable } from '#cli/command-line/option-table.ts'
import { verbs } from '#cli/systemctl/verbs.ts'
import { fileFilters, logLevels, unitFilters, valuesOf, verbsOf } from './words.ts'

/** Text within single quotes, and within a specification of _arguments or _describe. */
const quoted = (text: string): string => text.replaceAll("'", "'\\''")
const escaped = (text: string): string => quoted(text.replaceAll('\n', ' ').replace(/[:[\]\\]/g, '\\$&'))

function optionSpec(row: OptionRow): readonly string[] {
  if (row.help === null) {
    return []
  }
  const value = row.value === 'required'
  const long = row.long === undefined ? undefined : `--${row.long}${value ? '=' : ''}`
  const short = row.short === undefined ? undefined : `-${row.short}${value ? '+' : ''}`
  const action = value ? `:${escaped((row.meta ?? '') || 'value')}:${actionOf(row)}` : ''
  const both = [short, long].filter(name => name !== undefined)
  const names = both.map(name => name.replace(/[=+]$/, '')).join(' ')
  const repeats = value ? '*' : `(${names})`
  return both.map(name => `        '${repeats}${name}[${escaped(row.help ?? '')}]${action}'`)
}

function actionOf(row: OptionRow): string {
  const values = valuesOf(row)
  if (values === undefined) {
    return ' '
  }
  if (values === 'files') {
    return '_files'
  }
  if (values === 'properties') {
    return '_systemctl_properties'
  }
  return row.choices === 'types' || row.choices === 'states'
    ? `_values -s , value ${values.join(' ')}`
    : `(${values.join(' ')})`
}

const verbLines = verbs
  .flatMap(({ name, shown }) => (shown === undefined ? [] : [`        '${name}:${escaped(shown.help)}'`]))
  .join('\n')

const filterCases = (filters: Readonly<Record<string, string>>): string =>
  Object.entries(filters)
    .map(([names, option]) => `        (${names}) filter=(${option}) ;;`)
    .join('\n')

const kinds = {
  units: '_systemctl_units',
  files: '_systemctl_files',
  jobs: '_systemctl_names list-jobs',
  targets: '_systemctl_names list-unit-files --type=target',
  machines: '_systemctl_names list-machines',
  variables: `compadd -S '=' -- \${\${(f)"$(_systemctl_run show-environment)"}%%=*}`,
  paths: '_files',
  levels: `compadd -- ${logLevels.join(' ')}`,
} as const

const kindCases = Object.entries(kinds)
  .map(([kind, command]) => `        (${verbsOf(kind as keyof typeof kinds).join('|')}) ${command} ;;`)
  .join('\n')

export function zshCompletion(): string {
  return `#compdef systemctl
# Completion of systemctl for zsh, made from berth's tables of verbs and options.

_systemctl_run() {
    local -a mode
    mode=(\${(k)opt_args[(I)--user|--system|--global]} \${opt_args[--root]:+--root=$opt_args[--root]})
    systemctl $mode --no-pager "$@" 2>/dev/null
}

# The first column of lists.
_systemctl_names() {
    compadd -- \${\${(f)"$(_systemctl_run --no-legend --plain --full "$@")"}%% *}
}

_systemctl_units() {
    local -a filter
    case $words[1] in
${filterCases(unitFilters)}
    esac
    _systemctl_names list-units --all $filter
    (( $#filter )) || _systemctl_names list-unit-files
}

_systemctl_files() {
    local -a filter
    case $words[1] in
${filterCases(fileFilters)}
    esac
    _systemctl_names list-unit-files $filter
}

_systemctl_properties() {
    compadd -- \${(u)\${(f)"$(_systemctl_run show --all)"}%%=*}
}

_systemctl_words() {
    case $words[1] in
${kindCases}
        (*) _message 'no more words' ;;
    esac
}

_systemctl_verbs() {
    local -a verbs
    verbs=(
${verbLines}
    )
    _describe -t verbs 'verb' verbs
}

_systemctl() {
    local curcontext=$curcontext state line
    typeset -A opt_args
    _arguments -s -C : \\
${optionTable
  .flatMap(optionSpec)
  .map(spec => `${spec} \\`)
  .join('\n')}
        ':verb:_systemctl_verbs' \\
        '*::word:_systemctl_words'
}

_systemctl "$@"
`
}
