//! Values given as input: literals, defaults and variables.

use async_graphql::Variables;
use async_graphql_parser::types::{Field, OperationDefinition};
use async_graphql_value::{ConstValue, Number, Value};

use super::{Limits, Violation, violation::Nested};

/// The arguments that choose the size of a page.
pub(super) const PAGE_ARGUMENTS: [&str; 2] = ["first", "last"];

/// Checks the lists and page sizes written out in a field's arguments.
pub(super) fn check_arguments(field: &Field, limits: &Limits) -> Result<(), Violation> {
    for (_, value) in &field.arguments {
        check_literal(&value.node, limits)?;
    }
    let given = |name| field.get_argument(name).is_some_and(|v| v.node != Value::Null);
    if given("first") && given("last") && !has_variable(field, "first") && !has_variable(field, "last") {
        return Err(Violation::FirstAndLast);
    }
    for argument in PAGE_ARGUMENTS {
        if let Some(value) = field.get_argument(argument)
            && let Value::Number(number) = &value.node
        {
            page_size(argument, number, limits)?;
        }
    }
    Ok(())
}

fn has_variable(field: &Field, argument: &str) -> bool {
    field
        .get_argument(argument)
        .is_some_and(|v| matches!(v.node, Value::Variable(_)))
}

/// A page size in range. Whatever is not an integer is left to validation, which refuses it.
pub(super) fn page_size(argument: &'static str, number: &Number, limits: &Limits) -> Result<u64, Violation> {
    match number.as_i64() {
        Some(size) if (1..=limits.page).contains(&size) => Ok(size.unsigned_abs()),
        _ => Err(Violation::PageSize {
            argument,
            limit: limits.page,
        }),
    }
}

/// Checks every variable sent, and that those that must be are: the library notices only when it
/// comes to use one.
pub(super) fn check_variables(
    operation: &OperationDefinition,
    variables: &Variables,
    limits: &Limits,
) -> Result<(), Violation> {
    for definition in operation
        .variable_definitions
        .iter()
        .map(|definition| &definition.node)
    {
        let name = definition.name.node.as_str();
        let absent = match variables.get(name) {
            Some(value) => *value == ConstValue::Null,
            None => definition.default_value.is_none(),
        };
        if absent && !definition.var_type.node.nullable {
            return Err(Violation::VariableMissing(name.to_owned()));
        }
    }
    variables
        .values()
        .try_for_each(|value| check_constant(value, limits))
}

/// Checks a literal, variables in it aside.
pub(super) fn check_literal(value: &Value, limits: &Limits) -> Result<(), Violation> {
    literal(value, 1, limits)
}

/// Checks a constant: a default or a variable.
pub(super) fn check_constant(value: &ConstValue, limits: &Limits) -> Result<(), Violation> {
    constant(value, 1, limits)
}

fn literal(value: &Value, depth: usize, limits: &Limits) -> Result<(), Violation> {
    match value {
        Value::List(items) => {
            container(depth, items.len(), limits)?;
            items.iter().try_for_each(|item| literal(item, depth + 1, limits))
        }
        Value::Object(fields) => {
            container(depth, 0, limits)?;
            fields
                .values()
                .try_for_each(|item| literal(item, depth + 1, limits))
        }
        _ => Ok(()),
    }
}

fn constant(value: &ConstValue, depth: usize, limits: &Limits) -> Result<(), Violation> {
    match value {
        ConstValue::List(items) => {
            container(depth, items.len(), limits)?;
            items
                .iter()
                .try_for_each(|item| constant(item, depth + 1, limits))
        }
        ConstValue::Object(fields) => {
            container(depth, 0, limits)?;
            fields
                .values()
                .try_for_each(|item| constant(item, depth + 1, limits))
        }
        _ => Ok(()),
    }
}

fn container(depth: usize, items: usize, limits: &Limits) -> Result<(), Violation> {
    if depth > limits.value_depth {
        return Err(Violation::TooDeep {
            what: Nested::Values,
            limit: limits.value_depth,
        });
    }
    if items > limits.list_items {
        return Err(Violation::LongList {
            limit: limits.list_items,
        });
    }
    Ok(())
}
