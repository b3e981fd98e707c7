//! The price of one operation with its variables. Everything saturates: no page size, however
//! large, makes a document cheaper.

use std::collections::HashMap;

use async_graphql::Variables;
use async_graphql_parser::types::{ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet};
use async_graphql_value::{ConstValue, Number, Value};

use super::{
    CostModel, Limits, Violation,
    values::{PAGE_ARGUMENTS, page_size},
};

/// Units of a leaf, of an object, and of a point.
const LEAF: u64 = 1;
const OBJECT: u64 = 10;
const POINT: u64 = 100;
/// How long a list without a page is taken to be.
const ASSUMED_LIST: u64 = 3;

/// Prices an operation in points, at least one.
pub(super) fn price(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
    model: &CostModel,
    limits: &Limits,
) -> Result<u32, Violation> {
    let mut meter = Meter {
        document,
        operation,
        variables,
        model,
        limits,
        fragments: HashMap::new(),
    };
    let root = model.root(operation.ty);
    let units = meter.selections(&operation.selection_set.node, root, None)?;
    let points = u32::try_from(units.div_ceil(POINT).max(1)).unwrap_or(u32::MAX);
    if points > limits.cost {
        return Err(Violation::TooCostly {
            cost: points,
            limit: limits.cost,
        });
    }
    Ok(points)
}

struct Meter<'a> {
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    variables: &'a Variables,
    model: &'a CostModel,
    limits: &'a Limits,
    /// What a fragment costs inside a page of that size.
    fragments: HashMap<(&'a str, Option<u64>), u64>,
}

impl<'a> Meter<'a> {
    /// `page` is the page of the connection these selections belong to.
    fn selections(
        &mut self,
        set: &'a SelectionSet,
        on: Option<&'a str>,
        page: Option<u64>,
    ) -> Result<u64, Violation> {
        let mut units = 0_u64;
        for selection in &set.items {
            units = units.saturating_add(match &selection.node {
                Selection::Field(field) => self.field(&field.node, on, page)?,
                Selection::InlineFragment(inline) => {
                    let on = inline
                        .node
                        .type_condition
                        .as_ref()
                        .map(|c| c.node.on.node.as_str())
                        .or(on);
                    self.selections(&inline.node.selection_set.node, on, page)?
                }
                Selection::FragmentSpread(spread) => {
                    self.fragment(spread.node.fragment_name.node.as_str(), page)?
                }
            });
        }
        Ok(units)
    }

    fn fragment(&mut self, name: &'a str, page: Option<u64>) -> Result<u64, Violation> {
        if let Some(units) = self.fragments.get(&(name, page)) {
            return Ok(*units);
        }
        let Some(fragment) = self.document.fragments.get(name) else {
            return Ok(0);
        };
        let on = fragment.node.type_condition.node.on.node.as_str();
        let units = self.selections(&fragment.node.selection_set.node, Some(on), page)?;
        self.fragments.insert((name, page), units);
        Ok(units)
    }

    fn field(&mut self, field: &'a Field, on: Option<&str>, page: Option<u64>) -> Result<u64, Violation> {
        let name = field.name.node.as_str();
        let asked = self.page(field)?;
        let model = self.model;
        let known = on.and_then(|on| model.field(on, name));
        // What the schema does not know (introspection, a misspelling) is priced by its shape.
        let composite = known.map_or(!field.selection_set.node.items.is_empty(), |k| k.composite);
        let paged = known.map_or(asked.is_some(), |k| k.paged);
        let list = known.is_some_and(|k| k.list);
        let size = asked.or(known.map(|k| k.default_page)).unwrap_or(1);
        let (times, inside) = match (paged, list) {
            // A list that is itself the page.
            (true, true) => (size, None),
            // A connection: the page belongs to its `nodes` and `edges`.
            (true, false) => (1, Some(size)),
            (false, true) if matches!(name, "nodes" | "edges") && page.is_some() => (page.unwrap_or(1), None),
            (false, true) => (self.longest_list(field).unwrap_or(ASSUMED_LIST), None),
            (false, false) => (1, None),
        };
        let returns = known.map(|k| k.returns.as_str());
        let below = self.selections(&field.selection_set.node, returns, inside)?;
        let own = if composite { OBJECT } else { LEAF };
        let price = u64::from(known.map_or(0, |k| k.price)) * POINT;
        Ok(own
            .saturating_add(below)
            .saturating_mul(times)
            .saturating_add(price))
    }

    /// The page asked for, whether written out or by variable.
    fn page(&self, field: &Field) -> Result<Option<u64>, Violation> {
        let mut page = None;
        for argument in PAGE_ARGUMENTS {
            let Some(size) = self.number(field, argument) else {
                continue;
            };
            let size = page_size(argument, &size, self.limits)?;
            if page.replace(size).is_some() {
                return Err(Violation::FirstAndLast);
            }
        }
        Ok(page)
    }

    fn number(&self, field: &Field, argument: &str) -> Option<Number> {
        match &field.get_argument(argument)?.node {
            Value::Number(number) => Some(number.clone()),
            Value::Variable(name) => match self.variable(name.as_str())? {
                ConstValue::Number(number) => Some(number.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    fn variable(&self, name: &str) -> Option<&'a ConstValue> {
        self.variables.get(name).or_else(|| {
            let mut definitions = self.operation.variable_definitions.iter();
            let definition = definitions.find(|d| d.node.name.node == name)?;
            definition
                .node
                .default_value
                .as_ref()
                .map(|default| &default.node)
        })
    }

    /// The longest list among the arguments: `nodes(ids: […])` returns as many.
    fn longest_list(&self, field: &Field) -> Option<u64> {
        let lengths = field.arguments.iter().filter_map(|(_, value)| match &value.node {
            Value::List(items) => Some(items.len()),
            Value::Variable(name) => match self.variable(name.as_str())? {
                ConstValue::List(items) => Some(items.len()),
                _ => None,
            },
            _ => None,
        });
        lengths.max().map(|length| length as u64)
    }
}
