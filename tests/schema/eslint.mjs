// The rules of others: graphql-eslint's recommended ones for schemas, and Relay's.
import { writeFile, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { ESLint } from 'eslint'
import graphql from '@graphql-eslint/eslint-plugin'

const plugin = graphql.default ?? graphql

const config = file => [{
  files: ['**/*.graphql'],
  plugins: { '@graphql-eslint': plugin },
  languageOptions: { parser: plugin.parser, parserOptions: { graphQLConfig: { schema: file } } },
  rules: {
    ...plugin.configs['flat/schema-recommended'].rules,
    ...plugin.configs['flat/schema-relay'].rules,
    // Connections have `nodes` beside `edges`.
    '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false }],
    // Lists that nobody walks backwards take `first` and `after` only.
    '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
    // Values without an identity of their own (Money, IpPanel) have no id; those with one implement Node.
    '@graphql-eslint/strict-id-in-types': 'off',
    // How the exporter quotes is its own affair.
    '@graphql-eslint/description-style': 'off',
    // rules.mjs asks for more.
    '@graphql-eslint/require-description': 'off'
  }
}]

/** What ESLint finds in a schema: `{ where, rule, message }`. */
export async function lint (sdl) {
  const dir = await mkdtemp(join(tmpdir(), 'schema-'))
  try {
    const file = join(dir, 'schema.graphql')
    await writeFile(file, sdl)
    const eslint = new ESLint({ cwd: dir, overrideConfigFile: true, overrideConfig: config(file) })
    const results = await eslint.lintFiles(['schema.graphql'])
    return results.flatMap(result => result.messages).map(found => ({ where: `line ${found.line}`, rule: found.ruleId ?? 'parse', message: found.message }))
  } finally {
    await rm(dir, { recursive: true })
  }
}
