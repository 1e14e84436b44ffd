import { expect, test } from '@jest/globals'
import { Complaints } from '#control/transport/complaints.ts'

test('the first of a kind is told, the others of its minute are counted', () => {
  const lines: string[] = []
  const rings: (() => void)[] = []
  const complaints = new Complaints(
    line => lines.push(line),
    (_delayMs, ring) => {
      rings.push(ring)
      return () => {}
    },
  )
  for (let time = 0; time < 1000; time++) {
    complaints.tell('bad words', `bad word ${time}`)
  }
  complaints.tell('silence', 'nothing said')
  expect(lines).toEqual(['bad word 0', 'nothing said'])
  for (const ring of rings.splice(0)) {
    ring()
  }
  expect(lines.slice(2)).toEqual(['bad words 999 more times within a minute'])
  complaints.tell('bad words', 'another')
  expect(lines.slice(3)).toEqual(['another'])
})
