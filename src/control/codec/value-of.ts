/**
 * From a signature to the TypeScript type of its values, computed by the compiler: `ValueOf<'a(sas)'>` is
 * `readonly (readonly [string, readonly string[]])[]`. Method handlers, property getters and calls are typed by it.
 *
 * `x` and `t` are bigint, `ay` is a Uint8Array, a dictionary is a ReadonlyMap in wire order (of two equal keys the last
 * wins), a variant carries its signature, and `h` is an open descriptor.
 */

/** A value with the signature it has on the wire. */
export interface Variant {
  readonly signature: string
  readonly value: unknown
}

/** A Variant whose value is checked against its signature by the compiler: `variant('t', 5n)`. */
export function variant<const S extends string>(signature: S, value: ValueOf<S>): Variant {
  return { signature, value }
}

interface Basic {
  readonly y: number
  readonly b: boolean
  readonly n: number
  readonly q: number
  readonly i: number
  readonly u: number
  readonly x: bigint
  readonly t: bigint
  readonly d: number
  readonly s: string
  readonly o: string
  readonly g: string
  readonly h: number
  readonly v: Variant
}

/** The value of one complete type; `never` for a signature that is not one, `unknown` for one not known while compiling. */
export type ValueOf<S extends string> = string extends S ? unknown : Take<S> extends [infer V, ''] ? V : never

/** The values of a message body: one element a complete type. */
export type ValuesOf<S extends string> = string extends S ? readonly unknown[] : Sequence<S>

type Sequence<S extends string, Done extends readonly unknown[] = readonly []> = S extends ''
  ? Done
  : Take<S> extends [infer V, infer Rest extends string]
    ? Sequence<Rest, readonly [...Done, V]>
    : never

/**
 * Takes one complete type from the front of a signature: its value's type, and what is left of the signature. Where there is
 * none it is null and not never, as never would fit every pattern and the compiler would look on for ever.
 */
type Take<S extends string> = S extends `a${infer Element}`
  ? TakeArray<Element>
  : S extends `(${infer Fields}`
    ? TakeStruct<Fields>
    : S extends `${infer Code}${infer Rest}`
      ? Code extends keyof Basic
        ? [Basic[Code], Rest]
        : null
      : null

type TakeArray<S extends string> = S extends `y${infer Rest}`
  ? [Uint8Array, Rest]
  : S extends `{${infer Entry}`
    ? TakeDict<Entry>
    : Take<S> extends [infer V, infer Rest]
      ? [readonly V[], Rest]
      : null

type TakeDict<S extends string> =
  Take<S> extends [infer K, infer Rest extends string]
    ? Take<Rest> extends [infer V, `}${infer After}`]
      ? [ReadonlyMap<K, V>, After]
      : null
    : null

type TakeStruct<S extends string, Done extends readonly unknown[] = readonly []> = S extends `)${infer Rest}`
  ? Done extends readonly []
    ? null
    : [Done, Rest]
  : Take<S> extends [infer V, infer Rest extends string]
    ? TakeStruct<Rest, readonly [...Done, V]>
    : null
