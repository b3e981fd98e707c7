//! What every table of the platform holds of people: whom a row concerns, why it is kept, for how long, and what becomes
//! of it when somebody's account is erased.
//!
//! The map is data. Exports, erasures and the retention job are nothing but walks over it, in its order, and a test
//! compares it with the catalogue of both databases: a table or a column that is not written here fails.

mod accounts;
mod campaigns;
mod money;
mod patents;
mod platform;
mod privacy;
mod regimes;

/// Why the platform may keep something about people (Regulation (EU) 2016/679, Article 6; Personal Information Protection
/// Law of the PRC, Article 13).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Nothing about people is kept: machinery, public registers, figures.
    Nobody,
    /// To do what was agreed with the person: Article 6(1)(b).
    Contract,
    /// Because a law says so: books (Article 6(1)(c)), and knowing whom one pays.
    Law,
    /// To keep accounts and money safe: a legitimate interest, Article 6(1)(f).
    Safety,
    /// To be able to show who did what: a legitimate interest, Article 6(1)(f).
    Trail,
}

impl Basis {
    /// The basis in words, as an export says it.
    pub const fn words(self) -> &'static str {
        match self {
            Basis::Nobody => "holds nothing about people",
            Basis::Contract => "needed to do what was agreed with you (GDPR Article 6(1)(b))",
            Basis::Law => "kept because the law asks for it (GDPR Article 6(1)(c))",
            Basis::Safety => "keeps accounts and money safe (GDPR Article 6(1)(f))",
            Basis::Trail => "shows who did what (GDPR Article 6(1)(f))",
        }
    }
}

/// How long rows of a table are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// As long as the thing they belong to; there is nothing personal in them, or erasure takes it out.
    WithItsOwner,
    /// For this many years at the least, because of this. Nothing removes them by itself.
    Years(u32, &'static str),
    /// Removed by the retention job this many days after a moment. The condition holds of a row whose time is over; in it
    /// `$1` is that many days before now.
    Days {
        /// How many.
        days: u32,
        /// Which rows are due.
        due: &'static str,
        /// Why not longer, and why so long.
        why: &'static str,
    },
}

/// What becomes of the rows that concern somebody when their account is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erasure {
    /// The rows are deleted.
    Delete,
    /// Columns are overwritten: what follows `SET`.
    Overwrite(&'static str),
    /// They stay under the pseudonym, for this reason.
    Keep(&'static str),
    /// Somebody else takes care of it: who.
    Elsewhere(&'static str),
}

/// How rows of a table concern somebody.
///
/// In the conditions `$1` is the person's id as the database knows it and `$2` as text (`user_…`).
#[derive(Debug, Clone, Copy)]
pub struct Concern {
    /// As what they concern the person: `owner`, `asker`.
    pub role: &'static str,
    /// Which rows.
    pub rows: &'static str,
    /// The columns that are this person's own; others who are concerned by the row do not get them.
    pub own: &'static str,
    /// What becomes of them at an erasure.
    pub erasure: Erasure,
}

/// A column that is sealed with the person's key.
#[derive(Debug, Clone, Copy)]
pub struct SealedColumn {
    /// The column.
    pub column: &'static str,
    /// The place it is sealed for; `{id}` stands for the row's id as text.
    pub place: &'static str,
    /// Whether a JSON value is sealed there, not a plain text.
    pub is_json: bool,
}

/// A table.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What a row is.
    pub holds: &'static str,
    /// Why it may be kept.
    pub basis: Basis,
    /// What ids in its column `id` begin with, where they are written as text.
    pub prefix: &'static str,
    /// Columns that everybody whom a row concerns may be shown.
    pub plain: &'static str,
    /// Columns that name people; an export leaves them out, for they are the person's own id, or somebody else's.
    pub people: &'static str,
    /// Columns that an export leaves out: hashes of secrets, seeds, what others wrote for themselves alone.
    pub secret: &'static str,
    /// Columns that are sealed.
    pub sealed: &'static [SealedColumn],
    /// Whom its rows concern.
    pub concerns: &'static [Concern],
    /// For how long rows are kept.
    pub kept: Kept,
}

impl Table {
    /// A table of which nothing is said yet but its name.
    const fn named(name: &'static str, holds: &'static str) -> Self {
        Self {
            name,
            holds,
            basis: Basis::Nobody,
            prefix: "",
            plain: "",
            people: "",
            secret: "",
            sealed: &[],
            concerns: &[],
            kept: Kept::WithItsOwner,
        }
    }

    /// A table with nothing about people.
    const fn nobodys(name: &'static str, holds: &'static str, columns: &'static str) -> Self {
        Self {
            plain: columns,
            ..Self::named(name, holds)
        }
    }

    /// Its columns, each as often as it is written in the map.
    pub fn columns(&self) -> Vec<&'static str> {
        let mut all: Vec<&str> = [self.plain, self.people, self.secret]
            .iter()
            .flat_map(|list| list.split_whitespace())
            .collect();
        let mut own: Vec<&str> = self
            .concerns
            .iter()
            .flat_map(|concern| concern.own.split_whitespace())
            .collect();
        own.sort_unstable();
        own.dedup();
        all.extend(own);
        all
    }

    /// Whether rows of it may concern somebody.
    pub fn is_personal(&self) -> bool {
        !self.concerns.is_empty()
    }
}

impl Concern {
    const fn new(role: &'static str, rows: &'static str, own: &'static str, erasure: Erasure) -> Self {
        Self {
            role,
            rows,
            own,
            erasure,
        }
    }
}

/// Ten years: the longest of the periods for books and vouchers that we know of (HGB § 257, 会计档案管理办法: 30 years for
/// ledgers of companies is their own duty, not towards persons).
const BOOKS: Kept = Kept::Years(
    10,
    "books, vouchers and what explains them are kept for ten years",
);
/// Why what concerns money stays.
const MONEY: Erasure = Erasure::Keep("money: books and what explains them are never changed");
/// Why what is evidence stays.
const EVIDENCE: Erasure = Erasure::Keep("evidence: others rely on it, and it may have to be shown");

/// Every table, in the order in which an erasure walks them: what points at something before what it points at.
pub fn tables() -> impl Iterator<Item = &'static Table> {
    [
        platform::TABLES,
        accounts::BEFORE_PEOPLE,
        campaigns::TABLES,
        patents::TABLES,
        regimes::TABLES,
        money::TABLES,
        privacy::TABLES,
        accounts::PEOPLE,
    ]
    .into_iter()
    .flatten()
}
