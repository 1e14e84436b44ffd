import { parseEnvironmentFile } from '#core/unitfile/env-file.ts'
import { escapeC, quoteCommandLine, quoteForShell, unescapeC } from '#core/unitfile/escape.ts'
import { readWord, type WordRules } from '#core/unitfile/words.ts'
import { flat, outcome, vectorTest } from './vectors.ts'

interface WordsCase {
  readonly in: string
  readonly sep: string | null
  readonly flags: readonly string[]
}

function rulesOf({ sep, flags }: WordsCase): WordRules {
  const has = (name: string) => flags.includes(name)
  const quotes = has('UNQUOTE') ? 'remove' : has('KEEP_QUOTE') ? 'keep' : undefined
  const backslash = has('RETAIN_ESCAPE') ? 'retain' : has('CUNESCAPE') ? 'c' : undefined
  return {
    ...(sep === null ? {} : { separators: sep }),
    ...(quotes === undefined ? {} : { quotes }),
    ...(backslash === undefined ? {} : { backslash }),
    escapeSeparators: has('UNESCAPE_SEPARATORS'),
    keepUnknownEscapes: has('UNESCAPE_RELAX'),
    relaxed: has('RELAX'),
    emptyWords: has('DONT_COALESCE_SEPARATORS'),
    retainSeparators: has('RETAIN_SEPARATORS'),
  }
}

vectorTest<WordsCase>('extract_word', 'values are split into words as by systemd, under all its rules', given => {
  const rules = rulesOf(given)
  const words: string[] = []
  // A separator that is kept is found again by the next call: the recordings stop after 50 words.
  for (let at = 0; words.length < 50; ) {
    const found = readWord(given.in, at, rules)
    if (!found.ok) {
      return { words, err: found.error, more: undefined }
    }
    if (found.value === null) {
      return { words, err: undefined, more: undefined }
    }
    words.push(found.value.word)
    at = found.value.next
  }
  return { words, err: undefined, more: true }
})

interface EscapeCase {
  readonly op: 'cescape' | 'shell_quote' | 'quote_command_line'
  readonly in: string
  readonly argv: readonly string[]
}

vectorTest<EscapeCase>('escape', 'escapes and quotes are as systemd writes and reads them', given => {
  switch (given.op) {
    case 'cescape':
      return {
        cescape: escapeC(given.in),
        cunescape: outcome(unescapeC(given.in)),
        cunescape_relax: outcome(unescapeC(given.in, 'keep')),
      }
    case 'shell_quote':
      return {
        default: quoteForShell(given.in),
        posix: quoteForShell(given.in, { posix: true }),
        empty: quoteForShell(given.in, { quoteEmpty: true }),
      }
    case 'quote_command_line':
      return { out: quoteCommandLine(given.argv) }
  }
})

vectorTest<{ readonly in: string }>('env_file', 'files of variables are read as by systemd', ({ in: text }) =>
  flat(parseEnvironmentFile(text), variables => [...variables].map(([name, value]) => `${name}=${value}`)),
)
