//! What holds for every number and every text.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::{Application, Grant, Publication, SPELLINGS, today};
use crate::number::{Office, PatentNumber, cn_check_digit, ep_check_digit};

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
