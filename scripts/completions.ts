/** Completions of systemctl for bash and zsh, made from the tables its help is made from; the build writes them. */
import { bashCompletion } from './completions/bash.ts'
import { zshCompletion } from './completions/zsh.ts'

/** Where the shells look for them, without the leading slash, and what is in them. */
export const completionFiles: ReadonlyMap<string, string> = new Map([
  ['usr/share/bash-completion/completions/systemctl', bashCompletion()],
  ['usr/share/zsh/vendor-completions/_systemctl', zshCompletion()],
])
