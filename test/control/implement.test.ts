import { expect, test } from '@jest/globals'
import { type Getters, implement } from '#control/implement.ts'
import type { InterfaceSpec } from '#control/protocol/interface-spec.ts'
import { killContextProperties } from '#control/protocol/units/kill-context.ts'
import { ok } from '#core/base/result.ts'
import { callerWithUid } from './toy.ts'

const spec = {
  name: 'com.example.Lamp',
  properties: { Lit: { type: 'b', emits: 'true', writable: true }, Watts: { type: 't', emits: 'const' } },
  methods: { Dim: { in: { by: 'u', why: 's' }, out: { now: 't' }, access: 'change' }, Break: { access: 'change' } },
  signals: {},
} as const satisfies InterfaceSpec

const lamp = implement(spec).for<{ lit: boolean; watts: bigint }>({
  properties: { Lit: state => state.lit, Watts: state => state.watts },
  setters: {
    Lit: (state, value) => {
      state.lit = value
      return ok(undefined)
    },
  },
  methods: {
    Dim: (state, { by, why }) => ok({ now: state.watts - BigInt(by + why.length) }),
    Break: () => ok({}),
  },
})

const call = { caller: callerWithUid(0), keepDescriptor: () => {} }

test('one implementation serves many subjects', () => {
  expect(lamp.of({ lit: true, watts: 5n }).get('Lit')).toBe(true)
  expect(lamp.of({ lit: false, watts: 5n }).get('Lit')).toBe(false)
})

test('a handler gets its arguments by name', () => {
  expect(lamp.of({ lit: true, watts: 60n }).invoke('Dim', [10, 'late'], call)).toEqual({
    ok: true,
    value: { now: 46n },
  })
})

test('a setter gets the value of the type of its property', () => {
  const state = { lit: false, watts: 5n }
  expect(lamp.of(state).set('Lit', true, call)).toEqual({ ok: true, value: undefined })
  expect(state.lit).toBe(true)
})

test('getters can be shared by all interfaces that have the same properties', () => {
  const shared: Getters<typeof killContextProperties, { readonly signal: number }> = {
    KillMode: () => 'control-group',
    KillSignal: unit => unit.signal,
    RestartKillSignal: unit => unit.signal,
    FinalKillSignal: () => 9,
    SendSIGKILL: () => true,
    SendSIGHUP: () => false,
    WatchdogSignal: () => 6,
  }
  const killable = {
    name: 'com.example.A',
    properties: { ...killContextProperties },
    methods: {},
    signals: {},
  } as const
  const one = implement(killable).for<{ readonly signal: number }>({ properties: { ...shared }, methods: {} })
  const other = implement({ ...killable, name: 'com.example.B' }).for({ properties: shared, methods: {} })
  expect([one.of({ signal: 15 }).get('KillSignal'), other.of({ signal: 2 }).get('RestartKillSignal')]).toEqual([15, 2])
})

test('what is not implemented throws, names of all objects among it', () => {
  const face = lamp.of({ lit: true, watts: 5n })
  expect(() => face.get('toString')).toThrow('toString is not implemented')
  expect(() => face.set('Watts', 1n, call)).toThrow('Watts is not implemented')
})

test('an interface with a broken signature is refused at the start', () => {
  const broken = { ...spec, properties: { Lit: { type: 'bb', emits: 'const' } } } as const satisfies InterfaceSpec
  expect(() => implement(broken)).toThrow("property Lit: 'bb' is not a single complete type")
})

test('parts that do not fit their interface do not compile', () => {
  const methods = { Dim: () => ok({ now: 1n }), Break: () => ok({}) }
  const properties = { Lit: () => true, Watts: () => 1n }
  const setters = { Lit: () => ok(undefined) }
  const made = implement(spec)
  // @ts-expect-error: Watts is a `t`, which is a bigint.
  made.for({ properties: { ...properties, Watts: () => 1 }, setters, methods })
  // @ts-expect-error: Lit can be set, so a setter is missing.
  made.for({ properties, methods })
  // @ts-expect-error: Dim answers `now`.
  made.for({ properties, setters, methods: { ...methods, Dim: () => ok({ later: 1n }) } })
  // @ts-expect-error: Break is missing.
  made.for({ properties, setters, methods: { Dim: methods.Dim } })
  expect(made.for({ properties, setters, methods }).spec).toBe(spec)
})
