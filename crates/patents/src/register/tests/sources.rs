//! Which sources there are, in which order, and that their keys stay theirs.

use std::sync::Arc;

use kernel::FixedClock;
use rstest::rstest;

use super::{Stage, noon, number};
use crate::register::{
    FetchError, JpoSettings, KiprisSettings, OdpSettings, OpsSettings, RecordedTransport, RegisterSettings,
    SettingsError, Sources,
};

fn names(stage: &Stage, right: &str) -> Vec<&'static str> {
    let sources = stage.sources.for_number(&number(right));
    sources.iter().map(|source| source.name()).collect()
}

#[tokio::test]
async fn an_office_is_believed_about_its_own_rights_before_the_epo() {
    let stage = Stage::new();
    assert_eq!(
        names(&stage, "US11200001B2"),
        ["uspto-odp", "uspto-assignment-center", "epo-ops"]
    );
    assert_eq!(names(&stage, "JP2020-000001"), ["jpo", "epo-ops"]);
    assert_eq!(names(&stage, "KR10-2020-0000001"), ["kipris", "epo-ops"]);
    assert_eq!(names(&stage, "CN101911042B"), ["epo-ops"]);
    assert_eq!(names(&stage, "EP1000001A1"), ["epo-ops"]);
}

#[tokio::test]
async fn without_keys_nothing_is_asked() {
    let clock = Arc::new(FixedClock::at(noon()));
    let transport = RecordedTransport::new("nowhere");
    let sources = Sources::new(&RegisterSettings::default(), Arc::new(transport.clone()), clock).unwrap();
    assert!(sources.is_empty() && sources.for_number(&number("EP1000001A1")).is_empty());
    let stage = Stage::new();
    let error = sources
        .fetch(&stage.call("epo-ops", "EP1000001A1"))
        .await
        .unwrap_err();
    assert!(matches!(
        error,
        FetchError::NeedsCredentials {
            source_name: "epo-ops",
            ..
        }
    ));
    assert!(transport.requests().is_empty());
}

fn full() -> RegisterSettings {
    RegisterSettings {
        ops: Some(OpsSettings::new("SECRET-1", "SECRET-2")),
        odp: Some(OdpSettings::new("SECRET-3")),
        jpo: Some(JpoSettings::new("SECRET-4", "SECRET-5", "/auth/x")),
        kipris: Some(KiprisSettings::new("SECRET-6")),
        assignment_center: true,
    }
}

#[test]
fn settings_and_sources_print_no_key() {
    let settings = full();
    let clock = Arc::new(FixedClock::at(noon()));
    let sources = Sources::new(&settings, Arc::new(RecordedTransport::new("nowhere")), clock).unwrap();
    assert_eq!(sources.iter().count(), 5);
    let text = format!("{settings:?} {sources:?}");
    assert!(text.contains("REDACTED") && !text.contains("SECRET-"), "{text}");
}

#[rstest]
#[case("http://ops.epo.org")]
#[case("ops.epo.org")]
#[case("https://ops.epo.org?key=SECRET-9")]
#[case("https://user:SECRET-9@ops.epo.org")]
fn a_key_is_sent_to_no_address_that_is_not_secure(#[case] address: &str) {
    let mut settings = full();
    if let Some(ops) = &mut settings.ops {
        address.clone_into(&mut ops.base_url);
    }
    let clock = Arc::new(FixedClock::at(noon()));
    let error = Sources::over_http(&settings, clock).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("epo-ops must begin with https://"), "{text}");
    assert!(!text.contains("SECRET"), "{text}");
}

#[test]
fn a_blank_key_is_an_error_that_names_it() {
    let mut settings = full();
    settings.odp = Some(OdpSettings::new("  "));
    let clock = Arc::new(FixedClock::at(noon()));
    let error = Sources::new(&settings, Arc::new(RecordedTransport::new("nowhere")), clock).unwrap_err();
    let expected = SettingsError::Blank {
        source_name: "uspto-odp",
        setting: "api_key",
    };
    assert_eq!(error, expected);
}

#[tokio::test]
async fn sources_over_the_network_can_be_made() {
    let clock = Arc::new(FixedClock::at(noon()));
    assert_eq!(Sources::over_http(&full(), clock).unwrap().iter().count(), 5);
}
