/**
 * Access control lists (acl(5)): the short text form of `a` lines, and the form of the extended attributes
 * `system.posix_acl_access` and `system.posix_acl_default`: a version, then tag, permissions and id of each entry, little-endian.
 */

/** Whom an entry is about, by the numbers of linux/posix_acl.h, which are also the order of entries. */
const tags = { owner: 1, user: 2, owningGroup: 4, group: 8, mask: 16, other: 32 } as const

export interface AclEntry {
  readonly tag: number
  /** Of a named user or group, else null. */
  readonly id: number | null
  /** Bits as in one digit of a mode. */
  readonly permissions: number
}

/** An entry of a line. */
export interface AclRule extends AclEntry {
  /** `X`: executable where the file is a folder, or executable for somebody already. */
  readonly executesLikeOthers: boolean
  /** For what is made in a folder. */
  readonly isDefault: boolean
}

export interface AclNames {
  uid(name: string): number | undefined
  gid(name: string): number | undefined
}

const version = 2
const noId = 0xffff_ffff

/** `u:name:rwX,default:g::r-x`; undefined for what is none. */
export function parseAcl(text: string, names: AclNames): readonly AclRule[] | undefined {
  const rules = text
    .split(',')
    .filter(part => part !== '')
    .map(part => parseRule(part, names))
  const known = rules.filter(rule => rule !== undefined)
  return known.length === rules.length ? known : undefined
}

function parseRule(text: string, names: AclNames): AclRule | undefined {
  const fields = text.split(':')
  const isDefault = fields[0] === 'd' || fields[0] === 'default'
  const [type = '', name = '', letters = '', ...more] = isDefault ? fields.slice(1) : fields
  const whom = whomOf(type, name, names)
  if (whom === undefined || more.length > 0 || !/^[-rwxX]+$/.test(letters)) {
    return undefined
  }
  const permissions =
    (letters.includes('r') ? 4 : 0) | (letters.includes('w') ? 2 : 0) | (letters.includes('x') ? 1 : 0)
  return { ...whom, permissions, executesLikeOthers: letters.includes('X'), isDefault }
}

function whomOf(type: string, name: string, names: AclNames): Pick<AclEntry, 'tag' | 'id'> | undefined {
  const named = (tag: number, id: number | undefined) => (id === undefined ? undefined : { tag, id })
  switch (type) {
    case 'u':
    case 'user':
      return name === '' ? { tag: tags.owner, id: null } : named(tags.user, names.uid(name))
    case 'g':
    case 'group':
      return name === '' ? { tag: tags.owningGroup, id: null } : named(tags.group, names.gid(name))
    case 'm':
    case 'mask':
      return name === '' ? { tag: tags.mask, id: null } : undefined
    case 'o':
    case 'other':
      return name === '' ? { tag: tags.other, id: null } : undefined
    default:
      return undefined
  }
}

/** Reads an attribute; undefined for what is none of these. */
export function decodeAcl(bytes: Uint8Array): readonly AclEntry[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 4 || bytes.length % 8 !== 4 || view.getUint32(0, true) !== version) {
    return undefined
  }
  return Array.from({ length: (bytes.length - 4) / 8 }, (_, at) => {
    const id = view.getUint32(8 + at * 8, true)
    return {
      tag: view.getUint16(4 + at * 8, true),
      permissions: view.getUint16(6 + at * 8, true),
      id: id === noId ? null : id,
    }
  })
}

export function encodeAcl(entries: readonly AclEntry[]): Uint8Array {
  const bytes = new Uint8Array(4 + entries.length * 8)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, version, true)
  for (const [at, { tag, permissions, id }] of entries.entries()) {
    view.setUint16(4 + at * 8, tag, true)
    view.setUint16(6 + at * 8, permissions, true)
    view.setUint32(8 + at * 8, id ?? noId, true)
  }
  return bytes
}

export interface AclFacts {
  /** What the rules are added to, null for nothing. */
  readonly before: readonly AclEntry[] | null
  readonly mode: number
  readonly isFolder: boolean
}

/** The whole list that rules come to: with what a list must have, taken from the file, and the mask that names need. */
export function completeAcl(rules: readonly AclRule[], facts: AclFacts): readonly AclEntry[] {
  const executes = facts.isFolder || (facts.mode & 0o111) !== 0
  const said = rules.map(({ tag, id, permissions, executesLikeOthers }) => ({
    tag,
    id,
    permissions: permissions | (executesLikeOthers && executes ? 1 : 0),
  }))
  const known = byWhom([...(facts.before ?? []), ...said])
  const list = new Map([...byWhom(baseOf(facts.mode)), ...known])
  const entries = [...list.values()]
  const hasNames = entries.some(({ tag }) => tag === tags.user || tag === tags.group)
  if (hasNames && !list.has(`${tags.mask} null`)) {
    entries.push({ tag: tags.mask, id: null, permissions: widest([...known.values()]) })
  }
  return entries.toSorted((a, b) => a.tag - b.tag || (a.id ?? 0) - (b.id ?? 0))
}

function byWhom(entries: readonly AclEntry[]): ReadonlyMap<string, AclEntry> {
  return new Map(entries.map(entry => [`${entry.tag} ${entry.id}`, entry]))
}

/** Owner, group and others as the mode has them: the list of a file that has none. */
export function baseOf(mode: number): readonly AclEntry[] {
  const of = (tag: number, digit: number): AclEntry => ({ tag, id: null, permissions: (mode >> digit) & 7 })
  return [of(tags.owner, 6), of(tags.owningGroup, 3), of(tags.other, 0)]
}

/** What names may, as far as the rules or what they are added to say it. */
function widest(entries: readonly AclEntry[]): number {
  const counts = entries.filter(({ tag }) => tag === tags.user || tag === tags.group || tag === tags.owningGroup)
  return counts.reduce((all, { permissions }) => all | permissions, 0)
}

const words: Readonly<Record<number, string>> = { 1: 'u', 2: 'u', 4: 'g', 8: 'g', 16: 'm', 32: 'o' }

/** A list in its short form, as messages have it: `u::rw-,u:daemon:r--,...`. */
export function formatAcl(
  entries: readonly AclEntry[],
  nameOf: (kind: 'user' | 'group', id: number) => string,
): string {
  return entries
    .map(({ tag, id, permissions }) => {
      const name = id === null ? '' : nameOf(tag === tags.user ? 'user' : 'group', id)
      const letters = ['r', 'w', 'x'].map((letter, at) => (permissions & (4 >> at) ? letter : '-')).join('')
      return `${words[tag]}:${name}:${letters}`
    })
    .join(',')
}
