//! Which rights are of one family: the same invention, at several offices or in several applications.
//!
//! A register names a family by a number (INPADOC), lists its members, or tells from which application another goes back. Any
//! of these that two rights share makes them one family.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use db::{Result, Tx};
use kernel::PatentId;

use crate::{
    Patents,
    facts::{FamilyMember, NumberKey, RightFacts},
    number::PatentNumber,
    store,
};

/// What a right shares with the others of its family, as far as its registers tell: the family's number, and the numbers
/// of all its members, its own among them.
pub(crate) fn family_keys(facts: &RightFacts) -> BTreeSet<String> {
    let root = facts
        .continuity
        .as_ref()
        .and_then(|continuity| continuity.root.as_ref());
    let members = facts.family.iter().filter_map(number_of);
    let numbers = facts.keys().into_iter().chain(members);
    let numbers = numbers.chain(root.map(|root| NumberKey::from(&root.application)));
    let mut keys: BTreeSet<String> = numbers
        .map(|number| match number.is_application {
            true => format!("application {}", number.key),
            false => format!("document {}", number.key),
        })
        .collect();
    keys.extend(facts.family_id.as_ref().map(|id| format!("inpadoc {id}")));
    keys
}

/// The number of a member as a register prints it; nothing if it can be read in several ways.
fn number_of(member: &FamilyMember) -> Option<NumberKey> {
    // No year is too late: what a register lists was filed.
    let far = NaiveDate::from_ymd_opt(9998, 1, 1)?;
    let office = member.office.parse().ok();
    let read = PatentNumber::parse(&member.number, office, far).ok()?;
    Some(NumberKey::from(&read))
}

impl Patents {
    /// The other rights kept here that are of one family with these, by what this transaction sees: for each right those of
    /// its family. Rights without any are left out.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn families_in(&self, tx: &Tx, ids: &[PatentId]) -> Result<HashMap<PatentId, Vec<PatentId>>> {
        let mut families: BTreeMap<PatentId, BTreeSet<PatentId>> = BTreeMap::new();
        for (right, relative) in store::families::relatives(&**tx, ids).await? {
            families.entry(right).or_default().insert(relative);
        }
        Ok(families
            .into_iter()
            .map(|(right, relatives)| (right, relatives.into_iter().collect()))
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        facts::{Ancestor, Continuity},
        number::{NumberForm, Office},
    };

    fn application(text: &str) -> PatentNumber {
        let far = NaiveDate::from_ymd_opt(9998, 1, 1).unwrap();
        PatentNumber::parse_as(text, None, NumberForm::Application, far).unwrap()
    }

    fn right(number: &str) -> RightFacts {
        RightFacts {
            application: Some(application(number)),
            ..RightFacts::default()
        }
    }

    fn are_one_family(a: &RightFacts, b: &RightFacts) -> bool {
        !family_keys(a).is_disjoint(&family_keys(b))
    }

    #[test]
    fn a_list_of_members_that_names_a_right_makes_it_one_of_the_family() {
        let (listed, other) = (right("US 17/248,024"), right("US 17/248,025"));
        let lists = RightFacts {
            family: vec![FamilyMember {
                office: Office::US.to_string(),
                number: "US 17/248,024".to_owned(),
            }],
            ..right("EP 11771550.8")
        };
        assert!(are_one_family(&lists, &listed));
        assert!(!are_one_family(&lists, &other));
    }

    #[test]
    fn the_number_of_a_family_and_a_common_parent_tell_the_same() {
        let in_family = |number, id: &str| RightFacts {
            family_id: Some(id.to_owned()),
            ..right(number)
        };
        assert!(are_one_family(
            &in_family("EP 11771550.8", "42"),
            &in_family("US 17/248,024", "42")
        ));
        assert!(!are_one_family(
            &in_family("EP 11771550.8", "42"),
            &in_family("US 17/248,024", "43")
        ));

        let child = RightFacts {
            continuity: Some(Continuity {
                parents: 1,
                root: Some(Ancestor {
                    application: application("US 10/824,944"),
                    filed_on: "2004-04-14".parse().unwrap(),
                }),
            }),
            ..right("US 17/248,024")
        };
        assert!(are_one_family(&child, &right("US 10/824,944")));
    }

    #[test]
    fn an_application_and_a_document_of_the_same_digits_are_no_family() {
        let listed = |number: &str| RightFacts {
            family: vec![FamilyMember {
                office: Office::US.to_string(),
                number: number.to_owned(),
            }],
            ..right("EP 11771550.8")
        };
        let filed = right("US 11/646,472");
        assert!(are_one_family(&listed("US 11/646,472"), &filed));
        assert!(!are_one_family(&listed("US 11,646,472 B2"), &filed));
    }
}
