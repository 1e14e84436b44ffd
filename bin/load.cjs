/**
 * The file the launcher has Node run: loads the program, piece by piece as they are asked for, with the code that V8 compiled for
 * each when it was built. Where that does not fit (another Node, other flags) V8 refuses it, and the piece is compiled as always.
 */
const { readFileSync } = require('node:fs')
const { Script } = require('node:vm')

/** The script of each piece that was loaded, which the build asks for the code to keep. */
const scripts = new Map()

function load(piece) {
  const filename = `${__dirname}/${piece}.js`
  // One byte a character: the build writes ASCII. Nothing here keeps the text.
  const script = new Script(readFileSync(filename, 'latin1'), { filename, cachedData: readCache(piece) })
  const loaded = { exports: {} }
  script.runInThisContext()(demand, loaded, loaded.exports, filename, __dirname)
  scripts.set(piece, script)
  return loaded.exports
}

/** There is none for the manager: it lives long, and what it never calls would stay in memory. */
function readCache(piece) {
  try {
    return readFileSync(`${__dirname}/${piece}.cache`)
  } catch {
    return undefined
  }
}

/** What the pieces have for `require`. */
function demand(name) {
  return name.startsWith('piece:') ? load(name.slice('piece:'.length)) : require(name)
}

load('entry')
module.exports.scripts = scripts
