/**
 * Puts life into an interface's table: a getter for each property and a handler for each method, typed by their signatures.
 * An Implementation is made once; `of` binds it to a unit, a job, the manager, and gives the Face that the server shows.
 */

import type { Result } from '#core/base/result.ts'
import { type Arguments, type ArgumentsIn, type ArgumentsOut, nameArguments } from './arguments.ts'
import { parseType, type Type } from './codec/signature.ts'
import type { ValueOf } from './codec/value-of.ts'
import type { BusError } from './errors.ts'
import type { InterfaceSpec, PropertiesSpec } from './protocol/interface-spec.ts'

/** Who calls. The same object for all calls of one connection (or of one name on a bus). */
export interface Caller {
  readonly uid: number
  readonly pid: number
  /**
   * Asks for signals, or no more. A direct connection has them anyway, and says true; on a bus it is false when that was so
   * already, which Subscribe and Unsubscribe answer with an error.
   */
  subscribe(): boolean
  unsubscribe(): boolean
  /** Calls back once when the caller is gone: what it subscribed to or referenced ends then. */
  onGone(callback: () => void): void
}

/** The call a handler answers. */
export interface Call {
  readonly caller: Caller
  /**
   * Descriptors among the arguments are closed when the call is answered, but for those kept here. Descriptors in an answer
   * are closed after they were sent.
   */
  keepDescriptor(fd: number): void
}

/** What a handler answers: values, or why not. */
export type Answer<T> = Result<T, BusError>

export type Getters<Properties, Subject> = {
  readonly [Name in keyof Properties]: (
    subject: Subject,
  ) => Properties[Name] extends { readonly type: infer S extends string } ? ValueOf<S> : never
}

export type Setters<Properties, Subject> = {
  readonly [Name in keyof Properties as Properties[Name] extends { readonly writable: true } ? Name : never]: (
    subject: Subject,
    value: Properties[Name] extends { readonly type: infer S extends string } ? ValueOf<S> : never,
    call: Call,
  ) => Answer<void>
}

export type Handlers<Methods, Subject> = {
  readonly [Name in keyof Methods]: (
    subject: Subject,
    args: ArgumentsIn<Methods[Name]>,
    call: Call,
  ) => Answer<ArgumentsOut<Methods[Name]>> | Promise<Answer<ArgumentsOut<Methods[Name]>>>
}

type SettersPart<Properties, Subject> = keyof Setters<Properties, Subject> extends never
  ? { readonly setters?: undefined }
  : { readonly setters: Setters<Properties, Subject> }

/** Everything an interface needs; parts of it may be shared between interfaces with `Getters` and `Handlers`. */
export type Parts<Spec extends InterfaceSpec, Subject> = {
  readonly properties: Getters<Spec['properties'], Subject>
  readonly methods: Handlers<Spec['methods'], Subject>
} & SettersPart<Spec['properties'], Subject>

/** One interface of one object. */
export interface Face {
  readonly spec: InterfaceSpec
  /** The parsed type of a property. */
  typeOf(property: string): Type
  /** The value of a property; throws what its getter throws. */
  get(property: string): unknown
  set(property: string, value: unknown, call: Call): Answer<void>
  invoke(
    method: string,
    values: readonly unknown[],
    call: Call,
  ): Answer<Arguments<Readonly<Record<string, string>>>> | Promise<Answer<Arguments<Readonly<Record<string, string>>>>>
}

export interface Implementation<Subject> {
  readonly spec: InterfaceSpec
  of(subject: Subject): Face
}

/**
 * Pairs a spec with its implementation: `implement(jobInterface).for<Job>({ properties, methods })`. A signature in the spec
 * that is none is a bug and throws here, at the start.
 */
export function implement<const Spec extends InterfaceSpec>(
  spec: Spec,
): { for<Subject>(parts: Parts<Spec, Subject>): Implementation<Subject> } {
  const types = propertyTypes(spec.properties)
  return {
    // The names are checked against the spec before a face is asked, and the values against its signatures by the decoder.
    for: <Subject>(parts: Parts<Spec, Subject>) => bindable(spec, types, parts as unknown as ErasedParts<Subject>),
  }
}

function bindable<Subject>(
  spec: InterfaceSpec,
  types: Readonly<Record<string, Type>>,
  parts: ErasedParts<Subject>,
): Implementation<Subject> {
  const typeOf = (property: string): Type => known(types, property)
  return {
    spec,
    of: subject => ({
      spec,
      typeOf,
      get: property => known(parts.properties, property)(subject),
      set: (property, value, call) => known(parts.setters ?? {}, property)(subject, value, call),
      invoke: (method, values, call) =>
        known(parts.methods, method)(subject, nameArguments(spec.methods[method]?.in, values), call),
    }),
  }
}

type Named = Readonly<Record<string, unknown>>

interface ErasedParts<Subject> {
  readonly properties: Readonly<Record<string, (subject: Subject) => unknown>>
  readonly setters?: Readonly<Record<string, (subject: Subject, value: unknown, call: Call) => Answer<void>>>
  readonly methods: Readonly<
    Record<string, (subject: Subject, args: Named, call: Call) => Answer<Named> | Promise<Answer<Named>>>
  >
}

function propertyTypes(properties: PropertiesSpec): Readonly<Record<string, Type>> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => {
      const type = parseType(property.type)
      if (!type.ok) {
        throw new TypeError(`property ${name}: ${type.error}`)
      }
      return [name, type.value]
    }),
  )
}

function known<T>(table: Readonly<Record<string, T>>, name: string): T {
  const entry = Object.hasOwn(table, name) ? table[name] : undefined
  if (entry === undefined) {
    throw new TypeError(`${name} is not implemented`)
  }
  return entry
}
