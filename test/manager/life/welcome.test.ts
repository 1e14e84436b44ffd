import { expect, test } from '@jest/globals'
import { welcome } from '#manager/life/welcome.ts'

test('a boot welcomes with the pretty name, as real systemd prints it', () => {
  const osRelease = new Map([['PRETTY_NAME', 'Debian GNU/Linux 13 (trixie)']])
  expect(welcome(osRelease, true)).toEqual([
    '',
    '\u001b[0;1;39mWelcome to \u001b[0m\u001b[1mDebian GNU/Linux 13 (trixie)\u001b[0m\u001b[0;1;39m!\u001b[0m',
    '',
  ])
  expect(welcome(osRelease, false)[1]).toBe('Welcome to Debian GNU/Linux 13 (trixie)!')
})

test('without os-release it is Linux, and a colour that is none is not printed', () => {
  expect(welcome(null, false)[1]).toBe('Welcome to Linux!')
  expect(welcome(new Map([['ANSI_COLOR', 'm evil']]), true)[1]).toContain('\u001b[1mLinux')
  expect(welcome(new Map([['ANSI_COLOR', '0;34']]), true)[1]).toContain('\u001b[0;34mLinux')
})
