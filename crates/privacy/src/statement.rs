//! Statements of the map, in the words of the engine at hand.

use db::sql;
use kernel::UserId;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement, Value};

/// Uploads that are evidence beside what they say of their owner: their rows stay, though nobody can read them any more.
const EVIDENCE: &str =
    "id IN (SELECT o.file_id FROM ownership_claims o UNION SELECT d.file_id FROM patent_documents d
    UNION SELECT i.file_id FROM ip_claims i WHERE i.file_id IS NOT NULL
    UNION SELECT i.answer_file_id FROM ip_claims i WHERE i.answer_file_id IS NOT NULL
    UNION SELECT s.file_id FROM regime_sheets s
    UNION SELECT l.document_id FROM regime_licences l WHERE l.document_id IS NOT NULL)";

/// Whom a statement is about, and what stands in the place of what is erased.
#[derive(Debug, Clone)]
pub(crate) struct About {
    /// `$1` and, as text, `$2`.
    pub(crate) person: UserId,
    /// `$3`: the name of somebody whose account was erased.
    pub(crate) nobody: String,
    /// `$4`: what stands where a text was.
    pub(crate) gone: String,
}

impl About {
    /// For reading: nothing is written.
    pub(crate) fn reading(person: UserId) -> Self {
        Self {
            person,
            nobody: String::new(),
            gone: String::new(),
        }
    }

    fn value(&self, parameter: char) -> Value {
        match parameter {
            '1' => self.person.uuid().into(),
            '2' => self.person.to_string().into(),
            '3' => self.nobody.clone().into(),
            _ => self.gone.clone().into(),
        }
    }

    /// The statement with what it names bound. PostgreSQL refuses values that nothing names, so that each place is given
    /// its number anew.
    pub(crate) fn statement(&self, conn: &impl ConnectionTrait, text: &str) -> Statement {
        let backend = conn.get_database_backend();
        let (mut out, mut values) = (String::with_capacity(text.len()), Vec::new());
        let translated = translated(text, backend);
        let mut rest = translated.as_str();
        while let Some(at) = rest.find('$') {
            out.push_str(&rest[..at]);
            let mut after = rest[at + 1..].chars();
            if let Some(parameter) = after.next().filter(|c| ('1'..='4').contains(c)) {
                values.push(self.value(parameter));
                out.push_str(&format!("${}", values.len()));
                // What is bound as text is text, whatever stands around it.
                if parameter != '1' && backend == DatabaseBackend::Postgres {
                    out.push_str("::text");
                }
            }
            rest = after.as_str();
        }
        out.push_str(rest);
        sql(conn, out, values)
    }
}

/// The words in braces, as the engine says them.
fn translated(text: &str, backend: DatabaseBackend) -> String {
    let (empty, id) = match backend {
        DatabaseBackend::Postgres => ("''::bytea", "replace(id::text, '-', '')"),
        _ => ("x''", "lower(hex(id))"),
    };
    text.replace("{empty}", empty)
        .replace("{id}", id)
        .replace("{evidence}", EVIDENCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_in_braces_are_the_engines_own_and_json_stays() {
        let said = "title = '{}', slug = {id}, name = {empty}";
        assert_eq!(
            translated(said, DatabaseBackend::Sqlite),
            "title = '{}', slug = lower(hex(id)), name = x''"
        );
        assert!(translated(said, DatabaseBackend::Postgres).contains("'{}', slug = replace("));
    }
}
