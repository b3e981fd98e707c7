//! Numbers of the eight offices: spellings, rules, round trips.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use NumberForm::{Application, Grant, Publication};

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

/// Spelling, key, form, display.
const SPELLINGS: &[(&str, &str, NumberForm, &str)] = &[
    // China
    (
        "202311776587.0",
        "CN202311776587.0",
        Application,
        "CN202311776587.0",
    ),
    (
        "2023117765870",
        "CN202311776587.0",
        Application,
        "CN202311776587.0",
    ),
    (
        "CN202311776587",
        "CN202311776587.0",
        Application,
        "CN202311776587.0",
    ),
    (
        "CN 2023 1 1776587.0",
        "CN202311776587.0",
        Application,
        "CN202311776587.0",
    ),
    (
        "ＺＬ２０２３１１７７６５８７．０",
        "CN202311776587.0",
        Application,
        "CN202311776587.0",
    ),
    (
        "zl 202311776587.0",
        "CN202311776587.0",
        Application,
        "CN202311776587.0",
    ),
    (
        "CN ZL202311776587.0",
        "CN202311776587.0",
        Application,
        "CN202311776587.0",
    ),
    (
        "申请号：202311776587.0",
        "CN202311776587.0",
        Application,
        "CN202311776587.0",
    ),
    (
        "中国专利 ZL 2023 1 1776587.0",
        "CN202311776587.0",
        Application,
        "CN202311776587.0",
    ),
    (
        "专利号 ZL 2022 2 3456789",
        "CN202223456789.0",
        Application,
        "CN202223456789.0",
    ),
    ("ZL88201465.X", "CN88201465.X", Application, "CN88201465.X"),
    ("88201465x", "CN88201465.X", Application, "CN88201465.X"),
    ("CN02159962.9", "CN02159962.9", Application, "CN02159962.9"),
    (
        "CN200880123968A",
        "CN200880123968.6",
        Application,
        "CN200880123968.6",
    ),
    ("CN101111516B", "CN101111516", Grant, "CN101111516B"),
    ("CN 120311336 A", "CN120311336", Publication, "CN120311336A"),
    ("CN1175696C", "CN1175696", Grant, "CN1175696C"),
    ("CN201405454Y", "CN201405454", Grant, "CN201405454Y"),
    ("CN206313976U", "CN206313976", Grant, "CN206313976U"),
    ("CN304218960S", "CN304218960", Grant, "CN304218960S"),
    ("授权公告号CN111736987B", "CN111736987", Grant, "CN111736987B"),
    ("CN120311336", "CN120311336", Publication, "CN120311336"),
    ("CN85100001A", "CN85100001", Publication, "CN85100001A"),
    // United States
    ("17/248,024", "US17248024", Application, "US 17/248,024"),
    ("US 17/248024", "US17248024", Application, "US 17/248,024"),
    (
        "U.S. Appl. No. 17/248,024",
        "US17248024",
        Application,
        "US 17/248,024",
    ),
    (
        "U.S. Patent Application Serial No. 17/248,024",
        "US17248024",
        Application,
        "US 17/248,024",
    ),
    ("US17248024", "US17248024", Application, "US 17/248,024"),
    ("US 201113167395 A", "US13167395", Application, "US 13/167,395"),
    ("60/123,456", "US60123456", Application, "US 60/123,456"),
    ("US 11,646,472 B2", "US11646472", Grant, "US 11,646,472 B2"),
    ("US11646472B2", "US11646472", Grant, "US 11,646,472 B2"),
    ("US Patent No. 11,646,472", "US11646472", Grant, "US 11,646,472"),
    ("U.S. Pat. No. 9,648,662", "US9648662", Grant, "US 9,648,662"),
    ("US 5,123,456 A", "US5123456", Grant, "US 5,123,456 A"),
    (
        "US 2021/0210819 A1",
        "US20210210819",
        Publication,
        "US 2021/0210819 A1",
    ),
    (
        "US20210210819A1",
        "US20210210819",
        Publication,
        "US 2021/0210819 A1",
    ),
    (
        "US2012057518A1",
        "US20120057518",
        Publication,
        "US 2012/0057518 A1",
    ),
    ("US D912,345 S1", "USD912345", Grant, "US D912,345 S1"),
    ("USD0912345S", "USD912345", Grant, "US D912,345 S"),
    ("US RE49,123 E1", "USRE49123", Grant, "US RE49,123 E1"),
    ("US PP33,123 P3", "USPP33123", Grant, "US PP33,123 P3"),
    ("US 29/712,345", "US29712345", Application, "US 29/712,345"),
    // Europe
    ("EP10167109.7", "EP10167109", Application, "EP10167109.7"),
    ("EP 10 167 109.7", "EP10167109", Application, "EP10167109.7"),
    ("EP10167109", "EP10167109", Application, "EP10167109.7"),
    ("EP20100167109", "EP10167109", Application, "EP10167109.7"),
    ("EP99403122.7", "EP99403122", Application, "EP99403122.7"),
    ("99403122.7", "EP99403122", Application, "EP99403122.7"),
    ("EP2400812B1", "EP2400812", Grant, "EP 2400812 B1"),
    ("EP 2 400 812 A1", "EP2400812", Publication, "EP 2400812 A1"),
    (
        "European patent no. EP 2400812",
        "EP2400812",
        Grant,
        "EP patent 2400812",
    ),
    ("EP 0123456 A2", "EP0123456", Publication, "EP 0123456 A2"),
    // PCT
    (
        "PCT/CN2020/123456",
        "PCT/CN2020/123456",
        Application,
        "PCT/CN2020/123456",
    ),
    (
        "pct/us2008/086599",
        "PCT/US2008/086599",
        Application,
        "PCT/US2008/086599",
    ),
    (
        "PCTUS2008086599",
        "PCT/US2008/086599",
        Application,
        "PCT/US2008/086599",
    ),
    (
        "WO2008US86599",
        "PCT/US2008/086599",
        Application,
        "PCT/US2008/086599",
    ),
    ("PCT/GB02/04635", "PCT/GB02/04635", Application, "PCT/GB02/04635"),
    (
        "WO 2020/081771 A1",
        "WO2020081771",
        Publication,
        "WO 2020/081771 A1",
    ),
    ("WO2009085664A2", "WO2009085664", Publication, "WO 2009/085664 A2"),
    ("WO 99/25000", "WO1999025000", Publication, "WO 1999/025000"),
    ("WO 03/067954", "WO2003067954", Publication, "WO 2003/067954"),
    ("WO03067954", "WO2003067954", Publication, "WO 2003/067954"),
    // Japan
    (
        "特願2020-123456",
        "JP2020-123456",
        Application,
        "JP 特願2020-123456",
    ),
    (
        "JP 特願２０２０－１２３４５６号",
        "JP2020-123456",
        Application,
        "JP 特願2020-123456",
    ),
    (
        "JP2020-123456",
        "JP2020-123456",
        Application,
        "JP 特願2020-123456",
    ),
    (
        "特願平10-123456",
        "JP1998-123456",
        Application,
        "JP 特願1998-123456",
    ),
    (
        "平成10年特許願第123456号",
        "JP1998-123456",
        Application,
        "JP 特願1998-123456",
    ),
    (
        "特願昭60-12345",
        "JP1985-012345",
        Application,
        "JP 特願1985-012345",
    ),
    (
        "特願令2-123456",
        "JP2020-123456",
        Application,
        "JP 特願2020-123456",
    ),
    (
        "実願2020-001234",
        "JPU2020-001234",
        Application,
        "JP 実願2020-001234",
    ),
    (
        "意願2020-012345",
        "JPD2020-012345",
        Application,
        "JP 意願2020-012345",
    ),
    (
        "特開2021-090037",
        "JP2021-090037",
        Publication,
        "JP 特開2021-090037",
    ),
    (
        "JP2021090037A",
        "JP2021-090037",
        Publication,
        "JP 特開2021-090037",
    ),
    ("JPH10123456A", "JP1998-123456", Publication, "JP 特開1998-123456"),
    (
        "特表2005-505120",
        "JP2005-505120",
        Publication,
        "JP 特開2005-505120",
    ),
    (
        "特公平7-12345",
        "JPPB1995-012345",
        Publication,
        "JP 特公1995-012345",
    ),
    ("特許第7533889号", "JP7533889", Grant, "JP 特許7533889"),
    ("特許7533889", "JP7533889", Grant, "JP 特許7533889"),
    ("JP7533889B2", "JP7533889", Grant, "JP 7533889 B2"),
    ("JP 7533889", "JP7533889", Grant, "JP 特許7533889"),
    (
        "実用新案登録第3123456号",
        "JPUR3123456",
        Grant,
        "JP 登録実用新案3123456",
    ),
    ("意匠登録第1234567号", "JPDR1234567", Grant, "JP 意匠登録1234567"),
    // Korea
    (
        "10-2004-1234567",
        "KR10-2004-1234567",
        Application,
        "KR 10-2004-1234567",
    ),
    (
        "KR 20-2019-0001234",
        "KR20-2019-0001234",
        Application,
        "KR 20-2019-0001234",
    ),
    (
        "특허출원 제10-2004-1234567호",
        "KR10-2004-1234567",
        Application,
        "KR 10-2004-1234567",
    ),
    (
        "공개특허 10-2004-0123456",
        "KR10-2004-0123456",
        Publication,
        "KR 10-2004-0123456 A",
    ),
    (
        "KR20040123456A",
        "KR10-2004-0123456",
        Publication,
        "KR 10-2004-0123456 A",
    ),
    ("KR 10-1234567 B1", "KR10-1234567", Grant, "KR 10-1234567 B1"),
    ("등록특허 제10-1234567호", "KR10-1234567", Grant, "KR 10-1234567"),
    // Germany
    (
        "DE 10 2004 001 234.5",
        "DE102004001234",
        Application,
        "DE 10 2004 001 234.5",
    ),
    (
        "DE102004001234A1",
        "DE102004001234",
        Publication,
        "DE 10 2004 001 234 A1",
    ),
    (
        "DE 10 2004 001 234 B4",
        "DE102004001234",
        Grant,
        "DE 10 2004 001 234 B4",
    ),
    (
        "DE 20 2019 101 234 U1",
        "DE202019101234",
        Grant,
        "DE 20 2019 101 234 U1",
    ),
    ("DE 199 12 345.6", "DE19912345", Application, "DE 199 12 345.6"),
    ("DE P 44 12 345.6", "DEP4412345", Application, "DE P 44 12 345.6"),
    ("DE4412345C2", "DEP4412345", Grant, "DE P 44 12 345 C2"),
    // United Kingdom
    ("GB0401234.5", "GB0401234", Application, "GB 0401234.5"),
    ("GB2400812A", "GB2400812", Publication, "GB 2400812 A"),
    ("GB 2400812 B", "GB2400812", Grant, "GB 2400812 B"),
    // Others are kept as printed
    ("CA2744162A1", "CA2744162", Publication, "CA 2744162 A1"),
];

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

/// Numbers that follow the rules of their office, as printed.
fn any_number() -> impl Strategy<Value = String> {
    let cn = (
        2004..2026u32,
        prop_oneof![Just(1u32), Just(2), Just(3), Just(8), Just(9)],
        0..10_000_000u32,
    )
        .prop_map(|(year, kind, serial)| {
            let base = format!("{year}{kind}{serial:07}");
            format!("CN{base}.{}", cn_check_digit(&base))
        });
    let ep = (0..26u32, 0..1_000_000u32).prop_map(|(year, serial)| {
        let base = format!("{year:02}{serial:06}");
        format!("EP{base}.{}", ep_check_digit(&base))
    });
    prop_oneof![
        cn,
        ep,
        (1..10_000_000u32, prop_oneof!["A1", "B1", "A2", "B2"]).prop_map(|(n, k)| format!("EP {n:07} {k}")),
        (2001..2026u32, 0..2_000_000u32).prop_map(|(y, n)| format!("US {y}/{n:07} A1")),
        (1..20u32, 0..1_000_000u32).prop_map(|(s, n)| format!("US {s:02}/{n:06}")),
        (1..12_000_000u32).prop_map(|n| format!("US {n} B2")),
        (1978..2026u32, 0..1_000_000u32).prop_map(|(y, n)| format!("WO {y}/{n:06}")),
        (1978..2026u32, 0..1_000_000u32).prop_map(|(y, n)| format!("PCT/JP{y}/{n:06}")),
        (1971..2026u32, 0..1_000_000u32).prop_map(|(y, n)| format!("特願{y}-{n:06}")),
        (1971..2026u32, 0..1_000_000u32).prop_map(|(y, n)| format!("特開{y}-{n:06}")),
        (1..8_000_000u32).prop_map(|n| format!("特許第{n}号")),
        (1990..2026u32, 0..10_000_000u32).prop_map(|(y, n)| format!("KR 10-{y}-{n:07}")),
        (0..10_000_000u32).prop_map(|n| format!("KR 20-{n:07} Y1")),
        (2004..2026u32, 0..1_000_000u32, 0..10u32).prop_map(|(y, n, c)| format!("DE 10{y}{n:06}.{c}")),
        (0..26u32, 0..100_000u32, 0..10u32).prop_map(|(y, n, c)| format!("GB {y:02}{n:05}.{c}")),
    ]
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(raw in any_number()) {
        let number = PatentNumber::parse(&raw, None, today()).map_err(|e| TestCaseError::fail(format!("{raw}: {e}")))?;
        let printed = number.display();
        prop_assert_eq!(PatentNumber::parse(&printed, None, today()), Ok(number.clone()), "{}", printed);
        let office = number.office();
        if office != Office::JP {
            prop_assert_eq!(PatentNumber::parse_as(&number.key(), Some(office), number.form(), today()).map(|n| n.key()), Ok(number.key()));
        }
        if let Some(docdb) = number.clone().filed_in(2019).docdb() {
            let back = PatentNumber::from_docdb(number.form(), &docdb.country, &docdb.number, &docdb.kind,
                NaiveDate::from_ymd_opt(2019, 1, 1));
            // docdb of an old application needs its own year of filing to find the series again.
            if number.office() != Office::US && number.office() != Office::JP && number.office() != Office::DE {
                prop_assert_eq!(back.map(|n| n.key()), Some(number.key()));
            }
        }
    }

    #[test]
    fn one_changed_digit_of_a_chinese_number_is_noticed(serial in 0..10_000_000u32, at in 5..12usize, by in 1..10u8) {
        let base = format!("20231{serial:07}");
        let mut changed = base.clone().into_bytes();
        changed[at] = b'0' + (changed[at] - b'0' + by) % 10;
        let changed = String::from_utf8(changed).unwrap();
        prop_assert_ne!(cn_check_digit(&base), cn_check_digit(&changed));
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,40}") {
        let _ = PatentNumber::parse(&text, None, today());
        for office in Office::KNOWN {
            if let Ok(number) = PatentNumber::parse(&text, Some(office), today()) {
                let _ = (number.display(), number.key(), number.docdb(), number.epodoc());
            }
        }
    }

    #[test]
    fn no_register_text_makes_the_docdb_reader_panic(country in "[A-Z]{2}", text in "\\PC{0,20}", kind in "\\PC{0,3}") {
        for form in [Application, Publication, Grant] {
            if let Some(number) = PatentNumber::from_docdb(form, &country, &text, &kind, Some(today())) {
                let _ = (number.display(), number.key(), number.docdb(), number.epodoc());
            }
        }
    }
}

/// A seeded run of mutations over the known spellings: nothing panics, and what is accepted is printed
/// so that it is read back as the same number.
#[test]
fn mutated_numbers_never_panic_and_come_back_when_accepted() {
    const GLYPHS: &[char] = &[
        '0', '1', '2', '9', 'X', 'A', 'B', 'C', 'U', 'S', 'P', '.', '-', '/', ',', ' ', '特', '年', '号',
        '제', 'Ａ', '５', '\u{200b}', '\u{301}',
    ];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let mut accepted = 0;
    for _ in 0..40_000 {
        let mut text: Vec<char> = SPELLINGS[next(SPELLINGS.len())].0.chars().collect();
        for _ in 0..=next(4) {
            let at = next(text.len() + 1);
            match next(4) {
                0 if at < text.len() => drop(text.remove(at)),
                1 if at < text.len() => text[at] = GLYPHS[next(GLYPHS.len())],
                2 => text.insert(at, GLYPHS[next(GLYPHS.len())]),
                _ if at + 1 < text.len() => text.swap(at, at + 1),
                _ => {}
            }
        }
        let text: String = text.into_iter().collect();
        for hint in [None, Some(Office::KNOWN[next(8)])] {
            let Ok(number) = PatentNumber::parse(&text, hint, today()) else {
                continue;
            };
            accepted += 1;
            let printed = number.display();
            let again = PatentNumber::parse(&printed, Some(number.office()), today());
            assert_eq!(again.as_ref(), Ok(&number), "{text:?} was read as {number:?}");
        }
    }
    assert!(accepted > 5_000, "only {accepted} mutations were numbers");
}
