/**
 * Prints the executor's part of a Launch from the table (core/exec/launch.ts): the numbers of its words, and the fields in the
 * order of the bytes, with C's name and type and the way each is read. A test holds the file to it.
 *
 *     node scripts/launch-header.ts
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LaunchKind, launchWords } from '#core/exec/launch.ts'
import { formatVersion, launchRows } from '#kernel/processes/launch-format.ts'

export const launchHeaderPath: string = join(import.meta.dirname, '../src/kernel/native/executor/launch-fields.h')

/** What holds a field of a kind, and whose `take_` reads it (executor/decode.c). */
const kinds: { readonly [Kind in LaunchKind]: readonly [type: string, reader: string] } = {
  text: ['char *', 'text'],
  optionalText: ['char *', 'optional_text'],
  list: ['struct list', 'list'],
  flag: ['bool', 'flag'],
  number: ['uint32_t', '32'],
  optionalNumber: ['struct number', 'number'],
  bigNumber: ['uint64_t', '64'],
  optionalBigNumber: ['struct number', 'number'],
  descriptors: ['struct descriptors', 'descriptors'],
  limits: ['struct limits', 'limits'],
  scheduling: ['struct scheduling', 'scheduling'],
  ioPriority: ['struct io_priority', 'io_priority'],
  cpus: ['struct cpus', 'cpus'],
  identity: ['struct identity', 'identity'],
  input: ['struct stream', 'stream'],
  output: ['struct stream', 'stream'],
  directories: ['struct directories', 'directories'],
  workingDirectory: ['struct working_directory', 'working_directory'],
}

export function launchHeader(): string {
  const rows = launchRows()
  const groups = [...new Set(rows.map(([group]) => group))]
  return [
    '/* Printed by scripts/launch-header.ts from core/exec/launch.ts: field(group, name, type, how to take it). */',
    '#pragma once',
    '',
    `#define LAUNCH_FORMAT ${formatVersion}u`,
    '',
    ...Object.entries(launchWords).map(([name, words]) => enumOf(name, words)),
    ...groups.map(group => macro(`${snake(group).toUpperCase()}_FIELDS`, 'field', fieldsOf(group, rows))),
    macro(
      'LAUNCH_GROUPS',
      'group',
      groups.map(group => `group(${snake(group)}, ${snake(group).toUpperCase()}_FIELDS)`),
    ),
    '',
  ].join('\n')
}

function fieldsOf(group: string, rows: ReturnType<typeof launchRows>): readonly string[] {
  return rows
    .filter(([own]) => own === group)
    .map(([, name, kind]) => `field(${snake(group)}, ${snake(name)}, ${kinds[kind].join(', ')})`)
}

/** `enum steal { STEAL_NO, ... }`: the first word of the name begins each constant. */
function enumOf(name: string, words: readonly string[]): string {
  const [prefix = ''] = snake(name).split('_')
  const constants = words.map(word => `${prefix}_${word.replace('-', '_')}`.toUpperCase())
  return `enum ${snake(name)} { ${constants.join(', ')} };`
}

function macro(name: string, parameter: string, rows: readonly string[]): string {
  return `\n#define ${name}(${parameter}) \\\n${rows.map(row => `    ${row}`).join(' \\\n')}`
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
}

if (import.meta.main) {
  writeFileSync(launchHeaderPath, launchHeader())
}
