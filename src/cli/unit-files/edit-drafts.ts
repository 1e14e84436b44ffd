/** Lets the user edit files in the editor of their choice; what was saved is installed (systemctl(1), SYSTEMD_EDITOR). */
import type { Session } from '#cli/session/session.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { firstLine, readDraft, strip, writeDraft } from './draft.ts'
import { install } from './install-file.ts'

/** A file to edit. */
export interface Draft {
  readonly path: string
  /** The file whose contents it begins with; null for none. */
  readonly original: string | null
  /** What else makes the unit, shown as comments. */
  readonly others: readonly string[]
  readonly isDropIn: boolean
}

const sizeMaxBytes = 16 * 1024 * 1024

/** Edits all files in one go; whether anything was installed. */
export async function editDrafts(session: Session, drafts: readonly Draft[]): Promise<Result<boolean, number>> {
  const made: { readonly draft: Draft; readonly temporary: string }[] = []
  const clear = (): void => removeDrafts(session, made)
  // An editor that is interrupted must not leave its drafts behind.
  const release = await session.atEnd(clear)
  try {
    for (const draft of drafts) {
      const temporary = writeTemporary(session, draft)
      if (temporary === undefined) {
        return fail(1)
      }
      made.push({ draft, temporary })
    }
    const edited = runEditor(
      session,
      made.map(({ temporary }) => temporary),
      drafts,
    )
    if (!edited) {
      return fail(1)
    }
    return installAll(session, made)
  } finally {
    release()
    clear()
  }
}

function removeDrafts(session: Session, made: readonly { readonly draft: Draft; readonly temporary: string }[]): void {
  const { files } = session.kernel
  for (const { draft, temporary } of made) {
    files.unlink(temporary)
    // Only an empty folder goes, so that one made for a draft does not stay.
    if (draft.isDropIn) {
      files.removeDirectory(folderOf(draft.path))
    }
  }
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}

function readOr(session: Session, path: string | null): string {
  const text = path === null ? undefined : session.kernel.files.readText(path, sizeMaxBytes)
  return text?.ok === true ? text.value : ''
}

/** Beside the file itself, so that it can be renamed, with a name that the manager does not read. */
function writeTemporary(session: Session, { path, original, others, isDropIn }: Draft): string | undefined {
  const { files, host } = session.kernel
  const random = [...host.random(8)].map(byte => byte.toString(16).padStart(2, '0')).join('')
  const temporary = `${folderOf(path)}/.#${path.slice(path.lastIndexOf('/') + 1)}${random}`
  const contents = readOr(session, original)
  const shown = others.map(other => ({ path: other, text: readOr(session, other) }))
  const text = isDropIn ? writeDraft(path, contents, shown) : contents
  const folder = files.makeDirectories(folderOf(path), 0o755)
  const written = folder.ok ? files.writeAtomically(temporary, text, 0o644) : folder
  if (written.ok) {
    return temporary
  }
  session.say('error', `Failed to create temporary file for '${path}': ${errnoText(written.error)}`)
  return undefined
}

const usualEditors = ['editor', 'nano', 'vim', 'vi']

/** Runs the first editor there is; false when it failed, which was said. */
function runEditor(session: Session, paths: readonly string[], drafts: readonly Draft[]): boolean {
  const { environment, streams } = session
  const chosen = ['SYSTEMD_EDITOR', 'EDITOR', 'VISUAL'].map(name => environment.get(name) ?? '').find(one => one !== '')
  const line = drafts.length === 1 && drafts[0]?.isDropIn === true ? [`+${firstLine}`] : []
  const run = (editor: readonly string[]) => streams.runProgram({ argv: [...editor, ...line, ...paths], environment })
  let status = chosen === undefined ? undefined : run(chosen.split(/\s+/))
  if (chosen !== undefined && status === undefined) {
    const why = errnoText('ENOENT')
    session.say('warning', `Specified editor '${chosen}' not available, trying fallbacks: ${why}`)
  }
  for (const editor of usualEditors) {
    status ??= run([editor])
  }
  if (status === undefined) {
    const hint = 'Please set either $SYSTEMD_EDITOR, $EDITOR or $VISUAL.'
    session.say('error', `Cannot edit files, no editor available. ${hint}`)
  }
  if (status === 0) {
    return true
  }
  session.say('error', `(editor) failed with exit status ${status ?? 1}.`)
  return false
}

function installAll(
  session: Session,
  made: readonly { readonly draft: Draft; readonly temporary: string }[],
): Result<boolean, number> {
  let isWritten = false
  for (const { draft, temporary } of made) {
    const text = readOr(session, temporary)
    const contents = draft.isDropIn ? readDraft(text) : strip(text)
    if (contents === '') {
      session.say('notice', `${draft.path}: after editing, new contents are empty, not writing file.`)
      continue
    }
    if (!install(session, draft.path, contents)) {
      return fail(1)
    }
    isWritten = true
  }
  return ok(isWritten)
}
