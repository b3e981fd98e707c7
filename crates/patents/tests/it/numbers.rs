//! Numbers as offices and services really print them.

use chrono::NaiveDate;
use patents::number::{
    NumberError, NumberForm, Office, PatentNumber, RightType, cn_check_digit, ep_check_digit,
};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

fn rows(file: &str) -> Option<Vec<Vec<String>>> {
    let path = testkit::data_dir()?.join("patents").join(file);
    let mut reader = csv::Reader::from_path(path).unwrap();
    Some(
        reader
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect())
            .collect(),
    )
}

#[test]
fn every_published_chinese_application_number_is_read_in_each_spelling() {
    let Some(rows) = rows("cnipa/application_numbers.csv") else {
        return;
    };
    assert_eq!(rows.len(), 27);
    for row in rows {
        let (number, base, check, kind) = (&row[0], &row[1], &row[2], &row[3]);
        assert_eq!(cn_check_digit(base).to_string(), *check);
        for spelling in [
            number.clone(),
            number.replace('.', ""),
            base.clone(),
            format!("CN{number}"),
            format!("ZL {number}"),
            format!("CN{base}A"),
            number.to_lowercase(),
        ] {
            if spelling.ends_with('A') && base.len() == 8 {
                continue; // docdb keeps eight digits without a kind for numbers before 2003
            }
            let read = PatentNumber::parse(&spelling, Some(Office::CN), today())
                .unwrap_or_else(|error| panic!("{spelling}: {error}"));
            assert_eq!(read.right_key(), Some(format!("CN{number}")), "{spelling}");
            let right_type = match kind.as_str() {
                "utility_model" => RightType::UtilityModel,
                "design" => RightType::Design,
                _ => RightType::Invention,
            };
            assert_eq!(read.right_type(), right_type, "{spelling}");
        }
        let read =
            PatentNumber::parse(number, None, today()).unwrap_or_else(|error| panic!("{number}: {error}"));
        assert_eq!(read.display(), format!("CN{number}"));
        let docdb = read.docdb().unwrap();
        assert_eq!(&docdb.number, base, "docdb drops the check digit");
        for publication in row[6].split(';').filter(|publication| !publication.is_empty()) {
            let read = PatentNumber::parse(publication, None, today())
                .unwrap_or_else(|e| panic!("{publication}: {e}"));
            assert_ne!(read.form(), NumberForm::Application);
            assert_eq!(read.display(), *publication);
        }
    }
}

#[test]
fn every_broken_chinese_application_number_is_refused_for_its_reason() {
    let Some(rows) = rows("cnipa/application_numbers_invalid.csv") else {
        return;
    };
    assert_eq!(rows.len(), 7);
    for row in rows {
        for hint in [None, Some(Office::CN)] {
            let error = PatentNumber::parse(&row[0], hint, today()).expect_err(&row[0]);
            let expected = match row[1].as_str() {
                why if why.contains("6 would be right") => {
                    assert!(
                        matches!(error, NumberError::WrongCheckDigit { right: '6', .. }),
                        "{error}"
                    );
                    "NUMBER_WRONG_CHECK_DIGIT"
                }
                why if why.contains("X replaced") => {
                    assert!(
                        matches!(error, NumberError::WrongCheckDigit { right: 'X', .. }),
                        "{error}"
                    );
                    "NUMBER_WRONG_CHECK_DIGIT"
                }
                why if why.contains("swapped") => "NUMBER_WRONG_CHECK_DIGIT",
                why if why.contains("kind digit") => "NUMBER_UNKNOWN_RIGHT_TYPE",
                why if why.contains("future") => "NUMBER_YEAR_IN_FUTURE",
                why if why.contains("short") && hint.is_some() => "NUMBER_WRONG_LENGTH",
                why if why.contains("inside the base") && hint.is_some() => "NUMBER_NOT_A_DIGIT",
                _ => continue,
            };
            assert_eq!(error.code(), expected, "{}: {error}", row[0]);
        }
    }
}

#[test]
fn the_published_european_check_digit_holds() {
    let Some(rows) = rows("epo/ep_check_digits.csv") else {
        return;
    };
    for row in rows {
        assert_eq!(ep_check_digit(&row[0]).to_string(), row[1]);
        let number = format!("EP{}.{}", row[0], row[1]);
        assert_eq!(
            PatentNumber::parse(&number, None, today()).unwrap().display(),
            number
        );
    }
}

/// The number service's answers, read by hand: what goes in and what must come out.
#[test]
fn the_number_service_answers_are_what_we_print() {
    let on = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
    let number = PatentNumber::parse("08/921,321", Some(Office::US), today())
        .unwrap()
        .filed_in(1997);
    assert_eq!(number.epodoc().as_deref(), Some("US19970921321"));
    let back =
        PatentNumber::from_docdb(NumberForm::Application, "US", "19970921321", "A", on(1997, 8, 29)).unwrap();
    assert_eq!(back, number);
    let number = PatentNumber::parse("PCT/GB02/04635", None, today()).unwrap();
    assert_eq!(number.docdb().unwrap().to_string(), "GB.0204635.W");
    let number = PatentNumber::parse("EP.2400812.A1", None, today()).unwrap();
    assert_eq!(number.epodoc().as_deref(), Some("EP2400812"));
    assert_eq!(number.docdb().unwrap().to_string(), "EP.2400812.A1");
}
