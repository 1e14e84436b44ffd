/** Calls of the manager whose failure ends a verb. */

import type { ArgumentsIn, ArgumentsOut } from '#control/arguments.ts'
import type { CallOptions, Client } from '#control/client.ts'
import type { ValueOf } from '#control/codec/value-of.ts'
import type { BusError } from '#control/errors.ts'
import { managerPath } from '#control/object-path.ts'
import { managerInterface } from '#control/protocol/manager.ts'
import type { managerMethods } from '#control/protocol/manager-methods.ts'
import type { Result } from '#core/base/result.ts'
import { describeError } from './bus-message.ts'
import type { Session } from './session.ts'

type Methods = typeof managerMethods
type Properties = (typeof managerInterface)['properties']

/** Calls a method of the manager. */
export function callManager<Name extends keyof Methods & string>(
  client: Client,
  method: Name,
  args: ArgumentsIn<Methods[Name]>,
  options?: CallOptions,
): Promise<Result<ArgumentsOut<Methods[Name]>, BusError>> {
  return client.invoke(managerPath, managerInterface, method, args, options)
}

/** The value of one of the manager's properties. */
export function getFromManager<Name extends keyof Properties & string>(
  client: Client,
  property: Name,
): Promise<Result<ValueOf<Properties[Name]['type']>, BusError>> {
  return client.get(managerPath, managerInterface, property)
}

/** Says what failed and why; the exit status. */
export function refuse(session: Session, what: string, error: BusError): number {
  session.say('error', `${what}: ${describeError(error)}`)
  return 1
}
