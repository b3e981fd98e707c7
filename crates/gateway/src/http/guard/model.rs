//! What the schema says about the cost of a field: read once, from its own SDL.

use std::collections::HashMap;

use async_graphql_parser::{
    Error, parse_schema,
    types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition},
};
use async_graphql_value::ConstValue;

/// Prices of fields.
///
/// One point is a hundred units; a leaf is one unit, an object ten, each counted as often as its
/// lists may repeat it. A connection repeats its `nodes` and `edges` by the page asked for; a list
/// without a page by what its list arguments hold, else by the length assumed. A root field of a
/// mutation costs ten points before anything it returns. Single fields can be priced apart.
#[derive(Debug, Clone, Default)]
pub struct CostModel {
    types: HashMap<String, HashMap<String, FieldCost>>,
    roots: [Option<String>; 3],
    prices: HashMap<String, u32>,
}

/// What is known of one field.
#[derive(Debug, Clone)]
pub(super) struct FieldCost {
    /// The type it returns, lists aside.
    pub(super) returns: String,
    /// Whether it returns an object.
    pub(super) composite: bool,
    /// Whether it returns a list.
    pub(super) list: bool,
    /// Whether it takes `first` or `last`.
    pub(super) paged: bool,
    /// The page when none is asked for.
    pub(super) default_page: u64,
    /// Points before anything it returns.
    pub(super) price: u32,
}

/// Points of a mutation that is not priced apart.
const MUTATION: u32 = 10;
/// The page where the schema states no default.
const DEFAULT_PAGE: u64 = 20;

impl CostModel {
    /// Reads the schema.
    ///
    /// # Errors
    /// If the text is not SDL.
    pub fn from_sdl(sdl: &str) -> Result<Self, Error> {
        let document = parse_schema(sdl)?;
        let mut model = Self {
            roots: ["Query", "Mutation", "Subscription"].map(|n| Some(n.to_owned())),
            ..Self::default()
        };
        let mut composites = HashMap::new();
        for definition in &document.definitions {
            match definition {
                TypeSystemDefinition::Schema(schema) => {
                    let schema = &schema.node;
                    model.roots = [&schema.query, &schema.mutation, &schema.subscription]
                        .map(|name| name.as_ref().map(|name| name.node.to_string()));
                }
                TypeSystemDefinition::Type(definition) => {
                    let name = definition.node.name.node.to_string();
                    match &definition.node.kind {
                        TypeKind::Object(object) => _ = composites.insert(name, object.fields.as_slice()),
                        TypeKind::Interface(object) => _ = composites.insert(name, object.fields.as_slice()),
                        TypeKind::Union(_) => _ = composites.insert(name, &[]),
                        _ => {}
                    }
                }
                TypeSystemDefinition::Directive(_) => {}
            }
        }
        for (name, fields) in &composites {
            let base = if model.roots[1].as_ref() == Some(name) {
                MUTATION
            } else {
                0
            };
            let fields = fields.iter().map(|field| {
                let field = &field.node;
                (
                    field.name.node.to_string(),
                    FieldCost::read(field, base, |ty| composites.contains_key(ty)),
                )
            });
            model.types.insert(name.clone(), fields.collect());
        }
        Ok(model)
    }

    /// Prices a field apart: `("Mutation.signIn", 50)`. The price is paid before anything it returns.
    #[must_use]
    pub fn price(mut self, field: &str, points: u32) -> Self {
        if let Some((type_name, field_name)) = field.split_once('.')
            && let Some(known) = self
                .types
                .get_mut(type_name)
                .and_then(|fields| fields.get_mut(field_name))
        {
            known.price = points;
        }
        self.prices.insert(field.to_owned(), points);
        self
    }

    /// Fields priced apart that the schema does not have: a misspelt price is no price.
    pub fn unknown_prices(&self) -> Vec<&str> {
        let known = |field: &str| {
            field
                .split_once('.')
                .is_some_and(|(ty, name)| self.types.get(ty).is_some_and(|f| f.contains_key(name)))
        };
        self.prices
            .keys()
            .map(String::as_str)
            .filter(|field| !known(field))
            .collect()
    }

    /// The root type of queries, mutations or subscriptions.
    pub(super) fn root(&self, operation: async_graphql_parser::types::OperationType) -> Option<&str> {
        use async_graphql_parser::types::OperationType;
        let index = match operation {
            OperationType::Query => 0,
            OperationType::Mutation => 1,
            OperationType::Subscription => 2,
        };
        self.roots[index].as_deref()
    }

    /// What is known of a field of a type.
    pub(super) fn field(&self, type_name: &str, field: &str) -> Option<&FieldCost> {
        self.types.get(type_name)?.get(field)
    }
}

impl FieldCost {
    fn read(field: &FieldDefinition, price: u32, composite: impl Fn(&str) -> bool) -> Self {
        let (returns, list) = unwrap(&field.ty.node);
        let page = field
            .arguments
            .iter()
            .find(|a| matches!(a.node.name.node.as_str(), "first" | "last"));
        let default_page = field.arguments.iter().find_map(|a| match &a.node.default_value {
            Some(default) if a.node.name.node == "first" => match &default.node {
                ConstValue::Number(number) => number.as_u64(),
                _ => None,
            },
            _ => None,
        });
        Self {
            composite: composite(&returns),
            returns,
            list,
            paged: page.is_some(),
            default_page: default_page.unwrap_or(DEFAULT_PAGE),
            price,
        }
    }
}

/// The named type inside, and whether a list is around it.
fn unwrap(ty: &Type) -> (String, bool) {
    match &ty.base {
        BaseType::Named(name) => (name.to_string(), false),
        BaseType::List(inside) => (unwrap(inside).0, true),
    }
}
