import { beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { terminated } from '#kernel/bytes.ts'
import { createLog } from '#kernel/ledger/ledger-log.ts'
import { loadNative, type Native } from '#kernel/native.ts'
import { ensureNative, productionAddon } from '../rig.ts'

let native: Native
beforeAll(() => {
  ensureNative()
  native = loadNative(productionAddon())
})

test('whatever is appended and rewritten, reading again gives the same records', () => {
  const step = fc.oneof(
    fc.record({ append: fc.string({ maxLength: 40 }) }),
    fc.record({ rewrite: fc.array(fc.string({ maxLength: 20 }), { maxLength: 5 }) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), steps => {
      const fd = native.memoryFile(terminated('test'))
      let expected: string[] = []
      for (const each of steps) {
        const log = createLog(fd)
        if ('append' in each) {
          log.append(each.append)
          expected.push(each.append)
        } else {
          log.rewrite(each.rewrite)
          expected = [...each.rewrite]
        }
      }
      const records = createLog(fd).records()
      native.fdClose(fd)
      expect(records).toEqual(expected)
    }),
    { numRuns: 50 },
  )
})
