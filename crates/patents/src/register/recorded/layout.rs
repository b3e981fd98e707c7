//! Which file answers a request.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// The services, told apart by their paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Service {
    Ops,
    Odp,
    Jpo,
    Kipris,
    AssignmentCenter,
}

pub(super) fn service(path: &str) -> Option<Service> {
    [
        ("/3.2/", Service::Ops),
        ("/api/v1/patent/", Service::Odp),
        ("/api/patent/v1/", Service::Jpo),
        ("/auth/", Service::Jpo),
        ("/openapi/rest/", Service::Kipris),
        ("/ipas/", Service::AssignmentCenter),
    ]
    .into_iter()
    .find(|(start, _)| path.starts_with(start))
    .map(|(_, service)| service)
}

/// The file that answers a request, if there is one. Only names without separators can come of a path, so nothing
/// outside of the folder is ever read.
pub(super) fn file(folder: &Path, path: &str, body: &str) -> Option<PathBuf> {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let name = match parts.as_slice() {
        ["3.2", "rest-services", rest @ ..] => ops(rest)?,
        ["api", "v1", "patent", rest @ ..] => return odp(&folder.join("uspto"), rest, query),
        ["api", "patent", "v1", "case_number_reference", _, number] => {
            format!("jpo/case_number_reference_{}.json", plain(number)?)
        }
        ["api", "patent", "v1", call, number] => format!("jpo/{}_{}.json", plain(call)?, plain(number)?),
        ["openapi", "rest", "legStatusST27InfoSearchService", "BasicInfo"] => {
            format!("kipris/st27_{}.xml", plain(value(query, "applicationNumber")?)?)
        }
        ["ipas", "search", "api", "v3", ..] => assignment_center(body)?,
        _ => return None,
    };
    Some(folder.join(name))
}

/// A text that can stand in a file's name.
fn plain(text: &str) -> Option<&str> {
    let passes = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ',');
    (!text.is_empty() && !text.starts_with('.') && text.chars().all(passes)).then_some(text)
}

fn value<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find_map(|(known, value)| (known == name).then_some(value))
}

fn ops(parts: &[&str]) -> Option<String> {
    let name = match *parts {
        ["legal", _, _, number] => format!("legal_{}", plain(number)?),
        ["family", _, _, number] => format!("family_{}", plain(number)?),
        ["family", _, _, number, part] => {
            format!("family_{}_{}", plain(part)?.replace(',', "_"), plain(number)?)
        }
        ["published-data", _, _, number, part] => format!("{}_{}", plain(part)?, plain(number)?),
        ["register", _, _, number, part] => {
            format!("register_{}_{}", plain(part)?.replace('-', "_"), plain(number)?)
        }
        ["number-service", _, from, number, to] => {
            format!("number_{}_to_{}_{}", plain(from)?, plain(to)?, plain(number)?)
        }
        _ => return None,
    };
    Some(format!("epo/{name}.xml"))
}

fn odp(folder: &Path, parts: &[&str], query: &str) -> Option<PathBuf> {
    let name = match *parts {
        ["applications", "search"] => return found(folder, "odp_application_", query),
        ["trials", "proceedings", "search"] => return found(folder, "ptab_proceeding_", query),
        ["applications", number] => format!("odp_application_{}", plain(number)?),
        ["applications", number, part] => {
            format!("odp_{}_{}", plain(part)?.replace('-', "_"), plain(number)?)
        }
        ["trials", "proceedings", number] => format!("ptab_proceeding_{}", plain(number)?),
        ["trials", number, "decisions"] => format!("ptab_decisions_{}", plain(number)?),
        _ => return None,
    };
    Some(folder.join(format!("{name}.json")))
}

/// The first file of a kind in which the field that the query names has the value it names:
/// `q=applicationMetaData.patentNumber:11646472`.
fn found(folder: &Path, prefix: &str, query: &str) -> Option<PathBuf> {
    let (field, wanted) = value(query, "q")?.split_once(':')?;
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            name.is_some_and(|name| name.starts_with(prefix) && !name.ends_with(".headers.json"))
        })
        .collect();
    files.sort();
    files.into_iter().find(|file| {
        let body = std::fs::read(file)
            .ok()
            .and_then(|text| serde_json::from_slice::<Value>(&text).ok());
        body.is_some_and(|body| has_value(&body, field, wanted))
    })
}

/// Whether an entry of one of the body's bags has this value under `bag.field`.
fn has_value(body: &Value, field: &str, wanted: &str) -> bool {
    let bags = body.as_object().into_iter().flat_map(|body| body.values());
    let entries = bags.filter_map(Value::as_array).flatten();
    entries
        .filter_map(|entry| field.split('.').try_fold(entry, |value, key| value.get(key)))
        .any(|value| value.as_str() == Some(wanted))
}

fn assignment_center(question: &str) -> Option<String> {
    let question: Value = serde_json::from_str(question).ok()?;
    let text = |value: &Value, key: &str| Some(plain(value.get(key)?.as_str()?)?.to_owned());
    let name = match question.get("searchCriteria").and_then(|list| list.get(0)) {
        Some(criterion) => {
            let field = text(criterion, "searchBy")?;
            let kind = field.strip_suffix("Number")?;
            format!("{kind}_{}", text(criterion, "property")?)
        }
        None => format!(
            "reelframe_{}-{}",
            text(&question, "reelNumber")?,
            text(&question, "frameNumber")?
        ),
    };
    Some(format!("uspto/assignmentcenter_v3_{name}.json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(path: &str, body: &str) -> Option<String> {
        let file = file(Path::new("/data"), path, body)?;
        Some(file.strip_prefix("/data").unwrap().display().to_string())
    }

    #[test]
    fn each_call_has_its_file() {
        let ops = |path: &str| name(&format!("/3.2/rest-services/{path}"), "");
        for (path, file) in [
            (
                "legal/publication/docdb/EP.2400812.A1",
                "epo/legal_EP.2400812.A1.xml",
            ),
            (
                "family/publication/docdb/EP.2400812.A1/legal",
                "epo/family_legal_EP.2400812.A1.xml",
            ),
            (
                "register/publication/epodoc/EP2400812/procedural-steps",
                "epo/register_procedural_steps_EP2400812.xml",
            ),
            (
                "published-data/publication/docdb/CA.3237996.A1/biblio",
                "epo/biblio_CA.3237996.A1.xml",
            ),
        ] {
            assert_eq!(ops(path).as_deref(), Some(file));
        }
        assert_eq!(
            name("/api/v1/patent/applications/17248024/foreign-priority", "").as_deref(),
            Some("uspto/odp_foreign_priority_17248024.json")
        );
        assert_eq!(
            name("/api/patent/v1/case_number_reference/application/2020123456", "").as_deref(),
            Some("jpo/case_number_reference_2020123456.json")
        );
        assert_eq!(
            name(
                "/ipas/search/api/v3/x",
                r#"{"searchCriteria":[{"property":"1","searchBy":"patentNumber"}]}"#
            )
            .as_deref(),
            Some("uspto/assignmentcenter_v3_patent_1.json")
        );
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        for path in [
            "/3.2/rest-services/legal/publication/docdb/..",
            "/3.2/rest-services/legal/publication/docdb/%2e%2e%2fx",
            "/api/v1/patent/applications/..%2f..",
            "/api/patent/v1/../secret",
        ] {
            assert_eq!(name(path, ""), None, "{path}");
        }
    }
}
