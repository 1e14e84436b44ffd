/** A truth value too important to be passed over when it is wrong (DynamicUser=). */
import { parseBoolean } from '#core/base/boolean.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { single } from './complain.ts'
import type { Kind } from './kind.ts'

export function fatalBoolean(initial: boolean): Kind<boolean> {
  return single<boolean>(initial, parseBoolean, (place, text, why) =>
    place.refuse(`Failed to parse ${place.key}=${text}: ${errnoText(why)}`),
  )
}
