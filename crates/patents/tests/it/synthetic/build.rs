//! Bodies made of their parts.

use std::fmt::Write;

/// An event in the shape of OPS: code, gazette date, and further fields.
pub(super) struct Event {
    code: &'static str,
    gazette: &'static str,
    fields: Vec<(&'static str, String)>,
}

pub(super) fn event(code: &'static str, gazette: &'static str) -> Event {
    Event {
        code,
        gazette,
        fields: Vec::new(),
    }
}

impl Event {
    pub(super) fn with(mut self, field: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((field, value.into()));
        self
    }

    /// The day of effect, as OPS writes it in this field: without dashes.
    pub(super) fn effective(self, day: &str) -> Self {
        self.with("L525EP", day.replace('-', ""))
    }

    pub(super) fn state(self, state: &str) -> Self {
        self.with("L501EP", state)
    }

    pub(super) fn text(self, text: &str) -> Self {
        self.with("L510EP", text)
    }

    fn xml(&self, office: &str) -> String {
        let mut group = String::new();
        for (field, value) in &self.fields {
            let value = value.replace('&', "&amp;");
            let _ = write!(group, "<ops:{field}>{value}</ops:{field}>");
        }
        format!(
            "<ops:legal code=\"{:<4}\" desc=\"\" infl=\" \" dateMigr=\"00010101\"><ops:L001EP>{office}</ops:L001EP>\
             <ops:L005EP>PI</ops:L005EP><ops:L007EP>{}</ops:L007EP><ops:L008EP>{}</ops:L008EP>\
             <ops:L019EP>{}</ops:L019EP><ops:L500EP>{group}</ops:L500EP></ops:legal>",
            self.code, self.gazette, self.code, self.gazette
        )
    }
}

/// A right in the shape of OPS.
pub(super) struct Right {
    pub(super) office: &'static str,
    pub(super) application: &'static str,
    pub(super) kind: &'static str,
    pub(super) filed: &'static str,
    /// Number, kind and date of its documents.
    pub(super) documents: &'static [(&'static str, &'static str, &'static str)],
}

/// The answer to `legal/publication/docdb/…`, marked as synthetic.
pub(super) fn legal(right: &Right, events: &[Event]) -> String {
    let Right {
        office,
        application,
        kind,
        filed,
        documents,
    } = *right;
    let filed = filed.replace('-', "");
    let mut members = String::new();
    for (at, (number, document_kind, date)) in documents.iter().enumerate() {
        let date = date.replace('-', "");
        let events: String = if at == 0 {
            events.iter().map(|event| event.xml(office)).collect()
        } else {
            String::new()
        };
        let _ = write!(
            members,
            "<ops:family-member family-id=\"1\"><publication-reference><document-id document-id-type=\"docdb\">\
             <country>{office}</country><doc-number>{number}</doc-number><kind>{document_kind}</kind><date>{date}</date>\
             </document-id></publication-reference><application-reference doc-id=\"1\" is-representative=\"YES\">\
             <document-id document-id-type=\"docdb\"><country>{office}</country><doc-number>{application}</doc-number>\
             <kind>{kind}</kind><date>{filed}</date></document-id></application-reference>{events}</ops:family-member>"
        );
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!-- synthetic: not an answer of any office -->\
         <ops:world-patent-data xmlns=\"http://www.epo.org/exchange\" xmlns:ops=\"http://ops.epo.org\">\
         <ops:patent-family legal=\"true\" total-result-count=\"{}\">{members}</ops:patent-family></ops:world-patent-data>",
        documents.len()
    )
}
