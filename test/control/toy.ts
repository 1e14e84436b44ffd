import type { Answering } from '#control/answering.ts'
import { type BusError, busError } from '#control/errors.ts'
import { type Answer, type Call, type Caller, implement } from '#control/implement.ts'
import { jobFromPath } from '#control/object-path.ts'
import { createObjectTree, type ObjectTree } from '#control/object-tree.ts'
import type { InterfaceSpec } from '#control/protocol/interface-spec.ts'
import { jobInterface } from '#control/protocol/job.ts'
import { logControlInterface } from '#control/protocol/log-control.ts'
import { fail, ok } from '#core/base/result.ts'

/** A small world to serve: jobs 1 to 3, a log level that can be set, and a swap of descriptors. */
export interface Toy {
  readonly jobs: Map<number, { readonly id: number; state: string }>
  logLevel: string
  /** What GetAfter of a job answers, which tests replace to answer late, or never, or to throw. */
  after: (id: number, call: Call) => Answer<{ jobs: readonly [] }> | Promise<Answer<{ jobs: readonly [] }>>
  readonly tree: ObjectTree
}

const job = implement(jobInterface).for<{ readonly toy: Toy; readonly id: number }>({
  properties: {
    Id: ({ id }) => id,
    Unit: ({ id }) => [`${id}.service`, `/org/freedesktop/systemd1/unit/_3${id}_2eservice`],
    JobType: () => 'start',
    State: ({ toy, id }) => toy.jobs.get(id)?.state ?? '',
    ActivationDetails: ({ id }) => {
      if (id === 3) {
        throw new Error('details are lost')
      }
      return []
    },
  },
  methods: {
    Cancel: ({ toy, id }) => (toy.jobs.delete(id) ? ok({}) : fail(noSuchJob(id))),
    GetAfter: ({ toy, id }, _args, call) => toy.after(id, call),
    GetBefore: ({ id }) => ok({ jobs: [[id, 'start', 'waiting', 'a', '/a', '/b']] }),
  },
})

const logControl = implement(logControlInterface).for<Toy>({
  properties: {
    LogLevel: toy => toy.logLevel,
    LogTarget: () => 'journal',
    SyslogIdentifier: () => 'systemd',
  },
  setters: {
    LogLevel: (toy, value) => {
      if (value === 'nope') {
        return fail(busError('org.freedesktop.DBus.Error.InvalidArgs', "Invalid log level 'nope'"))
      }
      toy.logLevel = value
      return ok(undefined)
    },
    LogTarget: () => ok(undefined),
  },
  methods: {},
})

const filesInterface = {
  name: 'com.example.Files',
  properties: {},
  methods: { Swap: { in: { fd: 'h', keep: 'b' }, out: { other: 'h' }, access: 'read' } },
  signals: {},
} as const satisfies InterfaceSpec

/** Takes a descriptor, keeps it if told so, and answers with descriptor 100. */
const files = implement(filesInterface).for<null>({
  properties: {},
  methods: {
    Swap: (_files, { fd, keep }, call) => {
      if (keep) {
        call.keepDescriptor(fd)
      }
      return ok({ other: 100 })
    },
  },
})

function noSuchJob(id: number): BusError {
  return busError('org.freedesktop.systemd1.NoSuchJob', `Job ${id} does not exist.`)
}

export function createToy(): Toy {
  const toy: Toy = {
    jobs: new Map([1, 2, 3].map(id => [id, { id, state: 'waiting' }])),
    logLevel: 'info',
    after: () => ok({ jobs: [] }),
    tree: createObjectTree(
      new Map([
        ['/org/freedesktop/LogControl1', () => [logControl.of(toy)]],
        ['/org/freedesktop/files', () => [files.of(null)]],
      ]),
      new Map([
        [
          '/org/freedesktop/systemd1/job',
          {
            find: label => {
              if (label === 'broken') {
                throw new Error('the tree is broken')
              }
              const id = jobFromPath(`/org/freedesktop/systemd1/job/${label}`)
              return id === undefined ? fail(noSuchJob(0)) : toy.jobs.has(id) ? ok([job.of({ toy, id })]) : undefined
            },
            labels: () => [...toy.jobs.keys()].map(String),
          },
        ],
      ]),
    ),
  }
  return toy
}

/** The face of a job of the toy, as it is handed to emitPropertiesChanged(). */
export function jobFace(toy: Toy, id: number) {
  return job.of({ toy, id })
}

/** What answers from a toy, and what it says meanwhile. */
export function answeringFrom(toy: Toy, ownUid = 1000): Answering & { readonly lines: string[] } {
  const lines: string[] = []
  return { tree: toy.tree, ownUid, machineId: () => 'ab'.repeat(16), log: line => lines.push(line), lines }
}

export function callerWithUid(uid: number): Caller {
  return { uid, pid: 42, subscribe: () => true, unsubscribe: () => true, onGone: () => {} }
}
