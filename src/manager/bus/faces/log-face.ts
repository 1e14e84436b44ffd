/** What we add to systemd's interfaces: the last lines of a unit, for `systemctl status` where there is no journal. */
import { implement } from '#control/implement.ts'
import type { InterfaceSpec } from '#control/protocol/interface-spec.ts'
import { ok } from '#core/base/result.ts'
import type { Steward } from '#manager/steward.ts'

export const logInterface = {
  name: 'io.github.berth1.Log',
  properties: {},
  methods: {
    /** Real time in µs, pid, who said it, what. */
    LastLines: { in: { unit: 's', count: 'u' }, out: { lines: 'a(tiss)' }, access: 'read' },
  },
  signals: {},
} as const satisfies InterfaceSpec

const mostLines = 10_000

export const logFace = implement(logInterface).for<Steward>({
  properties: {},
  methods: {
    LastLines: (steward, { unit, count }) =>
      ok({
        lines: steward.lastLines(unit, Math.min(count, mostLines)).map(({ at, pid, identifier, text }) => {
          return [BigInt(Math.round(at)), pid, identifier, text] as const
        }),
      }),
  },
})
