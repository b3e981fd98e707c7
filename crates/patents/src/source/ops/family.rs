//! Family and legal answers: one right per application, its publications and events gathered from all
//! family members.

use super::super::xml::Node;
use super::{biblio, conveyed, events, reference};
use crate::{
    facts::{Extra, Facts, FamilyMember, RightFacts},
    number::{NumberForm, Office},
};

pub(super) fn read(family: &Node) -> Facts {
    let members: Vec<&Node> = family.all("family-member").collect();
    let mut rights: Vec<RightFacts> = Vec::new();
    for member in &members {
        let Some((application, filed_on)) = member
            .child("application-reference")
            .and_then(reference::application)
        else {
            continue;
        };
        let known = rights
            .iter_mut()
            .find(|right| right.application.as_ref() == Some(&application));
        let right = match known {
            Some(right) => right,
            None => {
                let right = RightFacts {
                    right_type: Some(application.right_type()),
                    application: Some(application),
                    ..RightFacts::default()
                };
                rights.push(right);
                let Some(added) = rights.last_mut() else { continue };
                added
            }
        };
        add_member(right, member, filed_on);
    }
    let listed: Vec<FamilyMember> = rights.iter().filter_map(listing).collect();
    for right in &mut rights {
        finish(right);
        let own = right.application.as_ref().map(|number| number.display());
        right.family = listed
            .iter()
            .filter(|member| Some(&member.number) != own.as_ref())
            .cloned()
            .collect();
    }
    // A legal answer speaks of the one document asked for, a family answer of all of them.
    let total = family
        .attribute("total-result-count")
        .and_then(|count| count.parse().ok())
        .unwrap_or(members.len());
    let is_legal = family.attribute("legal") == Some("true");
    let kind = if is_legal
        && members.len() == 1
        && (total > 1 || !rights.iter().all(|right| right.events.is_empty()))
    {
        "legal_events"
    } else {
        "family"
    };
    Facts {
        extra: Extra {
            members: Some(members.len()),
            ..Extra::default()
        },
        ..Facts::of(kind, rights)
    }
}

fn listing(right: &RightFacts) -> Option<FamilyMember> {
    let number = right.application.as_ref()?;
    Some(FamilyMember {
        office: number.office().to_string(),
        number: number.display(),
    })
}

fn add_member(right: &mut RightFacts, member: &Node, filed_on: Option<chrono::NaiveDate>) {
    right.filed_on = right.filed_on.or(filed_on);
    right.family_id = right
        .family_id
        .take()
        .or(member.attribute("family-id").map(str::to_owned));
    let claims: Vec<&Node> = member.all("priority-claim").collect();
    let priority = reference::earliest_priority(&claims);
    right.priority_on = [right.priority_on, priority].into_iter().flatten().min();
    if let Some(publication) = member
        .child("publication-reference")
        .and_then(reference::publication)
        && !right.publications.contains(&publication)
    {
        right.publications.push(publication);
    }
    let office = right
        .application
        .as_ref()
        .map_or(Office::EP, |number| number.office());
    right
        .events
        .extend(member.all("legal").filter_map(|node| events::read(node, office)));
    if let Some(bibliographic) = member.at(&["exchange-document", "bibliographic-data"]) {
        biblio::add(right, bibliographic);
    }
}

/// What follows from all members together: the grant, and what the events let us say.
fn finish(right: &mut RightFacts) {
    let office = right
        .application
        .as_ref()
        .map_or(Office::EP, |number| number.office());
    // The first B document is the grant; later ones correct or amend it.
    let grant = right
        .publications
        .iter()
        .filter(|publication| publication.number.form() == NumberForm::Grant)
        .min_by_key(|publication| publication.published_on);
    if let Some(grant) = grant {
        right.grant = Some(grant.number.clone());
        right.granted_on = grant.published_on;
    }
    if matches!(office, Office::CN | Office::KR | Office::JP) && right.granted_on.is_none() {
        right.granted_on = events::registered_on(&right.events);
    }
    if office == Office::EP && right.granted_on.is_none() {
        right.granted_on = events::granted_on(&right.events);
    }
    right.designated_states = events::designated(&right.events);
    right.conveyances = conveyed::conveyances(office, &right.events);
    right.status = events::status(office, &right.events);
}
