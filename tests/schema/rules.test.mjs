import { test } from 'node:test'
import assert from 'node:assert/strict'
import { check } from './rules.mjs'
import { lint } from './eslint.mjs'

const GOOD = `
"A thing that can be fetched again by its id."
interface Node { "The opaque id." id: ID! }
"Why an input was not accepted."
interface UserError { "In the caller's language." message: String! "The path inside the input." field: [String!] }
"A promise to pay."
type Pledge implements Node { "The opaque id." id: ID! "How it stands." state: PledgeState! }
"How a pledge stands."
enum PledgeState { "Counted." COMMITTED "Taken back by the investor." ACTION_REQUIRED }
type PledgeConnection { nodes: [Pledge!]! edges: [PledgeEdge!]! pageInfo: PageInfo! totalCount: Int! }
type PledgeEdge { cursor: String! node: Pledge! }
"Where a page stands."
type PageInfo { "More after." hasNextPage: Boolean! "More before." hasPreviousPage: Boolean! "Of the first." startCursor: String "Of the last." endCursor: String }
"Why a pledge was not taken."
type PledgeUserError implements UserError { "In the caller's language." message: String! "The path inside the input." field: [String!] "For programs." code: PledgeUserErrorCode! }
"Why a pledge was not taken, for programs."
enum PledgeUserErrorCode { "Pledging has ended." CAMPAIGN_CLOSED }
"What to pledge."
input PledgePlaceInput { "To which campaign." campaignId: ID! }
"What came of placing a pledge."
type PledgePlacePayload { "The pledge." pledge: Pledge "Why not." userErrors: [PledgeUserError!]! }
type Query { "One object by its id." node("The opaque id." id: ID!): Node "All pledges." pledges(first: Int, after: String): PledgeConnection! }
type Mutation { "Places a pledge." pledgePlace("What to pledge." input: PledgePlaceInput!): PledgePlacePayload }
`

const rules = findings => findings.map(finding => finding.rule)
const changed = (from, to) => {
  assert.ok(GOOD.includes(from), `the sample has no ${from}`)
  return GOOD.replace(from, to)
}

test('a schema that keeps the rules has no finding', async () => {
  assert.deepEqual(check(GOOD), [])
  assert.deepEqual(await lint(GOOD), [])
})

for (const [name, rule, from, to] of [
  ['a type', 'described', '"A promise to pay."', ''],
  ['a field', 'described', '"How it stands."', ''],
  ['an argument', 'described', 'node("The opaque id." id: ID!)', 'node(id: ID!)'],
  ['an input field', 'described', '"To which campaign."', ''],
  ['an enum value', 'described', '"Counted."', '']
]) {
  test(`${name} without a description is found`, () => assert.deepEqual(rules(check(changed(from, to))), [rule]))
}

for (const [name, rule, from, to] of [
  ['an enum value in lower case', 'upper-snake', 'ACTION_REQUIRED', 'actionRequired'],
  ['a connection without totalCount', 'connection', ' totalCount: Int!', ''],
  ['a connection whose nodes may be null', 'connection', 'nodes: [Pledge!]!', 'nodes: [Pledge]!'],
  ['a connection that cannot be paged', 'connection', 'pledges(first: Int, after: String)', 'pledges(first: Int)'],
  ['a boolean that may be null', 'booleans', 'state: PledgeState!', 'state: Boolean'],
  ['a list with empty places', 'lists', 'state: PledgeState!', 'state: [String]!'],
  ['a deprecation without its date', 'deprecation', 'state: PledgeState!', 'state: PledgeState! @deprecated(reason: "Not used.")'],
  ['a mutation that begins with its verb', 'noun-verb', 'pledgePlace(', 'placePledge('],
  ['a mutation with two arguments', 'one-input', 'input: PledgePlaceInput!)', 'input: PledgePlaceInput!, "Why." note: String)'],
  ['a mutation whose input may be absent', 'one-input', 'input: PledgePlaceInput!)', 'input: PledgePlaceInput)'],
  ['a root mutation that is never null', 'payload', '): PledgePlacePayload', '): PledgePlacePayload!'],
  ['a payload without userErrors', 'user-errors', '"Why not." userErrors: [PledgeUserError!]!', ''],
  ['a user error without its code', 'user-errors', '"For programs." code: PledgeUserErrorCode!', '']
]) {
  test(`${name} is found`, () => assert.ok(rules(check(changed(from, to))).includes(rule)))
}

test('a type that nothing leads to is found by ESLint', async () => {
  const findings = await lint(GOOD + '\n"Alone."\ntype Orphan { "A name." name: String! }')
  assert.deepEqual(rules(findings), ['@graphql-eslint/no-unreachable-types'])
})
