// Farsight's own rules of the schema, as functions from a document to findings.
import { Kind, isListType, isNonNullType, buildASTSchema, parse, getNamedType, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql'

const VERBS = new Set(('accept activate add answer approve archive assign attach become begin block cancel change claim clear close confirm ' +
  'create deactivate decide delete detach disable dismiss edit enable end enter extend finish follow get grant import invite launch lock ' +
  'make mark move open pause pay pin place post prepare publish put read record refresh refund refuse reject release remove rename ' +
  'reopen reply report request reset resolve restore resume retry revoke save schedule send set sign start submit suspend unblock unfollow unlock ' +
  'unpin update upload verify watch withdraw').split(' '))

/** Every finding of a schema: `{ where, rule, message }`. */
export function check (sdl) {
  const document = parse(sdl)
  const schema = buildASTSchema(document, { assumeValid: false })
  const findings = []
  const say = (where, rule, message) => findings.push({ where, rule, message })
  for (const definition of document.definitions) described(definition, say)
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || !type.astNode) continue
    if (isEnumType(type)) enumValues(type, say)
    if (isObjectType(type) && type.name.endsWith('Connection')) connection(type, say)
    if (isObjectType(type) || isInterfaceType(type)) outputs(type, say)
    deprecated(type, say)
  }
  mutations(schema, say)
  return findings
}

// Connection and edge types are made by the library that serves them, which does not describe them.
const undescribedByNature = name => name.endsWith('Connection') || name.endsWith('Edge')

function described (definition, say) {
  const kinds = [Kind.OBJECT_TYPE_DEFINITION, Kind.INTERFACE_TYPE_DEFINITION, Kind.INPUT_OBJECT_TYPE_DEFINITION, Kind.ENUM_TYPE_DEFINITION,
    Kind.SCALAR_TYPE_DEFINITION, Kind.UNION_TYPE_DEFINITION]
  if (!kinds.includes(definition.kind)) return
  const type = definition.name.value
  if (undescribedByNature(type)) return
  const need = (node, where) => {
    if (!node.description?.value.trim()) say(where, 'described', 'has no description')
  }
  // The roots are named so by the language; their fields are what is described.
  if (!['Query', 'Mutation', 'Subscription'].includes(type)) need(definition, type)
  for (const field of definition.fields ?? []) {
    need(field, `${type}.${field.name.value}`)
    for (const argument of field.arguments ?? []) {
      if (paging.has(argument.name.value)) continue
      need(argument, `${type}.${field.name.value}(${argument.name.value})`)
    }
  }
  for (const value of definition.values ?? []) need(value, `${type}.${value.name.value}`)
}

// The four words of every connection, described once: in the Relay specification.
const paging = new Set(['first', 'after', 'last', 'before'])

function enumValues (type, say) {
  for (const value of type.getValues()) {
    if (!/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(value.name)) say(`${type.name}.${value.name}`, 'upper-snake', 'an enum value is UPPER_SNAKE')
  }
}

function connection (type, say) {
  const fields = type.getFields()
  const subject = type.name.replace(/Connection$/, '')
  const shapes = { nodes: `[${subject}!]!`, edges: `[${subject}Edge!]!`, pageInfo: 'PageInfo!', totalCount: 'Int!' }
  for (const [name, shape] of Object.entries(shapes)) {
    const found = fields[name] ? String(fields[name].type) : 'nothing'
    if (found !== shape) say(`${type.name}.${name}`, 'connection', `a connection has ${name}: ${shape}, here it is ${found}`)
  }
}

function outputs (type, say) {
  for (const field of Object.values(type.getFields())) {
    const where = `${type.name}.${field.name}`
    const written = String(field.type)
    if (field.name === 'id' && written !== 'ID!') say(where, 'ids', 'an id is ID!')
    if (written === 'Boolean') say(where, 'booleans', 'a boolean is never null: null is a third answer')
    const list = isNonNullType(field.type) ? field.type.ofType : field.type
    if (isListType(list) && !isNonNullType(list.ofType) && where !== 'Query.nodes') say(where, 'lists', 'the items of a list are never null')
    if (!/Connection!?$/.test(written)) continue
    for (const name of ['first', 'after']) {
      if (!field.args.some(argument => argument.name === name)) say(where, 'connection', `a connection is asked for with ${name}`)
    }
  }
}

function deprecated (type, say) {
  const members = type.getFields ? Object.values(type.getFields()) : type.getValues?.() ?? []
  for (const member of members) {
    if (member.deprecationReason && !/Removal on \d{4}-\d\d-\d\d UTC/.test(member.deprecationReason)) {
      say(`${type.name}.${member.name}`, 'deprecation', 'the reason says what to use instead and "Removal on YYYY-MM-DD UTC"')
    }
  }
}

function mutations (schema, say) {
  const errors = schema.getType('UserError')
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const where = `Mutation.${field.name}`
    const pascal = field.name[0].toUpperCase() + field.name.slice(1)
    const first = field.name.split(/(?=[A-Z])/)[0]
    if (VERBS.has(first) || first === field.name) say(where, 'noun-verb', `a mutation is named by its noun, then its verb; this begins with "${first}"`)
    const wanted = `${pascal}Input!`
    if (field.args.length !== 1 || field.args[0].name !== 'input' || String(field.args[0].type) !== wanted) {
      say(where, 'one-input', `a mutation takes exactly one input: ${wanted}`)
    } else if (!isInputObjectType(getNamedType(field.args[0].type))) {
      say(where, 'one-input', `${wanted} is an input object`)
    }
    if (String(field.type) !== `${pascal}Payload`) {
      say(where, 'payload', `a mutation answers ${pascal}Payload, nullable; here it is ${field.type}`)
      continue
    }
    const failures = field.type.getFields().userErrors
    if (!failures || !/^\[[A-Z]\w*UserError!\]!$/.test(String(failures.type))) {
      say(`${field.type}.userErrors`, 'user-errors', 'a payload has userErrors: [<Domain>UserError!]!')
      continue
    }
    const failure = getNamedType(failures.type)
    if (!failure.getInterfaces?.().includes(errors)) say(failure.name, 'user-errors', 'implements UserError')
    const code = failure.getFields().code
    if (!code || String(code.type) !== `${failure.name}Code!`) say(failure.name, 'user-errors', `has code: ${failure.name}Code!`)
  }
}
