/** org.freedesktop.DBus.Properties, from the getters and setters of an object's faces. */
import { fail, ok } from '#core/base/result.ts'
import { type Answering, describeFault, mayChange, type Reply } from './answering.ts'
import { openArray, writeValue } from './codec/encode.ts'
import { type Draft, emptyBody } from './codec/message.ts'
import { Writer } from './codec/writer.ts'
import { busError } from './errors.ts'
import type { Call, Face } from './implement.ts'
import type { PropertySpec } from './protocol/interface-spec.ts'
import { standardInterfaces } from './protocol/standard.ts'

const standardNames: ReadonlySet<string> = new Set(standardInterfaces.map(spec => spec.name))

interface Place {
  readonly path: string
}

/** Answers Properties.Get. */
export function getProperty(
  answering: Answering,
  place: Place,
  faces: readonly Face[],
  from: string,
  name: string,
): Reply {
  const found = findProperty(faces, from, name)
  if (found === undefined) {
    return unknownProperty(from, name)
  }
  const writer = new Writer('replace')
  if (writeProperty(answering, place, writer, found.face, name, found.property)) {
    return ok({ signature: 'v', writer })
  }
  return fail(busError('org.freedesktop.DBus.Error.Failed', `Property ${name} cannot be read.`))
}

/** Answers Properties.GetAll; an empty interface means all of them. A property that cannot be read is left out. */
export function getAllProperties(answering: Answering, place: Place, faces: readonly Face[], from: string): Reply {
  const chosen = from === '' ? faces : faces.filter(face => face.spec.name === from)
  if (chosen.length === 0 && from !== '' && !standardNames.has(from)) {
    return fail(busError('org.freedesktop.DBus.Error.UnknownInterface', `Unknown interface '${from}'.`))
  }
  const writer = new Writer('replace', 16 * 1024)
  const close = openArray(writer, 8)
  for (const face of chosen) {
    for (const [name, property] of Object.entries(face.spec.properties)) {
      writeEntry(answering, place, writer, face, name, property)
    }
  }
  close()
  return ok({ signature: 'a{sv}', writer })
}

/** Answers Properties.Set. */
export function setProperty(
  answering: Answering,
  faces: readonly Face[],
  from: string,
  name: string,
  value: unknown,
  call: Call,
): Reply {
  const found = findProperty(faces, from, name)
  if (found === undefined) {
    return unknownProperty(from, name)
  }
  if (!found.property.writable) {
    return fail(busError('org.freedesktop.DBus.Error.PropertyReadOnly', `Property '${name}' is not writable.`))
  }
  if (!mayChange(answering, call)) {
    const message = `Access to ${from}.${name}() not permitted.`
    return fail(busError('org.freedesktop.DBus.Error.AccessDenied', message))
  }
  const given = isVariant(value) ? value : { signature: '', value: undefined }
  if (given.signature !== found.property.type) {
    const message = `Incorrect parameters for property '${name}', expected '${found.property.type}', got '${given.signature}'.`
    return fail(busError('org.freedesktop.DBus.Error.InvalidArgs', message))
  }
  const answer = found.face.set(name, given.value, call)
  return answer.ok ? ok(emptyBody()) : answer
}

/**
 * The body of PropertiesChanged for one face: with their new value those that emit it, by name only those that are merely
 * invalidated; null when none of the names is either. Without names it is all of the interface, as systemd sends it.
 */
export function changedProperties(
  answering: Answering,
  place: Place,
  face: Face,
  names: readonly string[] = Object.keys(face.spec.properties),
): Draft | null {
  const emitting = (how: PropertySpec['emits']) => names.filter(name => face.spec.properties[name]?.emits === how)
  const changed = emitting('true')
  const invalidated = emitting('invalidates')
  if (changed.length === 0 && invalidated.length === 0) {
    return null
  }
  const writer = new Writer('replace', 2048)
  writer.string(face.spec.name)
  const close = openArray(writer, 8)
  for (const name of changed) {
    const property = face.spec.properties[name]
    if (property !== undefined) {
      writeEntry(answering, place, writer, face, name, property)
    }
  }
  close()
  writeValue(writer, { code: 'array', element: { code: 's' } }, invalidated, 0)
  return { signature: 'sa{sv}as', writer }
}

function findProperty(
  faces: readonly Face[],
  from: string,
  name: string,
): { readonly face: Face; readonly property: PropertySpec } | undefined {
  const face = faces.find(candidate => candidate.spec.name === from)
  if (face === undefined || !Object.hasOwn(face.spec.properties, name)) {
    return undefined
  }
  const property = face.spec.properties[name]
  return property === undefined ? undefined : { face, property }
}

/** One entry of an `a{sv}`, or nothing at all when the property cannot be read. */
function writeEntry(
  answering: Answering,
  place: Place,
  writer: Writer,
  face: Face,
  name: string,
  property: PropertySpec,
): void {
  const before = writer.mark()
  writer.align(8)
  writer.string(name)
  if (!writeProperty(answering, place, writer, face, name, property)) {
    writer.rewind(before)
  }
}

/** A property as a variant. False, and a log line, when its getter throws or gives what its signature cannot hold. */
function writeProperty(
  answering: Answering,
  place: Place,
  writer: Writer,
  face: Face,
  name: string,
  property: PropertySpec,
): boolean {
  try {
    const value = face.get(name)
    writer.signature(property.type)
    writeValue(writer, face.typeOf(name), value, 1)
    return true
  } catch (fault) {
    answering.log(`control: property ${face.spec.name}.${name} of ${place.path}: ${describeFault(fault)}`)
    return false
  }
}

function unknownProperty(from: string, name: string): Reply {
  const message = `Unknown interface ${from} or property ${name}.`
  return fail(busError('org.freedesktop.DBus.Error.UnknownProperty', message))
}

function isVariant(value: unknown): value is { readonly signature: string; readonly value: unknown } {
  return typeof value === 'object' && value !== null && 'signature' in value && typeof value.signature === 'string'
}
