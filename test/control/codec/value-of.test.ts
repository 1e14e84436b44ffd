import { expect, test } from '@jest/globals'
import { type ValueOf, type ValuesOf, type Variant, variant } from '#control/codec/value-of.ts'

/** `true` only when both types are the same; a wrong claim below does not compile. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

test('the compiler computes the type of values from their signature', () => {
  const claims: [
    Same<ValueOf<'s'>, string>,
    Same<ValueOf<'t'>, bigint>,
    Same<ValueOf<'ay'>, Uint8Array>,
    Same<ValueOf<'as'>, readonly string[]>,
    Same<ValueOf<'aay'>, readonly Uint8Array[]>,
    Same<ValueOf<'a(sas)'>, readonly (readonly [string, readonly string[]])[]>,
    Same<ValueOf<'a{sv}'>, ReadonlyMap<string, Variant>>,
    Same<ValueOf<'a{sa{st}}'>, ReadonlyMap<string, ReadonlyMap<string, bigint>>>,
    Same<
      ValueOf<'a(sasbttttuii)'>[number],
      readonly [string, readonly string[], boolean, bigint, bigint, bigint, bigint, number, number, number]
    >,
    Same<ValuesOf<'so(b)'>, readonly [string, string, readonly [boolean]]>,
    Same<ValuesOf<''>, readonly []>,
    Same<ValuesOf<string>, readonly unknown[]>,
    Same<ValueOf<string>, unknown>,
    Same<ValueOf<'ss'>, never>,
    Same<ValueOf<'z'>, never>,
    Same<ValueOf<'()'>, never>,
    Same<ValueOf<'(s'>, never>,
  ] = [true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]
  expect(claims).not.toContain(false)
})

test('variant() ties a value to its signature', () => {
  expect(variant('t', 5n)).toEqual({ signature: 't', value: 5n })
  // @ts-expect-error: a number is no `t`.
  expect(variant('t', 5)).toEqual({ signature: 't', value: 5 })
})
