/** What a boot begins with on a terminal: `Welcome to Debian GNU/Linux 13 (trixie)!` (os-release(5), PRETTY_NAME=, ANSI_COLOR=). */

const bold = '0;1;39'
const word = (style: string, text: string): string => `\u001b[${style}m${text}\u001b[0m`

/** The lines, in colours where the terminal has them. */
export function welcome(osRelease: ReadonlyMap<string, string> | null, colors: boolean): readonly string[] {
  const name = osRelease?.get('PRETTY_NAME') || osRelease?.get('NAME') || 'Linux'
  const asked = osRelease?.get('ANSI_COLOR') ?? ''
  const style = /^[0-9;]+$/.test(asked) ? asked : '1'
  const text = colors ? `${word(bold, 'Welcome to ')}${word(style, name)}${word(bold, '!')}` : `Welcome to ${name}!`
  return ['', text, '']
}
