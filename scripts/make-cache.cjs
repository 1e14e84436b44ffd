/**
 * Runs a command of the program that was built and keeps the code V8 compiled for it, and for the commands before it: argument 1
 * is the folder of the library, argument 2 the pieces to keep code of, the others are the command's. Must be run by the Node and
 * with the flags that will load it, under the command's name.
 */
const { writeFileSync } = require('node:fs')
const { join } = require('node:path')

const [, , folder = '', pieces = '', ...args] = process.argv
const entry = join(folder, 'berth.cjs')
process.argv.splice(1, process.argv.length, entry, ...args)
process.on('exit', () => {
  for (const [piece, script] of require(entry).scripts) {
    if (pieces.split(',').includes(piece)) {
      writeFileSync(join(folder, `${piece}.cache`), script.createCachedData())
    }
  }
})
require(entry)
