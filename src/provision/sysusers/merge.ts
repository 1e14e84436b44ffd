/** Items of all files: which of several for one name counts, and who is made because a line makes it a member. */
import type { Diagnostic } from '#core/unitfile/diagnostic.ts'
import type { GroupItem, RangeItem, UserItem } from './item.ts'
import type { PlacedItem } from './parse.ts'

export interface Merged {
  readonly users: readonly UserItem[]
  readonly groups: readonly GroupItem[]
  /** The users that become members of each group. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>
  readonly ranges: readonly RangeItem[]
  readonly diagnostics: readonly Diagnostic[]
}

export function mergeItems(items: readonly PlacedItem[]): Merged {
  const users = new Map<string, UserItem & PlacedItem>()
  const groups = new Map<string, GroupItem & PlacedItem>()
  const members = new Map<string, Set<string>>()
  const ranges: RangeItem[] = []
  const diagnostics: Diagnostic[] = []
  const put = <T extends PlacedItem & { readonly name: string }>(all: Map<string, T>, item: T): void => {
    const earlier = all.get(item.name)
    if (earlier === undefined) {
      all.set(item.name, item)
    } else if (described(earlier) !== described(item)) {
      diagnostics.push(conflict(earlier, item))
    }
  }
  for (const item of items) {
    if (item.kind === 'user') {
      put(users, item)
    } else if (item.kind === 'group') {
      put(groups, item)
    } else if (item.kind === 'range') {
      ranges.push(item)
    } else {
      members.set(item.group, (members.get(item.group) ?? new Set()).add(item.user))
    }
  }
  return { ...withImplied(users, groups, members), members, ranges, diagnostics }
}

function withImplied(
  users: ReadonlyMap<string, UserItem>,
  groups: ReadonlyMap<string, GroupItem>,
  members: Merged['members'],
): Pick<Merged, 'users' | 'groups'> {
  const empty = {
    kind: 'user',
    uid: null,
    group: null,
    description: null,
    home: null,
    shell: null,
    locked: false,
  } as const
  const names = new Set([...members.values()].flatMap(some => [...some]))
  return {
    users: [...users.values(), ...[...names].filter(name => !users.has(name)).map(name => ({ ...empty, name }))],
    groups: [
      ...groups.values(),
      ...[...members.keys()]
        .filter(name => !groups.has(name) && !users.has(name))
        .map(name => ({ kind: 'group', name, gid: null }) as const),
    ],
  }
}

/** Who cannot log in is the same for all that. */
function described({ source: _source, line: _line, ...item }: PlacedItem): string {
  const compared = Object.entries(item).filter(([key]) => key !== 'locked')
  return JSON.stringify(compared.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function conflict(earlier: PlacedItem, item: PlacedItem & { readonly name: string }): Diagnostic {
  const where = `${earlier.source}:${earlier.line}`
  const message = `Conflict with earlier configuration for ${item.kind} '${item.name}' in ${where}, ignoring line.`
  return { path: item.source, line: item.line, level: 'warning', message }
}
