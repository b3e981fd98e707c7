//! Patent numbers of eight offices: read in any usual spelling, checked, printed.
//!
//! A number has an office (WIPO ST.3), a form (application, publication, grant) and, when it
//! names a document, a kind code (WIPO ST.16). The text as typed is kept beside the canonical
//! form; docdb and epodoc are the two spellings of the EPO's services.

mod check;
mod clean;
mod cn;
mod de;
mod docdb;
mod ep;
mod error;
mod form;
mod from_docdb;
mod gb;
mod jp;
mod jp_words;
mod kr;
mod office;
mod other;
mod parse;
mod text;
mod us;
mod wo;

use std::{
    fmt,
    hash::{Hash, Hasher},
};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use check::{cn as cn_check_digit, ep as ep_check_digit};
pub use docdb::DocdbNumber;
pub use error::NumberError;
pub use form::{NumberForm, RightType};
pub use office::{Office, UnknownOffice};

/// One number of a patent right: of its application, of a publication or of its grant.
///
/// Two numbers are equal when office, form, canonical digits and kind code are; the text as typed
/// and the year of filing do not count.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PatentNumber {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) raw: String,
    pub(crate) office: Office,
    pub(crate) form: NumberForm,
    pub(crate) right_type: RightType,
    /// The office's own digits and letters in one canonical order, without check digit and kind.
    pub(crate) core: String,
    /// The check digit as typed, where the office has one we cannot derive (DE, GB).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) check: Option<char>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<String>,
    /// Known for US applications that came with it; the docdb spelling needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) filing_year: Option<i32>,
}

impl PatentNumber {
    pub(crate) fn new(
        office: Office,
        form: NumberForm,
        right_type: RightType,
        core: impl Into<String>,
    ) -> Self {
        let core = core.into();
        Self {
            raw: String::new(),
            office,
            form,
            right_type,
            core,
            check: None,
            kind: None,
            filing_year: None,
        }
    }

    pub(crate) fn with_kind(self, kind: Option<String>) -> Self {
        Self { kind, ..self }
    }

    /// Reads a number in any usual spelling. `office` is what the caller knows beforehand; a code in
    /// the text must agree with it. `today` bounds the years.
    ///
    /// # Errors
    /// [`NumberError`] names the rule that is broken and, where it can, the right value.
    pub fn parse(raw: &str, office: Option<Office>, today: NaiveDate) -> Result<Self, NumberError> {
        parse::parse(raw, office, None, today)
    }

    /// Reads a number that must be of the given form: the place it stands in says what it is.
    ///
    /// # Errors
    /// As [`PatentNumber::parse`], and [`NumberError::OtherForm`].
    pub fn parse_as(
        raw: &str,
        office: Option<Office>,
        form: NumberForm,
        today: NaiveDate,
    ) -> Result<Self, NumberError> {
        parse::parse(raw, office, Some(form), today)
    }

    /// The text it was read from; empty for a number that was never typed.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The office.
    pub fn office(&self) -> Office {
        self.office
    }

    /// Whether it is the number of an application, a publication or a grant.
    pub fn form(&self) -> NumberForm {
        self.form
    }

    /// The kind of right, as far as the number tells.
    pub fn right_type(&self) -> RightType {
        self.right_type
    }

    /// The kind code (WIPO ST.16), if it has one.
    pub fn kind(&self) -> Option<&str> {
        self.kind.as_deref()
    }

    /// The check digit: derived for CN and EP applications, as typed for DE and GB.
    pub fn check_digit(&self) -> Option<char> {
        match (self.office, self.form) {
            (Office::CN, NumberForm::Application) => Some(check::cn(&self.core)),
            (Office::EP, NumberForm::Application) => Some(check::ep(&self.core)),
            _ => self.check,
        }
    }

    /// The number as its office prints it, with the office in front. Reading it again gives the same
    /// number.
    pub fn display(&self) -> String {
        match self.office {
            Office::CN => cn::display(self),
            Office::US => us::display(self),
            Office::EP => ep::display(self),
            Office::WO => wo::display(self),
            Office::JP => jp::display(self),
            Office::KR => kr::display(self),
            Office::DE => de::display(self),
            Office::GB => gb::display(self),
            _ => other::display(self),
        }
    }

    /// The one spelling by which the number is stored and looked up, without its kind code. Of an
    /// application it is the identity of the right: `CN202311776587.0`, `EP10167109`, `US17248024`.
    pub fn key(&self) -> String {
        match self.office {
            Office::CN => cn::key(self),
            Office::WO => wo::key(self),
            Office::JP => jp::key(self),
            _ => format!("{}{}", self.office, self.core),
        }
    }

    /// Key and kind code: `EP2400812B1`.
    pub fn key_with_kind(&self) -> String {
        format!("{}{}", self.key(), self.kind().unwrap_or_default())
    }

    /// The key of the right, if this is the number of an application.
    pub fn right_key(&self) -> Option<String> {
        (self.form == NumberForm::Application).then(|| self.key())
    }

    /// The EPO's docdb spelling: office, number, kind. Absent for a US application whose year of
    /// filing is not known, and for numbers we only keep as printed.
    pub fn docdb(&self) -> Option<DocdbNumber> {
        docdb::docdb(self)
    }

    /// The EPO's epodoc spelling, absent as [`PatentNumber::docdb`].
    pub fn epodoc(&self) -> Option<String> {
        docdb::epodoc(self)
    }

    /// The number behind a docdb triple of an application, publication or grant. What a register
    /// says is taken as it is: a number that follows no rule we know is kept as printed.
    pub fn from_docdb(
        form: NumberForm,
        country: &str,
        number: &str,
        kind: &str,
        on: Option<NaiveDate>,
    ) -> Option<Self> {
        from_docdb::number(form, country, number, kind, on)
    }

    /// The number behind a docdb triple of a published document: a publication or a grant, as its
    /// kind code tells.
    pub fn document_from_docdb(
        country: &str,
        number: &str,
        kind: &str,
        on: Option<NaiveDate>,
    ) -> Option<Self> {
        from_docdb::document(country, number, kind, on)
    }

    /// The same number knowing the year in which it was filed.
    pub fn filed_in(self, year: i32) -> Self {
        Self {
            filing_year: Some(year),
            ..self
        }
    }

    /// The same number of another kind of right, when a register says so.
    pub fn of_type(self, right_type: RightType) -> Self {
        Self { right_type, ..self }
    }

    fn identity(&self) -> (Office, NumberForm, &str, Option<&str>) {
        (self.office, self.form, &self.core, self.kind.as_deref())
    }
}

impl PartialEq for PatentNumber {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}
impl Eq for PatentNumber {}
impl Hash for PatentNumber {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.identity().hash(state);
    }
}
impl fmt::Display for PatentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.display())
    }
}
impl fmt::Debug for PatentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}", self.form, self.display())
    }
}

#[cfg(test)]
mod tests;
