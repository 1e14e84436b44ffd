/**
 * Commands that real systemctl 257 was given on small trees of unit files (scripts/record-install.ts): what it said, how it ended
 * and what became of the tree. Ours must say, end and do the same.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { comparable, type Group, replay } from './replay.ts'

const folder = dirname(fileURLToPath(import.meta.url))

describe.each(readdirSync(folder).filter(name => name.endsWith('.json')))('%s', name => {
  const groups: readonly Group[] = JSON.parse(readFileSync(join(folder, name), 'utf8'))
  const commands = groups.flatMap(group => group.commands.map(command => ({ group, command })))
  test.each(commands.map(each => [each.group.name, each.command.run.join(' '), each] as const))(
    '%s: %s',
    async (_, __, { group, command }) => {
      const { answer, differs } = command
      const ours = await replay(group, command)
      expect(comparable(group, command, ours)).toEqual(comparable(group, command, { ...answer, ...differs?.ours }))
    },
  )
})
