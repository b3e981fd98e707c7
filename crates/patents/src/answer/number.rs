//! A number, checked and in its spellings.

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::number::{NumberError, NumberForm, Office, PatentNumber, cn_check_digit, ep_check_digit};

/// Reads a number as typed. One that is wrong says what is wrong, and the right check digit where that is it.
pub fn number(text: &str, today: NaiveDate) -> Value {
    match PatentNumber::parse(text, None, today) {
        Ok(number) => valid(&number),
        Err(NumberError::Ambiguous { readings }) => json!({
            "valid": true,
            "ambiguous": true,
            "readings": readings.iter().map(valid).collect::<Vec<_>>(),
        }),
        Err(error) => {
            let mut answer = json!({"valid": false, "code": error.code(), "error": error.to_string()});
            if let (NumberError::WrongCheckDigit { right, corrected, .. }, Some(map)) =
                (&error, answer.as_object_mut())
            {
                map.insert("check_digit".to_owned(), json!(right.to_string()));
                map.insert("corrected".to_owned(), json!(corrected));
            }
            answer
        }
    }
}

fn valid(number: &PatentNumber) -> Value {
    let mut answer = json!({
        "valid": true,
        "office": number.office().code(),
        "form": number.form().as_str(),
        "right_type": number.right_type().as_str(),
        "key": number.key(),
        "display": number.display(),
    });
    let digits: String = number.core.chars().filter(char::is_ascii_digit).collect();
    let check = match (number.office(), number.form()) {
        (Office::CN, NumberForm::Application) => Some(cn_check_digit(&digits)),
        (Office::EP, NumberForm::Application) => Some(ep_check_digit(&digits)),
        _ => None,
    };
    if let Some(map) = answer.as_object_mut() {
        let told = [
            ("kind", number.kind().map(str::to_owned)),
            ("docdb", number.docdb().map(|docdb| docdb.to_string())),
            ("epodoc", number.epodoc()),
            ("check_digit", check.map(|digit| digit.to_string())),
        ];
        for (key, value) in told {
            if let Some(value) = value {
                map.insert(key.to_owned(), json!(value));
            }
        }
    }
    answer
}
