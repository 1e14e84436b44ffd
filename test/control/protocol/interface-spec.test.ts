import { expect, test } from '@jest/globals'
import { parseSignature, parseType } from '#control/codec/signature.ts'
import type { InterfaceSpec } from '#control/protocol/interface-spec.ts'
import { jobInterface } from '#control/protocol/job.ts'
import { logControlInterface } from '#control/protocol/log-control.ts'
import { managerInterface } from '#control/protocol/manager.ts'
import { messageBusInterface } from '#control/protocol/message-bus.ts'
import { standardInterfaces } from '#control/protocol/standard.ts'
import { unitInterface } from '#control/protocol/unit.ts'
import { unitTypeInterfaces } from '#control/protocol/unit-interfaces.ts'

const all: readonly InterfaceSpec[] = [
  managerInterface,
  unitInterface,
  ...Object.values(unitTypeInterfaces),
  jobInterface,
  logControlInterface,
  messageBusInterface,
  ...standardInterfaces,
]

test.each(all.map(spec => [spec.name, spec] as const))('every signature in %s is one', (_name, spec) => {
  for (const property of Object.values(spec.properties)) {
    expect(parseType(property.type).ok).toBe(true)
  }
  const methods = Object.values(spec.methods).flatMap(method => [method.in ?? {}, method.out ?? {}])
  for (const args of [...methods, ...Object.values(spec.signals)]) {
    for (const signature of Object.values(args)) {
      expect(parseType(signature).ok).toBe(true)
    }
    expect(parseSignature(Object.values(args).join('')).ok).toBe(true)
  }
})
