/** What the manager tells of one object, read by name: a property that is not there, or of another type, counts as empty. */
import type { Variant } from '#control/codec/value-of.ts'

export type Properties = ReadonlyMap<string, Variant>

/** What stands for "not known" in amounts. */
export const notKnown = 2n ** 64n - 1n

export interface Facts {
  text(name: string): string
  texts(name: string): readonly string[]
  number(name: string): number
  /** Of 64 bits. */
  amount(name: string): bigint
  isTrue(name: string): boolean
  bytes(name: string): Uint8Array
  /** The value of a structure or a list of them, when it has the signature asked for. */
  value(name: string, signature: string): unknown
}

export function readFacts(properties: Properties): Facts {
  const value = (name: string, signature: string): unknown => {
    const found = properties.get(name)
    return found?.signature === signature ? found.value : undefined
  }
  return {
    text: name => (value(name, 's') as string | undefined) ?? '',
    texts: name => (value(name, 'as') as readonly string[] | undefined) ?? [],
    number: name => (value(name, 'u') ?? value(name, 'i') ?? 0) as number,
    amount: name => (value(name, 't') as bigint | undefined) ?? 0n,
    isTrue: name => value(name, 'b') === true,
    bytes: name => (value(name, 'ay') as Uint8Array | undefined) ?? new Uint8Array(),
    value,
  }
}
