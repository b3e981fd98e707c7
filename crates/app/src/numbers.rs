//! Patent numbers as people type them, read with today's date.

use patents::number::{NumberError, Office, PatentNumber};

use crate::App;

impl App {
    /// Reads a patent number in any usual spelling; `office` is a code of WIPO ST.3, where the
    /// number alone does not tell.
    ///
    /// # Errors
    /// The rule it breaks.
    pub fn parse_number(&self, text: &str, office: Option<&str>) -> Result<PatentNumber, NumberError> {
        let office = office
            .map(|code| {
                code.parse::<Office>().map_err(|_| NumberError::UnknownOffice {
                    code: code.to_owned(),
                })
            })
            .transpose()?;
        PatentNumber::parse(text, office, self.today())
    }
}
