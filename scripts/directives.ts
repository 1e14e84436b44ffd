/**
 * Prints the reference page of all directives from the tables they are read with; `--check` fails when the page is not that.
 *
 *     node scripts/directives.ts [--check]
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { managerDirectives } from '#core/unit/directives/manager.ts'
import type { Row, Table } from '#core/unit/kinds/kind.ts'
import { tables } from '#core/unit/read/parsed.ts'

const page = join(import.meta.dirname, '../docs/directives.md')

const titles: Readonly<Record<string, string>> = {
  unit: '[Unit] (systemd.unit(5))',
  install: '[Install] (systemd.unit(5))',
  service: '[Service] (systemd.service(5))',
  socket: '[Socket] (systemd.socket(5))',
  timer: '[Timer] (systemd.timer(5))',
  path: '[Path] (systemd.path(5))',
  mount: '[Mount] (systemd.mount(5))',
  automount: '[Automount] (systemd.automount(5))',
  swap: '[Swap] (systemd.swap(5))',
  scope: '[Scope] (systemd.scope(5))',
  exec: 'Execution (systemd.exec(5)), in [Service], [Socket], [Mount] and [Swap]',
  kill: 'Killing (systemd.kill(5)), in the same sections and [Scope]',
  resource: 'Resources (systemd.resource-control(5)), in the same sections and [Slice]',
  manager: '[Manager] of system.conf (systemd-system.conf(5))',
}

function lines(name: string, row: Row): readonly string[] {
  if ('slot' in row) {
    return []
  }
  if ('renamed' in row) {
    return [`| \`${name}=\` | older name of \`${row.renamed}=\` |`]
  }
  if ('movedTo' in row) {
    return [`| \`${name}=\` | belongs into [${row.movedTo}] as \`${row.as}=\` |`]
  }
  if ('sets' in row) {
    return [`| \`${name}=\` | sets ${row.sets.map(other => `\`${other}=\``).join(' and ')} |`]
  }
  if ('obsolete' in row) {
    return [`| \`${name}=\` | read and ignored, as systemd does |`]
  }
  const { effect } = row
  switch (effect.is) {
    case 'effective':
      return [`| \`${name}=\` | effective |`]
    case 'degrades':
      return [`| \`${name}=\` | degrades: ${effect.when} |`]
    case 'inert':
      return [`| \`${name}=\` | accepted without effect: ${effect.why} |`]
  }
}

function section(name: string, table: Table): string {
  const rows = Object.entries(table).flatMap(([directive, row]) => lines(directive, row))
  return `## ${titles[name] ?? name}\n\n| directive | here |\n| --- | --- |\n${rows.join('\n')}\n`
}

function render(): string {
  const all: Readonly<Record<string, Table>> = { ...tables, manager: managerDirectives }
  const head = `# Directives

What each directive of systemd 257 does under berth. *Effective*: what systemd does. *Degrades*: less than that, when and how.
*Accepted without effect*: read, checked and shown, but nothing comes of it yet, or can in a plain container.

This page is printed by \`node scripts/directives.ts\` from the tables the directives are read with.
`
  return [head, ...Object.entries(all).map(([name, table]) => section(name, table))].join('\n')
}

const text = render()
if (process.argv.includes('--check')) {
  if (readFileSync(page, 'utf8') !== text) {
    process.stderr.write('docs/directives.md is not what the tables say: run node scripts/directives.ts\n')
    process.exitCode = 1
  }
} else {
  writeFileSync(page, text)
}
