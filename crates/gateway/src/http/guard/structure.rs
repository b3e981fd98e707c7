//! Walks the parsed document, each fragment once, whatever the number of places it is spread in.

use std::collections::HashMap;

use async_graphql_parser::Positioned;
use async_graphql_parser::types::{
    Directive, ExecutableDocument, Field, OperationType, Selection, SelectionSet,
};

use super::{
    Limits, Violation, values,
    violation::{Counted, Nested},
};

/// Checks what does not depend on variables.
pub(super) fn check(document: &ExecutableDocument, limits: &Limits) -> Result<(), Violation> {
    let mut walk = Walk {
        document,
        limits,
        done: HashMap::new(),
        aliases: 0,
        directives: 0,
    };
    at_most(
        Counted::Fragments,
        document.fragments.len() as u64,
        limits.fragments as u64,
    )?;
    at_most(
        Counted::Operations,
        document.operations.iter().count() as u64,
        limits.operations as u64,
    )?;
    // Fragments that no operation reaches are validated too, so they count as well.
    for name in document.fragments.keys() {
        walk.fragment(name.as_str())?;
    }
    let mut expansion = 0_u64;
    for (_, operation) in document.operations.iter() {
        let operation = &operation.node;
        walk.directives(&operation.directives)?;
        for variable in &operation.variable_definitions {
            walk.directives(&variable.node.directives)?;
            if let Some(default) = &variable.node.default_value {
                values::check_constant(&default.node, limits)?;
            }
        }
        let size = walk.selections(&operation.selection_set.node)?;
        walk.keep_depth(&size)?;
        expansion = expansion.saturating_add(size.expansion);
        if operation.ty != OperationType::Query {
            at_most(Counted::RootFields, size.root_fields, limits.root_effects as u64)?;
        }
    }
    at_most(Counted::Selections, expansion, limits.expansion)
}

/// The measures of a selection set with its fragments put in place.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    /// Selections.
    expansion: u64,
    /// Fields on the first level.
    root_fields: u64,
    /// Fields inside one another.
    depth: usize,
    /// Lists from type to type inside one another, as introspection has them.
    type_lists: usize,
}

impl Size {
    /// Puts two selections beside each other.
    fn beside(self, other: Size) -> Size {
        Size {
            expansion: self.expansion.saturating_add(other.expansion),
            root_fields: self.root_fields.saturating_add(other.root_fields),
            depth: self.depth.max(other.depth),
            type_lists: self.type_lists.max(other.type_lists),
        }
    }
}

struct Walk<'a> {
    document: &'a ExecutableDocument,
    limits: &'a Limits,
    /// Fragments measured; `None` while one is being walked.
    done: HashMap<&'a str, Option<Size>>,
    aliases: u64,
    directives: u64,
}

impl<'a> Walk<'a> {
    fn fragment(&mut self, name: &'a str) -> Result<Size, Violation> {
        match self.done.get(name) {
            Some(Some(size)) => return Ok(*size),
            Some(None) => return Err(Violation::FragmentCycle(name.to_owned())),
            None => {}
        }
        // Validation says so if there is no such fragment.
        let Some(fragment) = self.document.fragments.get(name) else {
            return Ok(Size::default());
        };
        self.done.insert(name, None);
        self.directives(&fragment.node.directives)?;
        let size = self.selections(&fragment.node.selection_set.node)?;
        self.keep_depth(&size)?;
        at_most(Counted::Selections, size.expansion, self.limits.expansion)?;
        self.done.insert(name, Some(size));
        Ok(size)
    }

    fn selections(&mut self, set: &'a SelectionSet) -> Result<Size, Violation> {
        let mut total = Size::default();
        for selection in &set.items {
            self.directives(selection.node.directives())?;
            let size = match &selection.node {
                Selection::Field(field) => self.field(&field.node)?,
                Selection::InlineFragment(inline) => {
                    let mut size = self.selections(&inline.node.selection_set.node)?;
                    size.expansion = size.expansion.saturating_add(1);
                    size
                }
                Selection::FragmentSpread(spread) => {
                    let mut size = self.fragment(spread.node.fragment_name.node.as_str())?;
                    size.expansion = size.expansion.saturating_add(1);
                    size
                }
            };
            total = total.beside(size);
        }
        Ok(total)
    }

    fn field(&mut self, field: &'a Field) -> Result<Size, Violation> {
        if field.alias.is_some() {
            self.aliases += 1;
            at_most(Counted::Aliases, self.aliases, self.limits.aliases as u64)?;
        }
        values::check_arguments(field, self.limits)?;
        let inside = self.selections(&field.selection_set.node)?;
        let name = field.name.node.as_str();
        let introspects = name == "__schema" || name == "__type";
        if introspects {
            let Limits {
                introspection_depth,
                introspection_lists,
                ..
            } = *self.limits;
            if inside.depth > introspection_depth {
                return Err(too_deep(Nested::Introspection, introspection_depth));
            }
            if inside.type_lists > introspection_lists {
                return Err(too_deep(Nested::Introspection, introspection_lists));
            }
        }
        let leads_on = matches!(name, "fields" | "interfaces" | "possibleTypes" | "inputFields");
        Ok(Size {
            expansion: inside.expansion.saturating_add(1),
            root_fields: 1,
            depth: if introspects { 1 } else { inside.depth + 1 },
            type_lists: inside.type_lists + usize::from(leads_on),
        })
    }

    /// A fragment on an introspection type may be as deep as introspection is, so the depth of
    /// fields is kept where it starts from an operation, and the wider bound everywhere.
    fn keep_depth(&self, size: &Size) -> Result<(), Violation> {
        let in_fragment = self.done.values().any(Option::is_none);
        let limit = if in_fragment {
            self.limits.introspection_depth
        } else {
            self.limits.depth
        };
        if size.depth > limit {
            Err(too_deep(Nested::Fields, limit))
        } else {
            Ok(())
        }
    }

    fn directives(&mut self, directives: &'a [Positioned<Directive>]) -> Result<(), Violation> {
        self.directives += directives.len() as u64;
        at_most(
            Counted::Directives,
            self.directives,
            self.limits.directives as u64,
        )?;
        for directive in directives {
            for (_, value) in &directive.node.arguments {
                values::check_literal(&value.node, self.limits)?;
            }
        }
        Ok(())
    }
}

fn at_most(what: Counted, count: u64, limit: u64) -> Result<(), Violation> {
    if count > limit {
        Err(Violation::TooMany { what, limit })
    } else {
        Ok(())
    }
}

fn too_deep(what: Nested, limit: usize) -> Violation {
    Violation::TooDeep { what, limit }
}
