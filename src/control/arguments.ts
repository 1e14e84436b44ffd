/** Named arguments of methods and signals, as their specs' signatures type them. */
import type { ValueOf } from './codec/value-of.ts'
import type { ArgumentsSpec } from './protocol/interface-spec.ts'

/** Arguments by name, with the types their signatures have. */
export type Arguments<A> = A extends ArgumentsSpec
  ? { readonly [Name in keyof A]: ValueOf<A[Name]> }
  : Readonly<Record<never, never>>

/** What a method of a spec takes. */
export type ArgumentsIn<M> = M extends { readonly in: infer A } ? Arguments<A> : Arguments<undefined>

/** What a method of a spec answers. */
export type ArgumentsOut<M> = M extends { readonly out: infer A } ? Arguments<A> : Arguments<undefined>

/** The signature of arguments as it stands in a message. */
export function signatureOf(args: ArgumentsSpec | undefined): string {
  return args === undefined ? '' : Object.values(args).join('')
}

/** Named arguments in their order on the wire. */
export function orderArguments(args: ArgumentsSpec | undefined, values: Readonly<Record<string, unknown>>): unknown[] {
  return args === undefined ? [] : Object.keys(args).map(name => values[name])
}

/** Values as they came, by the names of the arguments. */
export function nameArguments(
  args: ArgumentsSpec | undefined,
  values: readonly unknown[],
): Readonly<Record<string, unknown>> {
  return args === undefined ? {} : Object.fromEntries(Object.keys(args).map((name, index) => [name, values[index]]))
}
