//! Who may know whom: the arrows between crates, and the home of each kind of knowledge.
//!
//! A new crate, or a new arrow, is a decision: it is made by changing the tables here.

use std::{collections::BTreeSet, path::Path};

use anyhow::{Context, Result, bail};

use crate::shell;

/// What a crate of a layer may import of ours.
const FOUNDATION: &[&str] = &[
    "kernel", "i18n", "db", "cache", "files", "mail", "payments", "ledger",
];
const DOMAIN: &[&str] = &[
    "accounts",
    "projects",
    "patents",
    "investors",
    "pledges",
    "services",
    "notifications",
    "verification",
    "regimes",
    "privacy",
];

fn may_import(name: &str) -> Option<Vec<&'static str>> {
    let list = |names: &[&'static str]| Some(names.to_vec());
    match name {
        "kernel" | "migrations" | "xtask" => list(&[]),
        "i18n" | "db" | "cache" => list(&["kernel"]),
        "files" | "mail" | "payments" | "ledger" => list(&["kernel", "db"]),
        "payments-stripe" => list(&["kernel", "payments"]),
        name if DOMAIN.contains(&name) => list(FOUNDATION),
        "app" => list(&[FOUNDATION, DOMAIN].concat()),
        "gateway" => list(&[FOUNDATION, DOMAIN, &["app"]].concat()),
        "web" => list(&["kernel", "i18n"]),
        "server" => list(
            &[
                FOUNDATION,
                DOMAIN,
                &["payments-stripe", "app", "gateway", "web", "migrations"],
            ]
            .concat(),
        ),
        "testkit" => list(&["kernel", "db", "cache", "migrations"]),
        "journeys" => list(
            &[
                FOUNDATION,
                DOMAIN,
                &["app", "gateway", "web", "server", "testkit", "migrations"],
            ]
            .concat(),
        ),
        _ => None,
    }
}

/// Libraries that stand for a kind of knowledge, and the crates that have it.
const HOMES: &[(&str, &[&str])] = &[
    ("async-graphql", &["gateway"]),
    ("async-graphql-axum", &["gateway"]),
    ("cynic", &["web"]),
    ("askama", &["web", "mail"]),
    ("lettre", &["mail"]),
    ("redis", &["cache"]),
    ("object_store", &["files"]),
    ("image", &["files"]),
    ("async-stripe", &["payments-stripe"]),
    ("async-stripe-core", &["payments-stripe"]),
    ("async-stripe-connect", &["payments-stripe"]),
    ("axum", &["gateway", "web", "server"]),
    ("figment", &["server"]),
    ("sea-orm-migration", &["migrations"]),
    (
        "sea-orm",
        &[
            "db",
            "ledger",
            "payments",
            "files",
            "mail",
            "migrations",
            "testkit",
            "server",
            "accounts",
            "projects",
            "patents",
            "investors",
            "pledges",
            "services",
            "notifications",
            "verification",
            "regimes",
            "privacy",
        ],
    ),
];

/// A crate's manifest, as far as it matters here.
struct Manifest {
    name: String,
    dependencies: BTreeSet<String>,
    dev_dependencies: BTreeSet<String>,
}

/// Checks every manifest of the workspace, and where environment variables are read.
pub(crate) fn check() -> Result<()> {
    let root = shell::root();
    let mut folders: Vec<_> = std::fs::read_dir(root.join("crates"))?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    folders.extend([root.join("migrations"), root.join("tests")]);
    folders.sort();
    folders.retain(|folder| folder.join("Cargo.toml").exists());

    let manifests = folders
        .iter()
        .map(|folder| read(folder))
        .collect::<Result<Vec<_>>>()?;
    let ours: BTreeSet<&str> = manifests.iter().map(|manifest| manifest.name.as_str()).collect();
    let mut wrong: Vec<String> = manifests
        .iter()
        .flat_map(|manifest| violations(manifest, &ours))
        .collect();
    for folder in &folders {
        environment_readers(&folder.join("src"), folder, &mut wrong)?;
    }
    if wrong.is_empty() {
        println!("{} crates, no arrow out of place", manifests.len());
        return Ok(());
    }
    bail!("{}", wrong.join("\n"))
}

fn read(folder: &Path) -> Result<Manifest> {
    let file = folder.join("Cargo.toml");
    let text = std::fs::read_to_string(&file)?;
    parse(&text).with_context(|| format!("{} is no manifest", file.display()))
}

fn parse(text: &str) -> Result<Manifest> {
    let manifest: toml::Table = text.parse()?;
    let name = manifest
        .get("package")
        .and_then(|package| package.get("name")?.as_str())
        .context("it has no name")?;
    let names = |section: &str| -> BTreeSet<String> {
        manifest
            .get(section)
            .and_then(toml::Value::as_table)
            .map(|table| table.keys().cloned().collect())
            .unwrap_or_default()
    };
    Ok(Manifest {
        name: name.to_owned(),
        dependencies: names("dependencies"),
        dev_dependencies: names("dev-dependencies"),
    })
}

/// The sentences that say what is out of place.
fn violations(manifest: &Manifest, ours: &BTreeSet<&str>) -> Vec<String> {
    let name = manifest.name.as_str();
    let Some(allowed) = may_import(name) else {
        return vec![format!(
            "{name} has no layer: give it one in crates/xtask/src/layers.rs"
        )];
    };
    let mut wrong = Vec::new();
    for dependency in manifest
        .dependencies
        .iter()
        .filter(|dependency| ours.contains(dependency.as_str()))
    {
        if !allowed.contains(&dependency.as_str()) {
            wrong.push(format!(
                "{name} may not import {dependency}{}",
                why(name, dependency)
            ));
        }
    }
    for dependency in manifest
        .dev_dependencies
        .iter()
        // A crate that names itself tests its own optional features.
        .filter(|dependency| ours.contains(dependency.as_str()) && dependency.as_str() != name)
    {
        if !allowed.contains(&dependency.as_str())
            && !["testkit", "migrations"].contains(&dependency.as_str())
        {
            wrong.push(format!(
                "the tests of {name} may not import {dependency}{}",
                why(name, dependency)
            ));
        }
    }
    for (library, homes) in HOMES {
        if manifest.dependencies.contains(*library) && !homes.contains(&name) {
            wrong.push(format!(
                "{name} may not import {library}: it belongs to {}",
                homes.join(", ")
            ));
        }
    }
    wrong
}

fn why(name: &str, dependency: &str) -> &'static str {
    if DOMAIN.contains(&name) && DOMAIN.contains(&dependency) {
        ": they are siblings, which know one another by typed id, port or event"
    } else if name == "web" {
        ": the pages are a client of schema.graphql"
    } else {
        ""
    }
}

/// Product crates get their settings from `server::config`; none of them reads the environment itself.
fn environment_readers(dir: &Path, folder: &Path, wrong: &mut Vec<String>) -> Result<()> {
    let name = folder
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    if ["server", "testkit", "xtask", "tests"].contains(&name) || !dir.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(dir)?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            environment_readers(&path, folder, wrong)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path)?;
            for (number, line) in text
                .lines()
                .enumerate()
                .filter(|(_, line)| line.contains("env::var"))
            {
                wrong.push(format!(
                    "{}:{} reads the environment, which is for server::config: {}",
                    path.display(),
                    number + 1,
                    line.trim()
                ));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{parse, violations};

    fn judged(manifest: &str) -> Vec<String> {
        let ours = ["kernel", "db", "patents", "projects", "gateway", "web", "testkit"]
            .into_iter()
            .collect();
        violations(&parse(manifest).unwrap(), &ours)
    }

    #[test]
    fn a_domain_crate_may_know_what_is_below_it() {
        assert!(
            judged("[package]\nname = \"patents\"\n[dependencies]\nkernel = '1'\ndb = '1'\nserde = '1'")
                .is_empty()
        );
    }

    #[test]
    fn a_domain_crate_may_not_know_its_sibling_even_in_tests() {
        let wrong = judged(
            "[package]\nname = \"patents\"\n[dependencies]\nprojects = '1'\n[dev-dependencies]\nprojects = '1'\ntestkit = '1'",
        );
        assert_eq!(wrong.len(), 2);
        assert!(wrong[0].contains("siblings"), "{}", wrong[0]);
    }

    #[test]
    fn the_pages_know_the_schema_only() {
        let wrong = judged("[package]\nname = \"web\"\n[dependencies]\npatents = '1'\ngateway = '1'");
        assert_eq!(wrong.len(), 2);
    }

    #[test]
    fn graphql_is_known_to_the_gateway_only() {
        let wrong = judged("[package]\nname = \"patents\"\n[dependencies]\nasync-graphql = '1'");
        assert_eq!(
            wrong,
            ["patents may not import async-graphql: it belongs to gateway"]
        );
    }

    #[test]
    fn a_crate_without_a_layer_is_refused() {
        assert_eq!(judged("[package]\nname = \"helpers\"").len(), 1);
    }
}
