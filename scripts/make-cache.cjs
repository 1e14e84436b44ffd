/**
 * Runs a short command of the program that was built and keeps the code V8 compiled for it: argument 1 is the folder of the
 * library. Must be run by the Node and with the flags that will load it.
 */
const { writeFileSync } = require('node:fs')
const { join } = require('node:path')

const [, , folder = ''] = process.argv
const entry = join(folder, 'berth.cjs')
process.argv0 = 'systemctl'
process.argv.splice(1, process.argv.length, entry, '--property', 'Id', '--version')
process.on('exit', () => writeFileSync(join(folder, 'program.cache'), require(entry).script.createCachedData()))
require(entry)
