/**
 * The file the launcher has Node run: loads the program with the code that V8 compiled for it when it was built. Where that does
 * not fit (another Node, other flags) V8 refuses it, and the program is compiled as always.
 */
const { readFileSync } = require('node:fs')
const { Script } = require('node:vm')

const filename = `${__dirname}/program.js`
/** A manager lives long, and what it never calls would stay in memory: for it the cache is not worth its 3 MB. */
function readCache() {
  if (process.pid === 1) return undefined
  try {
    return readFileSync(`${__dirname}/program.cache`)
  } catch {
    return undefined
  }
}

// One byte a character: the build writes ASCII. Nothing here keeps the text.
const script = new Script(readFileSync(filename, 'latin1'), { filename, cachedData: readCache() })
script.runInThisContext()(require, module, exports, filename, __dirname)

// Only the build asks for this.
module.exports.script = script
