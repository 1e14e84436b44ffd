import { expect, test } from '@jest/globals'
import { rebase, runningCommands } from '#core/lifecycle/service/rebase.ts'
import { command as control, exited, play, started } from '../../../fake/play.ts'
import { command, service } from '../../../fake/units.ts'

const list = (letters: string) => [...letters].map(letter => command(`/bin/${letter}`))
const oneshot = (letters: string) => service('a.service', { Type: 'oneshot', ExecStart: list(letters) })

/** Which commands run after `W` when the list becomes another while W runs. Asked of systemd 257. */
function ranAfter(before: string, after: string): string {
  const old = oneshot(before)
  const acts = [...before.slice(0, before.indexOf('W') + 1)].flatMap((letter, at) => [
    started(at + 1),
    ...(letter === 'W' ? [] : [exited(at + 1)]),
  ])
  const { state } = play(old, [{ type: 'start' }, ...acts])
  const unit = oneshot(after)
  let next = rebase(unit, state, runningCommands(old, state)).state
  let ran = ''
  let pid = before.indexOf('W') + 1
  for (let more = true; more; ) {
    const played = play(unit, [exited(pid)], next)
    const spawn = played.effects.find(effect => effect.do === 'spawn')
    more = spawn?.do === 'spawn' && spawn.key === 'ExecStart'
    pid += 100
    if (spawn?.do === 'spawn') {
      ran += unit.service.ExecStart[spawn.index]?.path.at(-1) ?? '?'
    }
    next = play(unit, [started(pid)], played.state).state
  }
  return ran
}

test.each([
  ['Wb', 'Wbc', 'bc'],
  ['Wbc', 'Wc', 'c'],
  ['Wbc', 'bc', ''],
  ['Wb', 'aWb', 'b'],
  ['aWb', 'xWb', 'b'],
  ['aWb', 'Wab', 'ab'],
  ['aWb', 'Wb', 'b'],
])('a oneshot in which %s becomes %s while W runs goes on with "%s"', (before, after, expected) => {
  expect(ranAfter(before, after)).toBe(expected)
})

test('a command beside the main process goes on likewise, and one that is gone is the last', () => {
  const withPre = (letters: string) => service('a.service', { ExecStartPre: list(letters) })
  const old = withPre('Wb')
  const { state } = play(old, [{ type: 'start' }, control(1)])
  const follow = (letters: string) => {
    const unit = withPre(letters)
    const { state: now, vanished } = rebase(unit, state, runningCommands(old, state))
    const spawn = play(unit, [exited(1)], now).effects.find(effect => effect.do === 'spawn')
    return { vanished, spawn: spawn?.do === 'spawn' ? `${spawn.key}.${spawn.index}` : null }
  }
  expect(follow('aWbc')).toEqual({ vanished: false, spawn: 'ExecStartPre.2' })
  expect(follow('bc')).toEqual({ vanished: true, spawn: 'ExecStart.0' })
})
