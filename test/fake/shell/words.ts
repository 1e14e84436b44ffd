/** Cuts a shell line into lists, pipelines and words: no more than the recorded lines need (sh(1)). */

/** A simple command: its assignments, its words, and whether its errors go elsewhere. */
export interface Simple {
  readonly assignments: ReadonlyMap<string, string>
  readonly words: readonly string[]
  readonly errors: 'shown' | 'thrown away' | 'to output'
  /** Where standard output goes, and whether it is added to what is there. */
  readonly output: { readonly path: string; readonly append: boolean } | null
}

/** Commands joined by pipes. */
export type Pipeline = readonly Simple[]

/** A line that needs more of a shell than there is here. */
export class NeedsShell extends Error {}

type Token = { readonly is: 'word'; readonly text: string; readonly quoted: boolean } | { readonly is: ';' | '|' }

/** The pipelines of a line, which are run one after another. `$PATH`, `$code` and the like stay as they are. */
export function parseLine(line: string): readonly Pipeline[] {
  const pipelines: Pipeline[] = []
  let pipeline: Simple[] = []
  let tokens: Token[] = []
  const endSimple = (): void => {
    if (tokens.length > 0) {
      pipeline.push(simple(tokens))
    }
    tokens = []
  }
  for (const token of [...tokenize(line), { is: ';' } as const]) {
    if (token.is === 'word') {
      tokens.push(token)
    } else {
      endSimple()
    }
    if (token.is !== ';') {
      continue
    }
    if (pipeline.length > 0) {
      pipelines.push(pipeline)
    }
    pipeline = []
  }
  return pipelines
}

const quotes = /^(?:'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s;|'"\\]+))/

function* tokenize(line: string): Generator<Token> {
  let rest = line.trimStart()
  if (/`|\$\(|&&|\|\||[^\d>]&[^\d]/.test(rest.replace(/'[^']*'/g, ''))) {
    throw new NeedsShell(line)
  }
  while (rest !== '') {
    if (rest.startsWith(';') || rest.startsWith('|')) {
      yield { is: rest.startsWith(';') ? ';' : '|' }
      rest = rest.slice(1).trimStart()
      continue
    }
    let [text, quoted] = ['', false]
    for (let piece = quotes.exec(rest); piece !== null; piece = quotes.exec(rest)) {
      const [whole, single, double, escaped, bare] = piece
      text += single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? bare ?? ''
      quoted ||= bare === undefined
      rest = rest.slice(whole.length)
    }
    yield { is: 'word', text, quoted }
    rest = rest.trimStart()
  }
}

function simple(tokens: readonly Token[]): Simple {
  const assignments = new Map<string, string>()
  const words: string[] = []
  let errors: Simple['errors'] = 'shown'
  let output: Simple['output'] = null
  for (const token of tokens) {
    if (token.is !== 'word') {
      continue
    }
    const { text } = token
    const assigned = words.length === 0 ? /^([A-Z_a-z]\w*)=([\s\S]*)$/.exec(text) : null
    const sent = token.quoted ? null : /^(>>?)(\/.+)$/.exec(text)
    if (assigned !== null) {
      assignments.set(assigned[1] ?? '', assigned[2] ?? '')
    } else if (text === '2>/dev/null') {
      errors = 'thrown away'
    } else if (text === '2>&1') {
      errors = 'to output'
    } else if (sent !== null) {
      output = { path: sent[2] ?? '', append: sent[1] === '>>' }
    } else {
      words.push(text)
    }
  }
  return { assignments, words, errors, output }
}
