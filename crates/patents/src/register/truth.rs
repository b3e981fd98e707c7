//! Whether an answer is about the right that was asked for.

use super::{Call, FetchError, call::Scope};
use crate::{
    facts::{NumberKey, RightFacts},
    source::{Answer, Register},
};

/// Refuses an answer of another register or about another right. Numbers are compared in their canonical spelling,
/// without kind codes: an application's publications share one right.
pub(crate) fn check(call: &Call, register: Register, answer: &Answer) -> Result<(), FetchError> {
    let wrong = |answered: String| FetchError::WrongAnswer {
        asked: call.about().display(),
        answered,
    };
    if answer.register != register {
        return Err(wrong(format!("the register {}", answer.register.as_str())));
    }
    let asked = NumberKey::from(call.about());
    let is_it = |right: &RightFacts| right.numbers().any(|number| NumberKey::from(number) == asked);
    let rights = &answer.facts.rights;
    match (rights.is_empty(), call.scope()) {
        (true, Scope::Search) => return Err(FetchError::NotFound),
        (true, Scope::Part) => return Ok(()),
        (true, Scope::One | Scope::Family) => return Err(wrong("no right at all".to_owned())),
        (false, _) => {}
    }
    let stranger = match call.scope() {
        Scope::Family if rights.iter().any(is_it) => None,
        Scope::Family => rights.first(),
        _ => rights.iter().find(|right| !is_it(right)),
    };
    match stranger {
        None => Ok(()),
        Some(right) => Err(wrong(named(right))),
    }
}

/// The numbers of a right, a few of them.
fn named(right: &RightFacts) -> String {
    let numbers: Vec<String> = right.numbers().take(3).map(|number| number.display()).collect();
    if numbers.is_empty() {
        "a right without numbers".to_owned()
    } else {
        numbers.join(", ")
    }
}
