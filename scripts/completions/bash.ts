/** The completion of bash. It needs nothing of the package bash-completion but to be found by it. */
import { optionTable } from '#cli/command-line/option-table.ts'
import { verbs } from '#cli/systemctl/verbs.ts'
import { fileFilters, logLevels, unitFilters, valuesOf, verbsOf } from './words.ts'

const pattern = (words: readonly string[]): string => words.join('|')

const optionWords = optionTable.flatMap(({ long, short, help, value }) => {
  if (help === null) {
    return []
  }
  if (long === undefined) {
    return [`-${short}`]
  }
  return [value === 'none' ? `--${long}` : `--${long}=`]
})

/** `-t|--type` */
const spellings = ({ long, short }: { readonly long?: string; readonly short?: string }): readonly string[] => [
  ...(short === undefined ? [] : [`-${short}`]),
  ...(long === undefined ? [] : [`--${long}`]),
]

const valued = optionTable.filter(({ value }) => value === 'required')

const valueCases = valued
  .map(row => {
    const values = valuesOf(row)
    const words = values === 'files' ? '@files' : values === 'properties' ? '@properties' : (values ?? []).join(' ')
    return `        ${pattern(spellings(row))}) words='${words}' ;;`
  })
  .join('\n')

const filterCases = (filters: Readonly<Record<string, string>>): string =>
  Object.entries(filters)
    .map(([names, option]) => `        ${names}) filter=(${option}) ;;`)
    .join('\n')

const kinds = {
  units: '__systemctl_units',
  files: '__systemctl_files',
  jobs: '__systemctl_ask list-jobs',
  targets: '__systemctl_ask list-unit-files --type=target',
  machines: '__systemctl_ask list-machines',
  variables: "__systemctl_run show-environment | sed 's/=.*/=/'",
  levels: `printf '%s\\n' ${logLevels.join(' ')}`,
} as const

const kindCases = Object.entries(kinds)
  .map(([kind, command]) => `        ${pattern(verbsOf(kind as keyof typeof kinds))}) ${command} ;;`)
  .join('\n')

const shown = verbs.flatMap(({ name, shown: inHelp }) => (inHelp === undefined ? [] : [name]))

export function bashCompletion(): string {
  return `# Completion of systemctl for bash, made from berth's tables of verbs and options.

__systemctl_run() { systemctl "\${mode[@]}" --no-pager "$@" 2>/dev/null; }

# The first column of a list.
__systemctl_ask() {
    local name rest
    __systemctl_run --no-legend --plain --full "$@" | while read -r name rest; do printf '%s\\n' "$name"; done
}

__systemctl_units() {
    local filter=()
    case $verb in
${filterCases(unitFilters)}
    esac
    __systemctl_ask list-units --all "\${filter[@]}"
    [ \${#filter[@]} -gt 0 ] || __systemctl_ask list-unit-files
}

__systemctl_files() {
    local filter=()
    case $verb in
${filterCases(fileFilters)}
    esac
    __systemctl_ask list-unit-files "\${filter[@]}"
}

# The words that may follow $verb.
__systemctl_words() {
    case $verb in
        '') printf '%s\\n' ${shown.join(' ')} ;;
${kindCases}
    esac
}

# The values of an option, a line each; '@files' where they are files.
__systemctl_values() {
    local words=
    case $1 in
${valueCases}
    esac
    case $words in
        @properties) __systemctl_run show --all \${unit:+-- "$unit"} | sed -n 's/^\\([A-Za-z]*\\)=.*/\\1/p' ;;
        '') ;;
        *) printf '%s\\n' $words ;;
    esac
}

# Offers the lines that begin with what was typed, each behind a prefix that stays as it is.
__systemctl_offer() {
    local typed=\${1//\\\\\\\\/\\\\} prefix=$2 line quoted
    while read -r line; do
        [[ $line == "$typed"* ]] || continue
        printf -v quoted %q "$line"
        COMPREPLY+=("$prefix$quoted")
    done < <(sort -u)
    [[ \${#COMPREPLY[@]} -ne 1 || \${COMPREPLY[0]} != *= ]] || compopt -o nospace 2>/dev/null
}

_systemctl() {
    local cur=\${COMP_WORDS[COMP_CWORD]} prev= option= prefix= verb= unit= mode=() at word
    COMPREPLY=()
    [ "$COMP_CWORD" -lt 1 ] || prev=\${COMP_WORDS[COMP_CWORD-1]}
    for ((at = 1; at < COMP_CWORD; at++)); do
        word=\${COMP_WORDS[at]}
        case $word in
            --user|--system|--global|--root=*) mode+=("$word") ;;
            ${pattern(valued.flatMap(spellings))})
                [ "\${COMP_WORDS[at+1]}" != = ] || at=$((at + 1))
                at=$((at + 1))
                [[ $word != --root ]] || mode+=("--root=\${COMP_WORDS[at]}") ;;
            -*|=) ;;
            *) if [ -z "$verb" ]; then verb=$word; else unit=$word; fi ;;
        esac
    done
    # Bash takes --option=value apart at the equals sign; where it is told not to, it is one word.
    if [[ $cur == = ]]; then option=$prev cur=
    elif [[ $prev == = ]]; then option=\${COMP_WORDS[COMP_CWORD-2]}
    elif [[ $cur == --*=* ]]; then option=\${cur%%=*} prefix=\${cur%%=*}= cur=\${cur#*=}
    else
        case $prev in ${pattern(valued.flatMap(spellings))}) option=$prev ;; esac
    fi
    if [[ -n $option ]]; then
        case $option in
            ${pattern(valued.filter(row => row.choices === 'files').flatMap(spellings))})
                compopt -o filenames 2>/dev/null
                while read -r word; do COMPREPLY+=("$prefix$word"); done < <(compgen -f -- "$cur") ;;
            *)
                if [[ $cur == *,* ]]; then prefix+=\${cur%,*}, cur=\${cur##*,}; fi
                __systemctl_offer "$cur" "$prefix" < <(__systemctl_values "$option") ;;
        esac
    elif [[ $cur == -* ]]; then
        __systemctl_offer "$cur" '' < <(printf '%s\\n' ${optionWords.join(' ')})
    else
        case $verb in
            ${pattern(verbsOf('paths'))})
                compopt -o filenames 2>/dev/null
                while read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$cur") ;;
            *) __systemctl_offer "$cur" '' < <(__systemctl_words) ;;
        esac
    fi
}

complete -F _systemctl systemctl
`
}
