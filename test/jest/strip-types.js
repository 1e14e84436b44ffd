// Jest's whole transpiler: Node strips the types itself, line numbers stay as they are.
import { stripTypeScriptTypes } from 'node:module'

const transformer = { process: source => ({ code: stripTypeScriptTypes(source) }) }

export { transformer as default }
