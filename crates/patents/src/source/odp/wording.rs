//! The words of a conveyance text, freed from punctuation and from names that hold the very words looked for.

/// A text as ` WORD WORD WORD `: upper case, one blank between words and at both ends.
pub(super) struct Wording(String);

/// Names in which a word stands for no security, licence or merger. Each ends where a word ends.
const NAMES: [(&str, &[&str]); 4] = [
    (
        "SECURITY",
        &[
            "TRUST",
            "BANK",
            "CORP",
            "CORPORATION",
            "COMPANY",
            "INC",
            "LLC",
            "LTD",
            "LIMITED",
            "SYSTEMS",
            "SYSTEM",
            "PRODUCTS",
            "SOLUTIONS",
            "SOFTWARE",
            "TECHNOLOGIES",
            "TECHNOLOGY",
            "NETWORKS",
            "DEVICES",
            "SERVICES",
            "FIRST",
            "PACIFIC",
            "LABS",
            "GROUP",
            "HOLDINGS",
            "DETECTION",
            "PRINTING",
            "INKS",
            "EQUIPMENT",
            "INDUSTRIES",
        ],
    ),
    (
        "LICENSING",
        &[
            "CORP",
            "CORPORATION",
            "COMPANY",
            "INC",
            "LLC",
            "LTD",
            "LIMITED",
            "SAS",
            "GMBH",
            "LP",
            "BV",
            "PLC",
        ],
    ),
    ("MERGER", &["SUB", "SUBSIDIARY", "CO", "CORP"]),
    (
        "CONVERSION",
        &[
            "DEVICES",
            "SYSTEMS",
            "TECHNOLOGIES",
            "TECHNOLOGY",
            "INC",
            "CORP",
            "LLC",
            "LABS",
        ],
    ),
];

impl Wording {
    /// Reads a text.
    pub(super) fn new(text: &str) -> Self {
        let upper = text.to_uppercase().replace(['\'', '’', '`'], "");
        let words: Vec<&str> = upper
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let mut kept = Vec::with_capacity(words.len());
        let mut skip = 0;
        for (at, word) in words.iter().enumerate() {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            let next = words.get(at + 1).copied().unwrap_or_default();
            let is_name = NAMES
                .iter()
                .any(|(first, seconds)| first == word && seconds.contains(&next));
            let is_department = *word == "SECURITY" && at > 0 && words.get(at - 1) == Some(&"HOMELAND");
            if is_name {
                skip = 1;
            } else if !is_department {
                kept.push(*word);
            }
        }
        Self(format!(" {} ", kept.join(" ")))
    }

    /// Whether any of these words stands in the text.
    pub(super) fn has(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.0.contains(word))
    }

    /// Whether it corrects an earlier record.
    pub(super) fn is_correction(&self) -> bool {
        self.0.starts_with(" CORRECT")
            || self.has(&[" CORRECTIVE ", " TO CORRECT ", " RE RECORD", " RERECORD"])
    }

    /// `… HEREBY CONFIRMS THE SECURITY AGREEMENT`: what a correction confirms.
    pub(super) fn confirmed(&self) -> Option<Self> {
        [
            " HEREBY CONFIRMS ",
            " HEREBY CONFIRM ",
            " CONFIRMS THE ",
            " CONFIRMING THE ",
        ]
        .into_iter()
        .find_map(|words| Some(Self(format!(" {}", self.0.rsplit_once(words)?.1))))
    }

    /// `… THE NATURE OF CONVEYANCE FROM ASSIGNMENT TO SECURITY AGREEMENT PREVIOUSLY RECORDED …`: what it
    /// should have been.
    pub(super) fn corrected_nature(&self) -> Option<Self> {
        let (_, after) = [
            " NATURE OF ",
            " CONVEYANCE TYPE ",
            " TYPE OF CONVEYANCE ",
            " CONVEYANCE TEXT ",
        ]
        .into_iter()
        .find_map(|words| self.0.split_once(words))?;
        let before = after.split(" PREVIOUSLY ").next().unwrap_or(after);
        let (_, nature) = before
            .rsplit_once(" TO BE ")
            .or_else(|| before.rsplit_once(" TO "))
            .or_else(|| before.rsplit_once(" SHOULD BE "))?;
        Some(Self(format!(" {nature} ")))
    }

    /// `CORRECTIVE ASSIGNMENT TO CORRECT …`: the kind of record that is corrected.
    pub(super) fn kind_of_record(&self) -> Self {
        let kind = self.0.split(" TO CORRECT ").next().unwrap_or_default();
        Self(format!("{} ", kind.trim_end()))
    }

    /// `ASSIGNMENT OF … SECURITY INTEREST`: a security is what moves. `ASSIGNMENT OF PATENTS FOR SECURITY`
    /// moves none: a word such as FOR or AS comes first.
    pub(super) fn moves_a_security(&self) -> bool {
        const MOVES: [&str; 7] = [
            "ASSIGNMENT",
            "ASSIGNMENTS",
            "TRANSFER",
            "ASSUMPTION",
            "CONVEYANCE",
            "SUBSTITUTION",
            "SUCCESSION",
        ];
        const SECURITIES: [&str; 8] = [
            "SECURITY",
            "SECURED",
            "LIEN",
            "LIENS",
            "MORTGAGE",
            "MORTGAGES",
            "DEBENTURE",
            "PLEDGE",
        ];
        const STOPS: [&str; 9] = ["FOR", "AS", "BY", "TO", "IN", "UNDER", "WITH", "AND", "PURSUANT"];
        let words: Vec<&str> = self.0.split_whitespace().collect();
        words.iter().enumerate().any(|(at, word)| {
            if !MOVES.contains(word) || words.get(at + 1) != Some(&"OF") {
                return false;
            }
            let object = words[at + 2..].iter().take(10);
            object
                .take_while(|word| !STOPS.contains(word))
                .any(|word| SECURITIES.contains(word))
        })
    }
}
