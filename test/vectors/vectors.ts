/**
 * Recorded answers of real systemd, which lie beside the project and are no part of it. Where they are not, each test that wants
 * them is skipped by name.
 */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'

const folder = new URL('../../../shared/data/vectors/', import.meta.url)

/** One question and its answers, as the recording says them. */
export type Case = Readonly<Record<string, unknown>>

/**
 * One test for one file: all its cases must hold. `skip` names those that cannot hold on this machine, with the reason.
 */
export function vectorTest<Question>(
  file: string,
  title: string,
  ask: (question: Question) => Readonly<Record<string, unknown>>,
  skip: (question: Question) => string | undefined = () => undefined,
): void {
  const path = new URL(`${file}.json`, folder)
  if (!existsSync(path)) {
    test.skip(`${title} (skipped: ${file}.json is not beside the project)`, () => {})
    return
  }
  test(`${title} (${file}.json)`, () => {
    const failures: string[] = []
    const skipped: string[] = []
    const cases = readCases(path)
    for (const recorded of cases) {
      // biome-ignore lint/suspicious/noExplicitAny: the caller knows the shape of its file.
      const question = recorded as any
      const reason = skip(question)
      if (reason !== undefined) {
        skipped.push(`${recorded['in']}: ${reason}`)
      } else {
        failures.push(...differences(recorded, ask(question)))
      }
    }
    if (skipped.length > 0) {
      console.log(`${file}.json, skipped here: ${skipped.length} cases\n${skipped.join('\n')}`)
    }
    expect({ of: cases.length, failures }).toEqual({ of: cases.length, failures: [] })
    expect(cases.length).toBeGreaterThan(0)
  })
}

/** The cases of a file as systemd 257 answers them. Numbers beyond 2^53 are bigint. */
function readCases(path: URL): readonly Case[] {
  const exact = (_: string, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
      ? BigInt(context?.source ?? 0)
      : value
  const text = readFileSync(path, 'utf8')
  const { cases } = JSON.parse(text, exact as (key: string, value: unknown) => unknown) as { cases: Case[] }
  return cases.map(recorded => {
    const { alt, ...base } = recorded as Case & { readonly alt?: Readonly<Record<string, Case>> }
    const answers = alt?.['257']
    return answers === undefined ? base : { ...without(base, answers), ...answers }
  })
}

/** An answer takes the place of an error and the other way round. */
function without(base: Case, answers: Case): Case {
  const kept = { ...base } as Record<string, unknown>
  if ('out' in answers) {
    delete kept['err']
  }
  if ('err' in answers) {
    delete kept['out']
  }
  return kept
}

function differences(recorded: Case, answer: Case): readonly string[] {
  return Object.entries(answer)
    .filter(([key, value]) => plain(value) !== plain(recorded[key]))
    .map(([key, value]) => `${plain(recorded)}: ${key} is ${plain(value)}`)
}

/** One writing for numbers of both kinds. */
function plain(value: unknown): string {
  return JSON.stringify(value, (_, part) => (typeof part === 'bigint' || typeof part === 'number' ? `${part}` : part))
}

/** A Result as the recordings write it. */
export function outcome<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string },
  show: (value: T) => unknown = value => value,
): { readonly out: unknown } | { readonly err: string } {
  return result.ok ? { out: show(result.value) } : { err: result.error }
}

/** A Result as one of several answers of a case. */
export function flat<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string },
  show: (value: T) => unknown = value => value,
): { readonly out: unknown; readonly err: unknown } {
  return result.ok ? { out: show(result.value), err: undefined } : { out: undefined, err: result.error }
}
