/**
 * From a method call to its answer: finds the object and the interface, checks the caller's right and the arguments'
 * signature, calls the handler and writes what it answers. The wording of refusals is sd-bus' own.
 *
 * Nothing a handler or getter does can end the server: what it throws becomes one log line and an error for the caller.
 */
import { fail, ok } from '#core/base/result.ts'
import { type Answering, describeFault, mayChange, type Reply } from './answering.ts'
import { orderArguments, signatureOf } from './arguments.ts'
import { writeValues } from './codec/encode.ts'
import { type Draft, emptyBody } from './codec/message.ts'
import { Writer } from './codec/writer.ts'
import { type BusError, busError } from './errors.ts'
import type { Answer, Call, Face } from './implement.ts'
import { introspect } from './introspect.ts'
import type { ObjectTree } from './object-tree.ts'
import { getAllProperties, getProperty, setProperty } from './properties.ts'
import type { MethodSpec } from './protocol/interface-spec.ts'

/** A method call whose values were read. */
export interface Request {
  readonly path: string
  readonly interface: string | null
  readonly member: string
  readonly signature: string
  readonly values: readonly unknown[]
}

/** Answers one call, now or later. Never throws or rejects. */
export function dispatch(answering: Answering, request: Request, call: Call): Reply | Promise<Reply> {
  try {
    if (request.interface === 'org.freedesktop.DBus.Peer') {
      return answerPeer(answering, request)
    }
    const found = findFaces(answering.tree, request.path)
    if (!found.ok) {
      return found
    }
    return answerStandard(answering, request, found.value, call) ?? answerMethod(answering, request, found.value, call)
  } catch (fault) {
    return internalError(answering, request, fault)
  }
}

function findFaces(tree: ObjectTree, path: string): Answer<readonly Face[]> {
  const found = tree.find(path)
  if (found !== undefined) {
    return found
  }
  if (tree.children(path).length > 0) {
    return ok([])
  }
  return fail(busError('org.freedesktop.DBus.Error.UnknownObject', `Unknown object '${path}'.`))
}

function answerPeer(answering: Answering, request: Request): Reply {
  if (request.member === 'Ping') {
    return ok(emptyBody())
  }
  if (request.member === 'GetMachineId') {
    const id = answering.machineId()
    if (id === undefined) {
      return fail(busError('org.freedesktop.DBus.Error.FileNotFound', 'No machine ID is set.'))
    }
    return ok(draft('s', [id]))
  }
  const message = `Unknown method '${request.member}' on interface '${request.interface}'.`
  return fail(busError('org.freedesktop.DBus.Error.UnknownMethod', message))
}

/** The interfaces that every object has; undefined when the call is for another. */
function answerStandard(answering: Answering, request: Request, faces: readonly Face[], call: Call): Reply | undefined {
  const { signature, values } = request
  switch (`${request.interface}.${request.member}`) {
    case 'org.freedesktop.DBus.Introspectable.Introspect': {
      if (signature !== '') {
        return invalidArgs('Expected no parameters')
      }
      const specs = faces.map(face => face.spec)
      return ok(draft('s', [introspect(specs, answering.tree.children(request.path))]))
    }
    case 'org.freedesktop.DBus.Properties.Get':
      if (signature !== 'ss') {
        return invalidArgs('Expected interface and member parameters')
      }
      return getProperty(answering, request, faces, String(values[0]), String(values[1]))
    case 'org.freedesktop.DBus.Properties.GetAll':
      if (signature !== 's') {
        return invalidArgs('Expected interface parameter')
      }
      return getAllProperties(answering, request, faces, String(values[0]))
    case 'org.freedesktop.DBus.Properties.Set':
      if (signature !== 'ssv') {
        return invalidArgs('Expected interface and member parameters')
      }
      return setProperty(answering, faces, String(values[0]), String(values[1]), values[2], call)
    default:
      return undefined
  }
}

function answerMethod(
  answering: Answering,
  request: Request,
  faces: readonly Face[],
  call: Call,
): Reply | Promise<Reply> {
  const { member } = request
  const face = faces.find(
    candidate =>
      (request.interface === null || candidate.spec.name === request.interface) &&
      Object.hasOwn(candidate.spec.methods, member),
  )
  const method = face?.spec.methods[member]
  if (face === undefined || method === undefined) {
    const message = `Unknown method ${member} or interface ${request.interface ?? '(null)'}.`
    return fail(busError('org.freedesktop.DBus.Error.UnknownMethod', message))
  }
  const name = `${face.spec.name}.${member}()`
  if (method.access === 'change' && !mayChange(answering, call)) {
    return fail(busError('org.freedesktop.DBus.Error.AccessDenied', `Access to ${name} not permitted.`))
  }
  const expected = signatureOf(method.in)
  if (request.signature !== expected) {
    return invalidArgs(`Invalid arguments '${request.signature}' to call ${name}, expecting '${expected}'.`)
  }
  const answer = face.invoke(member, request.values, call)
  if (!(answer instanceof Promise)) {
    return writeAnswer(method, answer)
  }
  return answer.then(late => writeAnswer(method, late)).catch(fault => internalError(answering, request, fault))
}

function writeAnswer(method: MethodSpec, answer: Answer<Readonly<Record<string, unknown>>>): Reply {
  if (!answer.ok) {
    return answer
  }
  if (method.noReply) {
    return ok('silent')
  }
  return ok(draft(signatureOf(method.out), orderArguments(method.out, answer.value)))
}

function draft(signature: string, values: readonly unknown[]): Draft {
  const writer = new Writer('replace')
  writeValues(writer, signature, values)
  return { signature, writer }
}

function invalidArgs(message: string): { readonly ok: false; readonly error: BusError } {
  return fail(busError('org.freedesktop.DBus.Error.InvalidArgs', message))
}

function internalError(answering: Answering, request: Request, fault: unknown): Reply {
  const what = `${request.interface ?? ''}.${request.member} on ${request.path}`
  answering.log(`control: ${what} failed: ${describeFault(fault)}`)
  return fail(busError('org.freedesktop.DBus.Error.Failed', `Internal error in ${what}.`))
}
