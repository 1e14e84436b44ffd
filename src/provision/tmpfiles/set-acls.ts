/** Access control lists of what is there (`a` and `A` lines). */

import { errnoText } from '#core/base/linux/errno.ts'
import type { OpenNode } from '#kernel/files/files-by-rules.ts'
import { readAccounts } from '#provision/accounts.ts'
import type { Place } from '#provision/place.ts'
import type { Spot } from '#provision/reach.ts'
import { type AclRule, baseOf, completeAcl, decodeAcl, encodeAcl, formatAcl } from './acl.ts'
import { complain } from './adjust.ts'
import type { Item } from './item.ts'

const attributes = { access: 'system.posix_acl_access', default: 'system.posix_acl_default' } as const

/** Sets what a line says; a link has no list, and a file system that knows none is passed over. */
export function setAcls(place: Place, spot: Pick<Spot, 'at' | 'path'>, item: Item): boolean {
  const node = place.kernel.files.openNode(spot.at)
  if (!node.ok) {
    return place.dryRun || complain(place, `Failed to stat(${spot.path})`, node)
  }
  const { kind } = node.value.status
  const rules = item.acl ?? []
  const isGood =
    kind === 'symlink' ||
    (setAcl(
      place,
      spot.path,
      node.value,
      item,
      'access',
      rules.filter(({ isDefault }) => !isDefault),
    ) &&
      (kind !== 'directory' ||
        setAcl(
          place,
          spot.path,
          node.value,
          item,
          'default',
          rules.filter(({ isDefault }) => isDefault),
        )))
  node.value.close()
  return isGood
}

function setAcl(
  place: Place,
  path: string,
  node: OpenNode,
  item: Item,
  which: keyof typeof attributes,
  rules: readonly AclRule[],
): boolean {
  if (rules.length === 0) {
    return true
  }
  const { files } = place.kernel
  // What was set just now may have changed the mode.
  const status = files.status(node.at)
  const { mode, kind } = status.ok ? status.value : node.status
  const found = files.attribute(node.at, attributes[which])
  const there = (found.ok ? decodeAcl(found.value) : undefined) ?? (which === 'access' ? baseOf(mode) : [])
  const acl = completeAcl(rules, { before: item.force ? there : null, mode, isFolder: kind === 'directory' })
  const words = formatAcl(acl, (account, id) => nameOf(place, account, id))
  if (place.dryRun) {
    place.say('info', `Would set ${which} ACL ${words} on ${path}`)
    return true
  }
  const set = files.setAttribute(node.at, attributes[which], encodeAcl(acl))
  if (set.ok || set.error === 'EOPNOTSUPP') {
    return true
  }
  place.say('error', `Setting ${which} ACL "${words}" on ${path} failed: ${errnoText(set.error)}`)
  return false
}

function nameOf({ kernel }: Place, account: 'user' | 'group', id: number): string {
  const accounts = readAccounts(kernel.files, '')
  return (account === 'user' ? accounts.userName(id) : accounts.groupName(id)) ?? `${id}`
}
