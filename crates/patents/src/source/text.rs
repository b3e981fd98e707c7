//! Dates and texts as registers write them.

use chrono::NaiveDate;
use kernel::{Locale, LocalizedText};

/// A date written `20100624`, `2010-06-24`, `2010/06/24`, `2010年06月24日` or with a time after it, or as the
/// Assignment Center writes it, `06/24/2010`. Zeros and impossible days are no dates.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    if text.get(2..3) == Some("/") && text.get(5..6) == Some("/") {
        return NaiveDate::parse_from_str(text.get(..10)?, "%m/%d/%Y").ok();
    }
    if text.contains('年') {
        let parts: Vec<&str> = text
            .trim_end_matches('日')
            .split(['年', '月'])
            .map(str::trim)
            .collect();
        let [year, month, day] = parts.as_slice() else {
            return None;
        };
        return NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    }
    let digits: String = text.chars().take(10).filter(char::is_ascii_digit).collect();
    let separated = text.get(4..5).is_some_and(|c| c == "-" || c == "/");
    let digits = if separated {
        digits
    } else {
        text.get(..8)?.to_owned()
    };
    let (year, month, day) = (digits.get(..4)?, digits.get(4..6)?, digits.get(6..8)?);
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        .filter(|date| date.format("%Y").to_string().as_str() > "1700")
}

/// An English text.
pub(super) fn english(text: impl Into<String>) -> LocalizedText {
    LocalizedText::only(Locale::En, text)
}

/// A Chinese text.
pub(super) fn chinese(text: impl Into<String>) -> LocalizedText {
    LocalizedText::only(Locale::ZhHans, text)
}

/// One blank between words, none at the ends.
pub(super) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_each_spelling_and_nonsense_is_none() {
        let day = NaiveDate::from_ymd_opt(2010, 6, 24);
        for text in [
            "20100624",
            "2010-06-24",
            "2010/06/24",
            "2010-06-24T00:00:00",
            "20100624 ",
            "06/24/2010",
            "2010年06月24日",
            "2010年6月24日",
        ] {
            assert_eq!(date(text), day, "{text}");
        }
        for text in [
            "",
            "00000000",
            "00010101",
            "20101301",
            "2010",
            "--",
            "二〇一〇年六月",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
