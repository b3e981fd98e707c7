//! From what people type to what the offices' rules read: half width, upper case, one kind of
//! hyphen, no words around the number; the office and the form that those words tell.

use unicode_normalization::UnicodeNormalization;

use super::{NumberError, NumberForm, Office, jp_words, kr};

/// A text freed of its trimmings.
#[derive(Debug, Default)]
pub(super) struct Clean {
    pub(super) text: String,
    pub(super) office: Option<Office>,
    pub(super) form: Option<NumberForm>,
}

/// Words before a number, without dots, and what they tell.
const ENGLISH: &[(&str, Option<NumberForm>)] = &[
    ("PATENT", Some(NumberForm::Grant)),
    ("PAT", Some(NumberForm::Grant)),
    ("GRANT", Some(NumberForm::Grant)),
    ("GRANTED", Some(NumberForm::Grant)),
    ("REGISTRATION", Some(NumberForm::Grant)),
    ("APPLICATION", Some(NumberForm::Application)),
    ("APPLN", Some(NumberForm::Application)),
    ("APPL", Some(NumberForm::Application)),
    ("APP", Some(NumberForm::Application)),
    ("SERIAL", Some(NumberForm::Application)),
    ("SER", Some(NumberForm::Application)),
    ("PUBLICATION", Some(NumberForm::Publication)),
    ("PUBLISHED", Some(NumberForm::Publication)),
    ("PUBLN", Some(NumberForm::Publication)),
    ("PUBL", Some(NumberForm::Publication)),
    ("PUB", Some(NumberForm::Publication)),
    ("NUMBER", None),
    ("NUM", None),
    ("NR", None),
    ("UTILITY", None),
    ("MODEL", None),
    ("DESIGN", None),
    ("EUROPEAN", None),
    ("CHINESE", None),
    ("GERMAN", None),
    ("JAPANESE", None),
    ("KOREAN", None),
    ("BRITISH", None),
    ("INTERNATIONAL", None),
];

const CHINESE: &[(&str, Option<NumberForm>)] = &[
    ("中国专利", None),
    ("中国", None),
    ("申请公布号", Some(NumberForm::Publication)),
    ("授权公告号", Some(NumberForm::Grant)),
    ("申请号", Some(NumberForm::Application)),
    ("申請號", Some(NumberForm::Application)),
    ("公开号", Some(NumberForm::Publication)),
    ("公布号", Some(NumberForm::Publication)),
    ("公告号", Some(NumberForm::Grant)),
    ("专利号", Some(NumberForm::Application)),
    ("專利號", Some(NumberForm::Application)),
    ("专利", None),
];

pub(super) fn clean(raw: &str) -> Result<Clean, NumberError> {
    let mut clean = Clean {
        text: fold(raw),
        ..Clean::default()
    };
    // Words and codes may stand in any order: "US Patent No.", "Patent No. US".
    for _ in 0..8 {
        if !(strip_words(&mut clean) || strip_office(&mut clean)?) {
            break;
        }
    }
    Ok(clean)
}

/// Half width, upper case, one hyphen, one full stop, single spaces, nothing invisible.
fn fold(raw: &str) -> String {
    let mut out = String::new();
    for c in raw.nfkc().flat_map(char::to_uppercase) {
        let c = match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{FE63}' | '~' => '-',
            '。' | '·' | '・' | '․' => '.',
            '、' => ',',
            '\u{2044}' | '\u{2215}' | '\\' => '/',
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' => {
                continue;
            }
            '\u{2018}' | '\u{2019}' => '\'',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if c != ' ' || !out.ends_with(' ') {
            out.push(c);
        }
    }
    out.trim().to_owned()
}

/// Takes one word and the punctuation after it off the front.
fn strip_words(clean: &mut Clean) -> bool {
    let text = clean
        .text
        .trim_start_matches([':', '#', '(', '"', ' ', '°', '№', ',', '/', '-', '.', ';'])
        .trim_end_matches([')', '"', ',', ';', ' ']);
    let text = text.strip_suffix('.').unwrap_or(text);
    if text.len() != clean.text.len() {
        clean.text = text.to_owned();
        return true;
    }
    if let Some((label, form)) = CHINESE.iter().find(|(label, _)| text.starts_with(label)) {
        // 特許 and 特願 are Japanese; these words are read by both, so they only tell the form.
        clean.form = clean.form.or(*form);
        if label.starts_with("中国") {
            clean.office = clean.office.or(Some(Office::CN));
        }
        clean.text = text[label.len()..].to_owned();
        return true;
    }
    let word: String = text
        .chars()
        .take_while(|c| c.is_ascii_uppercase() || *c == '.')
        .collect();
    let bare: String = word.chars().filter(|c| *c != '.').collect();
    let known = ENGLISH.iter().find(|(label, _)| *label == bare);
    // "No." with its dot is a word; "NO" alone is Norway.
    let number_sign = bare == "NO" && (word.ends_with('.') || clean.office.is_some() || clean.form.is_some());
    if known.is_none() && !number_sign {
        return false;
    }
    // Of two words the document wins: "patent application" is an application.
    if let Some((_, Some(form))) = known
        && clean
            .form
            .is_none_or(|earlier| earlier == NumberForm::Grant || *form == NumberForm::Publication)
    {
        clean.form = Some(*form);
    }
    match bare.as_str() {
        "EUROPEAN" => clean.office = clean.office.or(Some(Office::EP)),
        "CHINESE" => clean.office = clean.office.or(Some(Office::CN)),
        "GERMAN" => clean.office = clean.office.or(Some(Office::DE)),
        "JAPANESE" => clean.office = clean.office.or(Some(Office::JP)),
        "KOREAN" => clean.office = clean.office.or(Some(Office::KR)),
        "BRITISH" => clean.office = clean.office.or(Some(Office::GB)),
        _ => {}
    }
    clean.text = text[word.len()..].trim_start().to_owned();
    true
}

/// Takes the office's code off the front, unless the text is left to the office's own words.
fn strip_office(clean: &mut Clean) -> Result<bool, NumberError> {
    if clean.office.is_none_or(|office| office == Office::CN)
        && let Some(rest) = clean.text.strip_prefix("ZL")
    {
        clean.text = rest.trim_start_matches([' ', '-', '.', ':']).to_owned();
        (clean.office, clean.form) = (Some(Office::CN), Some(NumberForm::Application));
        return Ok(true);
    }
    if clean.office.is_some() {
        // A code after the word that already named the office: "European patent EP 2400812".
        let code = clean.office.map(|office| office.to_string()).unwrap_or_default();
        let rest = clean
            .text
            .strip_prefix(&code)
            .map(|rest| rest.trim_start_matches([' ', '-', '.', ':']).to_owned());
        if let Some(rest) = rest {
            clean.text = rest;
            return Ok(true);
        }
        return Ok(false);
    }
    let text = clean.text.as_str();
    if jp_words::is_labelled(text) {
        clean.office = Some(Office::JP);
        return Ok(false);
    }
    if kr::is_labelled(text) {
        clean.office = Some(Office::KR);
        return Ok(false);
    }
    if text.starts_with("PCT") {
        clean.office = Some(Office::WO);
        return Ok(false);
    }
    // U.S. and U.K. with dots.
    let run: String = text
        .chars()
        .take_while(|c| c.is_ascii_uppercase() || *c == '.')
        .collect();
    let letters: String = run.chars().filter(|c| *c != '.').collect();
    if run.contains('.') && matches!(letters.as_str(), "US" | "USA" | "UK") {
        clean.office = Some(if letters == "UK" { Office::GB } else { Office::US });
        clean.text = text[run.len()..].trim_start().to_owned();
        return Ok(true);
    }
    let Some((code, rest)) = text
        .split_at_checked(2)
        .filter(|(code, _)| code.bytes().all(|b| b.is_ascii_uppercase()))
    else {
        return Ok(false);
    };
    if matches!(code, "PP" | "RE") || !rest.chars().any(|c| c.is_ascii_digit()) {
        return Ok(false);
    }
    if letters.len() <= 4 {
        match code.parse::<Office>() {
            Ok(office) => clean.office = Some(office),
            Err(_) if code == "UK" => clean.office = Some(Office::GB),
            Err(unknown) if letters.len() == 2 => {
                return Err(NumberError::UnknownOffice { code: unknown.0 });
            }
            Err(_) => return Ok(false),
        }
    } else {
        return Ok(false);
    }
    clean.text = rest.trim_start_matches([' ', '-', '.', ':']).to_owned();
    Ok(true)
}
