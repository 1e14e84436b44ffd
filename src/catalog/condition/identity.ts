/** Conditions on who we are and what we were given: ConditionUser=, Group, Capability, Environment, Credential. */

import { parseUid } from '#core/base/scalars.ts'
import { parseCapability } from '#core/unit/kinds/sandbox/capability.ts'
import { readUserDatabase } from '#kernel/files/user-database.ts'
import { exists, ownStatus, type Question, type Surroundings } from './subject.ts'

const systemIdMax = 999

export const identityQuestions = {
  User: isUser,
  Group: isGroup,
  Capability: (name, around) => {
    const number = parseCapability(name)
    if (number === undefined) {
      return 'EINVAL'
    }
    return ((BigInt(`0x${ownStatus(around, 'CapBnd') || '0'}`) >> BigInt(number)) & 1n) === 1n
  },
  Environment: (parameter, { variables }) => {
    const at = parameter.indexOf('=')
    return at < 0 ? variables.has(parameter) : variables.get(parameter.slice(0, at)) === parameter.slice(at + 1)
  },
  Credential: (name, around) =>
    isCredentialName(name) && credentialFolders(around).some(folder => exists(around, `${folder}/${name}`)),
} as const satisfies Readonly<Record<string, Question>>

function isUser(parameter: string, around: Surroundings): boolean {
  const { uid, pid } = around.kernel.host
  const number = parseUid(parameter)
  if (number.ok) {
    return number.value === uid
  }
  if (parameter === '@system') {
    return uid <= systemIdMax
  }
  if (pid === 1 && uid === 0) {
    return parameter === 'root'
  }
  const { users } = readUserDatabase(around.kernel.files)
  return users.some(user => user.name === parameter && user.uid === uid)
}

function isGroup(parameter: string, around: Surroundings): boolean {
  const { uid, gid, pid } = around.kernel.host
  const own = new Set([`${gid}`, ...ownStatus(around, 'Groups').split(' ')])
  const number = parseUid(parameter)
  if (number.ok) {
    return own.has(`${number.value}`)
  }
  if (pid === 1 && uid === 0) {
    return parameter === 'root'
  }
  const { groups } = readUserDatabase(around.kernel.files)
  return groups.some(group => group.name === parameter && own.has(`${group.gid}`))
}

function isCredentialName(name: string): boolean {
  return name !== '.' && name !== '..' && !name.includes('/') && name.length <= 255
}

/** Where the manager itself was handed credentials (systemd.system-credentials(7)). */
function credentialFolders({ kernel }: Surroundings): readonly string[] {
  const names = ['CREDENTIALS_DIRECTORY', 'ENCRYPTED_CREDENTIALS_DIRECTORY']
  return names.flatMap(name => kernel.host.environment.get(name) ?? [])
}
