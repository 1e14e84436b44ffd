/** What one line of sysusers.d asks for. */

/** A number, or the path of a file whose owner it is. */
export type IdSource = { readonly id: number } | { readonly path: string }

export interface UserItem {
  readonly kind: 'user'
  readonly name: string
  readonly uid: IdSource | null
  /** The group of the user, where it is not one of the same name. */
  readonly group: { readonly gid: number } | { readonly name: string } | null
  readonly description: string | null
  readonly home: string | null
  readonly shell: string | null
  /** `u!`: the account has expired from the start. */
  readonly locked: boolean
}

export interface GroupItem {
  readonly kind: 'group'
  readonly name: string
  readonly gid: IdSource | null
}

export interface MemberItem {
  readonly kind: 'member'
  readonly user: string
  readonly group: string
}

export interface RangeItem {
  readonly kind: 'range'
  readonly first: number
  readonly last: number
}

export type SysusersItem = UserItem | GroupItem | MemberItem | RangeItem
