import { expect, test } from '@jest/globals'
import { createMailbox } from '#kernel/sockets/mailbox.ts'

const nextTurn = () => new Promise(resolve => setImmediate(resolve))

test('what arrives is handed over at once and in order', () => {
  const seen: number[] = []
  const mailbox = createMailbox<number>()
  mailbox.listen(item => seen.push(item))
  mailbox.put([1, 2])
  mailbox.put([3])
  expect(seen).toEqual([1, 2, 3])
})

test('what arrived before there was a listener follows in the next turn', async () => {
  const seen: number[] = []
  const mailbox = createMailbox<number>()
  mailbox.put([1])
  mailbox.put([2])
  mailbox.listen(item => seen.push(item))
  expect(seen).toEqual([])
  await nextTurn()
  expect(seen).toEqual([1, 2])
})

test('what is put while something is handed over waits its turn, and is not lost', async () => {
  const seen: number[] = []
  const mailbox = createMailbox<number>()
  mailbox.listen(item => {
    if (item < 3) {
      mailbox.put([item + 10])
    }
    seen.push(item)
  })
  mailbox.put([1, 2])
  await nextTurn()
  expect(seen).toEqual([1, 2, 11, 12])
})

test('a listener that throws gets the rest in the next turn', async () => {
  const seen: number[] = []
  const mailbox = createMailbox<number>()
  mailbox.listen(item => {
    seen.push(item)
    if (item === 1) {
      throw new Error('bug')
    }
  })
  expect(() => mailbox.put([1, 2, 3])).toThrow('bug')
  await nextTurn()
  expect(seen).toEqual([1, 2, 3])
})
