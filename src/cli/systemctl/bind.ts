/** systemctl bind and mount-image (systemctl(1)). */

import { callManager, refuse } from '#cli/session/manager-call.ts'
import type { Session } from '#cli/session/session.ts'
import { readTypedNames } from '#cli/units/unit-names.ts'

/** Bind-mounts a path into the namespace of a unit. */
export async function bindMount(session: Session): Promise<number> {
  const [typed = '', source = '', target = source] = session.args
  if (session.args.length > 3) {
    session.say('error', 'Too many arguments.')
    return 1
  }
  const names = readTypedNames(session, [typed])
  if (!names.ok) {
    return names.error
  }
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const { readOnly, mkdir } = session.options
  const [name = typed] = names.value.names
  const args = { name, source, destination: target, read_only: readOnly, mkdir }
  const reply = await callManager(client.value, 'BindMountUnit', args)
  return reply.ok ? 0 : refuse(session, 'Failed to bind mount', reply.error)
}

/** Mounts an image into the namespace of a unit; options are `PARTITION:OPTIONS`, or those of the root partition. */
export async function mountImage(session: Session): Promise<number> {
  const [typed = '', source = '', target = source, ...words] = session.args
  const names = readTypedNames(session, [typed])
  if (!names.ok) {
    return names.error
  }
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const { readOnly, mkdir } = session.options
  const [name = typed] = names.value.names
  const options = words.map(readMountOption)
  const args = { name, source, destination: target, read_only: readOnly, mkdir, options }
  const reply = await callManager(client.value, 'MountImageUnit', args)
  return reply.ok ? 0 : refuse(session, 'Failed to mount image', reply.error)
}

function readMountOption(word: string): readonly [string, string] {
  const at = word.indexOf(':')
  return at < 0 ? ['root', word] : [word.slice(0, at), word.slice(at + 1)]
}
