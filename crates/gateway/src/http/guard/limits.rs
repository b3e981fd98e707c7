//! The limits a document must keep.

/// What a document, its variables and its cost may not exceed. The defaults stand well above what
/// the web client and the documented examples need.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Length of the document in bytes.
    pub document_bytes: usize,
    /// Brackets inside one another, of all kinds. The parser recurses once for each.
    pub nesting: usize,
    /// Words and signs in the document.
    pub tokens: usize,
    /// Fragment definitions.
    pub fragments: usize,
    /// Operations in one document.
    pub operations: usize,
    /// Fields inside one another, fragments put in place. Introspection has a bound of its own.
    pub depth: usize,
    /// Fields inside one another below `__schema` and `__type`.
    pub introspection_depth: usize,
    /// Lists inside one another below `__schema` and `__type` that lead from type to type.
    pub introspection_lists: usize,
    /// Aliases written in the document.
    pub aliases: usize,
    /// Directives written in the document.
    pub directives: usize,
    /// Root fields of a mutation or a subscription.
    pub root_effects: usize,
    /// Selections after every fragment is put in place.
    pub expansion: u64,
    /// The largest page.
    pub page: i64,
    /// Items of a list given as input, written out or in variables.
    pub list_items: usize,
    /// Lists and objects inside one another in a value given as input.
    pub value_depth: usize,
    /// Points one operation may cost.
    pub cost: u32,
    /// Errors in one answer.
    pub errors: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 16 * 1024,
            nesting: 64,
            tokens: 2_000,
            fragments: 30,
            operations: 5,
            depth: 15,
            introspection_depth: 25,
            introspection_lists: 2,
            aliases: 30,
            directives: 20,
            root_effects: 1,
            expansion: 5_000,
            page: 100,
            list_items: 100,
            value_depth: 16,
            cost: 1_000,
            errors: 20,
        }
    }
}
