//! The machine answer against the expected facts: every fact of every file.

use patents::answer;
use serde_json::Value;

use crate::sources::body;

/// Compares what is wanted with what there is: what is there beside it does not matter.
fn differences(path: &str, wanted: &Value, got: &Value, out: &mut Vec<String>, compared: &mut usize) {
    match (wanted, got) {
        (Value::Object(wanted), Value::Object(got)) => {
            for (key, wanted) in wanted {
                let path = format!("{path}.{key}");
                match (key.as_str(), got.get(key)) {
                    ("rights", Some(rights)) => of_rights(&path, wanted, rights, out, compared),
                    (_, Some(got)) => differences(&path, wanted, got, out, compared),
                    (_, None) => {
                        *compared += 1;
                        out.push(format!("{path}: {wanted} is missing"));
                    }
                }
            }
        }
        (Value::Array(wanted), Value::Array(got)) if wanted.iter().all(Value::is_object) => {
            *compared += 1;
            if wanted.len() != got.len() {
                out.push(format!("{path}: {} entries, not {}", got.len(), wanted.len()));
            }
            for (at, (wanted, got)) in wanted.iter().zip(got).enumerate() {
                differences(&format!("{path}[{at}]"), wanted, got, out, compared);
            }
        }
        (wanted, got) => {
            *compared += 1;
            if wanted != got {
                out.push(format!("{path}: {got}, not {wanted}"));
            }
        }
    }
}

/// Rights are found by their application, else by the one of their office.
fn of_rights(path: &str, wanted: &Value, got: &Value, out: &mut Vec<String>, compared: &mut usize) {
    let (wanted, got) = (wanted.as_array().unwrap(), got.as_array().unwrap());
    if wanted.is_empty() {
        *compared += 1;
        if !got.is_empty() {
            out.push(format!("{path}: {} rights, not none", got.len()));
        }
    }
    for wanted in wanted {
        let same =
            |key: &str, got: &&Value| wanted.get(key).is_some_and(|wanted| Some(wanted) == got.get(key));
        let found = got.iter().find(|got| same("application", got)).or_else(|| {
            got.iter()
                .find(|got| wanted.get("application").is_none() && same("office", got))
        });
        match found {
            Some(found) => {
                let name = wanted.get("application").or(wanted.get("office")).unwrap();
                differences(&format!("{path}({name})"), wanted, found, out, compared);
            }
            None => {
                *compared += 1;
                out.push(format!("{path}: no right like {wanted}"));
            }
        }
    }
}

#[test]
fn every_expected_fact_comes_out() {
    let Some(expected) = body("expected.json") else {
        return;
    };
    let expected: Value = serde_json::from_slice(&expected).unwrap();
    let (mut different, mut compared) = (Vec::new(), 0);
    for (file, wanted) in expected
        .as_object()
        .unwrap()
        .iter()
        .filter(|(file, _)| file.contains('/'))
    {
        let as_of = wanted["as_of"].as_str().unwrap().parse().unwrap();
        let beside = body_beside(file);
        let got = answer::assess(&body(file).unwrap(), beside.as_deref(), as_of);
        differences(file, wanted, &got, &mut different, &mut compared);
    }
    assert!(compared >= 170, "{compared}");
    assert!(
        different.is_empty(),
        "{} of {compared} differ:\n{}",
        different.len(),
        different.join("\n")
    );
}

/// The headers recorded beside a body: `error.xml` has `error.headers.json`.
fn body_beside(file: &str) -> Option<Vec<u8>> {
    let stem = file.rsplit_once('.')?.0;
    let path = testkit::data_dir()?
        .join("patents")
        .join(format!("{stem}.headers.json"));
    std::fs::read(path).ok()
}

/// Zero tolerance: nothing that the expected facts call inactive is ever shown as alive, on that day or later.
#[test]
fn nothing_that_ended_is_ever_active() {
    let Some(expected) = body("expected.json") else {
        return;
    };
    let expected: Value = serde_json::from_slice(&expected).unwrap();
    for (file, wanted) in expected
        .as_object()
        .unwrap()
        .iter()
        .filter(|(file, _)| file.contains('/'))
    {
        for day in ["2026-11-23", "2028-01-01", "2045-01-01", "2060-01-01"] {
            let got = answer::assess(&body(file).unwrap(), None, day.parse().unwrap());
            for wanted in wanted["rights"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|right| right["active"] == false)
            {
                let alive = got["rights"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|got| got["office"] == wanted["office"] && got["active"] == true);
                assert!(!alive, "{file} on {day}");
            }
        }
        // Everything ends.
        let got = answer::assess(&body(file).unwrap(), None, "2060-01-01".parse().unwrap());
        for right in got["rights"].as_array().unwrap() {
            assert_ne!(right["active"], true, "{file}: {right}");
        }
    }
}
