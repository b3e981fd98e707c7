// node run.mjs SCHEMA: says what is wrong with it, and ends with 1 if anything is.
import { readFile } from 'node:fs/promises'
import { check } from './rules.mjs'
import { lint } from './eslint.mjs'

const sdl = await readFile(process.argv[2] ?? '../../schema.graphql', 'utf8')
const findings = [...check(sdl), ...await lint(sdl)]
for (const { where, rule, message } of findings) console.log(`${where}: ${message} (${rule})`)
console.log(findings.length === 0 ? 'the schema keeps its rules' : `${findings.length} findings`)
process.exitCode = findings.length === 0 ? 0 : 1
