//! Numbers of the eight offices: spellings, rules, round trips.

mod properties;
mod spellings;

use super::*;
use NumberForm::{Application, Grant, Publication};
use chrono::NaiveDate;
use spellings::SPELLINGS;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

fn read(raw: &str) -> PatentNumber {
    PatentNumber::parse(raw, None, today()).unwrap_or_else(|error| panic!("{raw}: {error}"))
}

fn read_in(raw: &str, office: Office) -> PatentNumber {
    PatentNumber::parse(raw, Some(office), today()).unwrap_or_else(|error| panic!("{raw}: {error}"))
}

fn refused(raw: &str) -> NumberError {
    match PatentNumber::parse(raw, None, today()) {
        Ok(number) => panic!("{raw} was read as {number:?}"),
        Err(error) => error,
    }
}

#[test]
fn usual_spellings_are_read_and_printed() {
    for (raw, key, form, display) in SPELLINGS {
        let number = read(raw);
        assert_eq!((number.key().as_str(), number.form()), (*key, *form), "{raw}");
        assert_eq!(number.display(), *display, "{raw}");
        assert_eq!(number.raw(), *raw);
        assert_eq!(read(display), number, "{display} does not come back");
    }
}

#[test]
fn a_wrong_check_digit_is_named_with_the_right_one() {
    let error = refused("202310999716.5");
    assert_eq!(error.code(), "NUMBER_WRONG_CHECK_DIGIT");
    assert_eq!(
        error.to_string(),
        "the check digit of this CN number is 5, but it should be 6: CN202310999716.6"
    );
    let error = refused("EP10167109.8");
    assert!(
        error.to_string().contains("it should be 7: EP10167109.7"),
        "{error}"
    );
    assert!(matches!(
        refused("CN202310148883.1"),
        NumberError::WrongCheckDigit { right: 'X', .. }
    ));
}

#[test]
fn a_year_to_come_is_refused_until_it_comes() {
    assert!(matches!(
        refused("209911776587.0"),
        NumberError::YearInFuture { year: 2099, .. }
    ));
    assert!(matches!(
        refused("PCT/CN2027/000001"),
        NumberError::YearInFuture { year: 2027, .. }
    ));
    let later = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
    assert!(PatentNumber::parse("PCT/CN2027/000001", None, later).is_ok());
}

#[test]
fn broken_numbers_are_refused_with_the_rule() {
    let code = |raw: &str| refused(raw).code();
    assert_eq!(code(""), "NUMBER_EMPTY");
    assert_eq!(code("  \u{200b} "), "NUMBER_EMPTY");
    assert_eq!(code(&"1".repeat(200)), "NUMBER_TOO_LONG");
    assert_eq!(code("202341776587.0"), "NUMBER_UNKNOWN_RIGHT_TYPE");
    assert_eq!(code("CN20231177658.0"), "NUMBER_WRONG_LENGTH");
    assert_eq!(code("CN8820146X.5"), "NUMBER_NOT_A_DIGIT");
    assert_eq!(code("CN104218960S"), "NUMBER_UNKNOWN_KIND");
    assert_eq!(code("EP2400812C1"), "NUMBER_UNKNOWN_KIND");
    assert_eq!(code("QQ1234567"), "NUMBER_UNKNOWN_OFFICE");
    assert_eq!(code("the moon"), "NUMBER_NO_OFFICE");
    assert_eq!(code("200211776587"), "NUMBER_YEAR_TOO_EARLY");
    assert_eq!(code("PCT/QQ2020/123456"), "NUMBER_UNKNOWN_OFFICE");
    let other = PatentNumber::parse("EP2400812", Some(Office::US), today()).unwrap_err();
    assert_eq!(
        other,
        NumberError::OtherOffice {
            wanted: Office::US,
            found: Office::EP
        }
    );
    let form = PatentNumber::parse_as("EP2400812B1", None, Application, today()).unwrap_err();
    assert_eq!(
        form,
        NumberError::OtherForm {
            wanted: Application,
            found: Grant
        }
    );
}

#[test]
fn a_number_with_several_readings_names_them() {
    let error = refused("US11646472");
    let NumberError::Ambiguous { readings } = &error else {
        panic!("{error}")
    };
    let keys: Vec<_> = readings.iter().map(|n| (n.form(), n.display())).collect();
    assert_eq!(
        keys,
        [
            (Application, "US 11/646,472".to_owned()),
            (Grant, "US 11,646,472".to_owned())
        ]
    );
    assert!(
        error.to_string().starts_with(
            "this number can be read as US 11/646,472 (an application) or US 11,646,472 (a grant)"
        )
    );
    assert!(matches!(refused("2020-123456"), NumberError::Ambiguous { .. }));
    assert!(matches!(refused("GB2400812"), NumberError::Ambiguous { .. }));
    assert!(matches!(refused("2400812"), NumberError::Ambiguous { .. }));
    // Saying what it is, or from where, decides.
    assert_eq!(read("US patent 11646472").form(), Grant);
    let number = PatentNumber::parse_as("2020-123456", Some(Office::JP), Publication, today()).unwrap();
    assert_eq!(number.display(), "JP 特開2020-123456");
    assert_eq!(read_in("2400812", Office::EP).key(), "EP2400812");
    assert_eq!(read_in("17248024", Office::US).form(), Application);
}

#[test]
fn kinds_of_right_follow_from_the_number() {
    for (raw, right_type) in [
        ("202311776587.0", RightType::Invention),
        ("201621260436.5", RightType::UtilityModel),
        ("201730033448.8", RightType::Design),
        ("200680002871.0", RightType::Invention),
        ("US D912,345 S1", RightType::Design),
        ("62/746,724", RightType::Provisional),
        ("US PP33,123 P3", RightType::Plant),
        ("PCT/CN2020/123456", RightType::Pct),
        ("実願2020-001234", RightType::UtilityModel),
        ("KR 30-2019-0001234", RightType::Design),
        ("DE 20 2019 101 234 U1", RightType::UtilityModel),
    ] {
        assert_eq!(read(raw).right_type(), right_type, "{raw}");
    }
}

#[test]
fn docdb_and_epodoc_are_those_of_recorded_answers() {
    let on = |date: &str| NaiveDate::parse_from_str(date, "%Y%m%d").ok();
    for (form, country, number, kind, date, key, epodoc) in [
        (
            Application,
            "EP",
            "10167109",
            "A",
            "20100624",
            "EP10167109",
            "EP20100167109",
        ),
        (
            Application,
            "US",
            "201113167395",
            "A",
            "20110623",
            "US13167395",
            "US201113167395",
        ),
        (
            Application,
            "US",
            "96495207",
            "A",
            "20071227",
            "US11964952",
            "US20070964952",
        ),
        (
            Application,
            "US",
            "2019056674",
            "W",
            "20191017",
            "PCT/US2019/056674",
            "WO2019US56674",
        ),
        (
            Application,
            "KR",
            "2009006271",
            "W",
            "20091028",
            "PCT/KR2009/006271",
            "WO2009KR06271",
        ),
        (
            Application,
            "GB",
            "0204635",
            "W",
            "20021011",
            "PCT/GB02/04635",
            "WO2002GB04635",
        ),
        (
            Application,
            "CN",
            "200880123968",
            "A",
            "20081212",
            "CN200880123968.6",
            "CN20088123968",
        ),
        (
            Application,
            "US",
            "201862746724",
            "P",
            "20181017",
            "US62746724",
            "US201862746724P",
        ),
        (
            Application,
            "KR",
            "20080107376",
            "A",
            "20081030",
            "KR10-2008-0107376",
            "KR20080107376",
        ),
        (
            Publication,
            "US",
            "2012057518",
            "A1",
            "20120308",
            "US20120057518",
            "US2012057518",
        ),
        (
            Publication,
            "WO",
            "2020081771",
            "A1",
            "20200423",
            "WO2020081771",
            "WO2020081771",
        ),
        (
            Publication,
            "WO",
            "03067954",
            "A1",
            "20030814",
            "WO2003067954",
            "WO03067954",
        ),
        (Grant, "US", "9648662", "B2", "20170509", "US9648662", "US9648662"),
        (
            Application,
            "JP",
            "2005505120",
            "A",
            "20041015",
            "JP2005-505120",
            "JP20050505120",
        ),
        (
            Application,
            "JP",
            "20372999",
            "A",
            "19990716",
            "JP1999-203729",
            "JP19990203729",
        ),
    ] {
        let read = PatentNumber::from_docdb(form, country, number, kind, on(date)).unwrap();
        assert_eq!(read.key(), key);
        assert_eq!(read.epodoc().as_deref(), Some(epodoc), "{key}");
        let printed = read.docdb().unwrap();
        assert_eq!(
            (
                printed.country.as_str(),
                printed.number.as_str(),
                printed.kind.as_str()
            ),
            (country, number, kind)
        );
    }
    let old = read("08/921,321").filed_in(1997);
    assert_eq!(old.epodoc().as_deref(), Some("US19970921321"));
    assert_eq!(read("EP2400812A1").docdb().unwrap().to_string(), "EP.2400812.A1");
    assert_eq!(read("17/248,024").docdb(), None, "docdb needs the year of filing");
}

#[test]
fn what_a_register_says_is_kept_even_if_it_follows_no_rule() {
    let odd = PatentNumber::from_docdb(Publication, "HR", "P20251003", "T1", None).unwrap();
    assert_eq!(odd.key_with_kind(), "HRP20251003T1");
    let odd = PatentNumber::from_docdb(Application, "EP", "12", "A", None).unwrap();
    assert_eq!(odd.key(), "EP12");
    assert_eq!(
        PatentNumber::from_docdb(Publication, "EP", "一二三", "A1", None),
        None
    );
}
