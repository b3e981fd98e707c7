//! What to ask OPS about a right, and in which spelling of its number.

use super::super::{
    Call, Lane,
    call::{Scope, segment},
};
use crate::number::{NumberForm, Office, PatentNumber};

/// Family and legal answers.
pub(super) const INPADOC: Lane = Lane("inpadoc");
/// Published data.
pub(super) const RETRIEVAL: Lane = Lane("retrieval");
/// The register and everything else.
pub(super) const OTHER: Lane = Lane("other");

/// The part of every path before the service.
const SERVICES: &str = "/3.2/rest-services";

/// A number as a call takes it: `publication/docdb/EP.2400812.A1`.
fn reference(number: &PatentNumber) -> Option<String> {
    let docdb = || Some(segment(&number.docdb()?.to_string()));
    Some(match (number.form(), number.kind()) {
        (NumberForm::Application, _) => format!("application/docdb/{}", docdb()?),
        (_, Some(_)) => format!("publication/docdb/{}", docdb()?),
        // docdb without a kind code names no document; epodoc without one names all of a number.
        (_, None) => format!("publication/epodoc/{}", segment(&number.epodoc()?)),
    })
}

/// Whether a document is the first that was published of its right. Legal events hang on that one alone: a B1 carries
/// none. Chinese utility models and designs are published once.
fn is_first(number: &PatentNumber) -> bool {
    match (number.form(), number.kind()) {
        (NumberForm::Application, _) => true,
        (NumberForm::Publication, kind) => kind.is_some(),
        (NumberForm::Grant, Some(kind)) => number.office() == Office::CN && kind.starts_with(['U', 'Y', 'S']),
        (NumberForm::Grant, None) => false,
    }
}

/// Legal events and family first; for European rights the register, for others the front page.
pub(super) fn for_number(number: &PatentNumber) -> Vec<Call> {
    let Some(reference) = reference(number) else {
        return Vec::new();
    };
    let get = |path: String, scope| Call::get(super::NAME, format!("{SERVICES}/{path}"), number, scope);
    let is_european = number.office() == Office::EP;
    let mut calls = Vec::new();
    if is_european && !is_first(number) {
        // All European documents of a right share one number: epodoc finds the events by any of them.
        let path = format!("legal/publication/epodoc/{}", segment(&number.key()));
        calls.push(get(path, Scope::One).in_lane(INPADOC));
        calls.push(get(format!("family/{reference}"), Scope::Family).in_lane(INPADOC));
    } else if is_first(number) {
        calls.push(get(format!("legal/{reference}"), Scope::One).in_lane(INPADOC));
        calls.push(get(format!("family/{reference}"), Scope::Family).in_lane(INPADOC));
    } else {
        calls.push(get(format!("family/{reference}/legal"), Scope::Family).in_lane(INPADOC));
    }
    if is_european {
        let form = match number.form() {
            NumberForm::Application => "application",
            _ => "publication",
        };
        for part in ["biblio", "procedural-steps", "events"] {
            let path = format!("register/{form}/epodoc/{}/{part}", segment(&number.key()));
            calls.push(get(path, Scope::One).in_lane(OTHER));
        }
    } else {
        let path = format!("published-data/{reference}/biblio");
        calls.push(get(path, Scope::One).in_lane(RETRIEVAL));
    }
    calls
}

/// About how large answers are, as recorded.
pub(super) fn cost(call: &Call) -> u64 {
    let path = call.path();
    let kilobytes = if path.ends_with("/legal") || path.contains("/legal/") {
        130
    } else if path.contains("/register/") {
        50
    } else if path.contains("/published-data/") {
        30
    } else {
        10
    };
    kilobytes * 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(number: &str) -> Vec<String> {
        let today = "2026-11-24".parse().unwrap();
        let number = PatentNumber::parse(number, None, today).unwrap();
        for_number(&number)
            .iter()
            .map(|call| call.to_string().replace("GET /3.2/rest-services/", ""))
            .collect()
    }

    #[test]
    fn a_european_right_is_asked_of_legal_events_family_and_register() {
        assert_eq!(
            asked("EP2400812A1"),
            [
                "legal/publication/docdb/EP.2400812.A1",
                "family/publication/docdb/EP.2400812.A1",
                "register/publication/epodoc/EP2400812/biblio",
                "register/publication/epodoc/EP2400812/procedural-steps",
                "register/publication/epodoc/EP2400812/events",
            ]
        );
        let by_application = asked("EP10167109.7");
        assert_eq!(by_application[0], "legal/application/docdb/EP.10167109.A");
        assert_eq!(by_application[2], "register/application/epodoc/EP10167109/biblio");
    }

    #[test]
    fn a_grant_is_asked_where_its_events_hang() {
        assert_eq!(asked("EP2400812B1")[0], "legal/publication/epodoc/EP2400812");
        assert_eq!(asked("EP2400812B1")[1], "family/publication/docdb/EP.2400812.B1");
        assert_eq!(
            asked("CN101911042B")[0],
            "family/publication/docdb/CN.101911042.B/legal"
        );
        assert_eq!(asked("CN206313976U")[0], "legal/publication/docdb/CN.206313976.U");
        assert_eq!(
            asked("US11646472B2")[0],
            "family/publication/docdb/US.11646472.B2/legal"
        );
    }

    #[test]
    fn each_number_goes_out_in_the_spelling_of_the_service() {
        assert_eq!(
            asked("CN200880123968.6")[0],
            "legal/application/docdb/CN.200880123968.A"
        );
        assert_eq!(
            asked("US 2012/0057518 A1")[0],
            "legal/publication/docdb/US.2012057518.A1"
        );
        assert_eq!(
            asked("PCT/US2008/086599")[0],
            "legal/application/docdb/US.2008086599.W"
        );
        assert_eq!(
            asked("WO2009085664A2")[2],
            "published-data/publication/docdb/WO.2009085664.A2/biblio"
        );
        // Without the year of filing docdb cannot spell a United States application.
        assert_eq!(asked("US 17/248,024"), Vec::<String>::new());
    }
}
