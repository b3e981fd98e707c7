//! What the editor's fields show.

use super::draft::Draft;
use crate::{
    form::Fields,
    graphql::{LocalizedText, Named},
};

/// What was typed, before what is kept.
#[derive(Debug, Clone)]
pub(super) struct Form {
    fields: Fields,
    /// The beginnings of the names of fields that were carried out and are empty again.
    spent: Vec<&'static str>,
}

impl Form {
    /// What was sent.
    pub(super) fn sent(fields: Fields) -> Self {
        Self {
            fields,
            spent: Vec::new(),
        }
    }

    /// The fields as they were sent.
    pub(super) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// These fields were carried out: they are not shown again.
    pub(super) fn spend(&mut self, name: &'static str) {
        self.spent.push(name);
    }

    /// With the kept values where nothing was sent.
    pub(super) fn over(self, draft: &Draft) -> Self {
        let fields = kept(draft)
            .into_iter()
            .fold(self.fields, |fields, (name, value)| fields.or(name, value));
        Self { fields, ..self }
    }

    /// What a field shows.
    pub(super) fn shown(&self, name: &str) -> &str {
        if self.spent.iter().any(|spent| name.starts_with(spent)) {
            return "";
        }
        self.fields.shown(name)
    }

    /// The kept values that are others than those that were sent.
    pub(super) fn differences(&self, draft: &Draft) -> Vec<Difference> {
        let differs = |name: &str, value: &str| {
            let sent = self
                .fields
                .has(name)
                .then(|| canonical(name, self.fields.shown(name)));
            sent.is_some_and(|sent| sent != canonical(name, value))
        };
        kept(draft)
            .into_iter()
            .filter(|(name, value)| differs(name, value))
            .map(|(name, value)| Difference { name, value })
            .collect()
    }
}

/// A field whose kept value is another than the one that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) name: &'static str,
    pub(super) value: String,
}

/// A value in the form in which two of them can be compared.
fn canonical(name: &str, value: &str) -> String {
    let value = value.replace("\r\n", "\n");
    if name == "goal" {
        return without_zero_fraction(&value.replace([',', ' '], ""));
    }
    value.trim().to_owned()
}

/// `800000.00` as people would write it.
pub(super) fn without_zero_fraction(amount: &str) -> String {
    match amount.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|b| b == b'0') => whole.to_owned(),
        _ => amount.to_owned(),
    }
}

/// What is kept of a campaign, by the names of the editor's fields.
fn kept(draft: &Draft) -> Vec<(&'static str, String)> {
    let t = &draft.texts;
    let both = |names: (&'static str, &'static str), text: &LocalizedText| {
        [
            (names.0, text.english().to_owned()),
            (names.1, text.chinese().to_owned()),
        ]
    };
    let texts = [
        both(("title.en", "title.zhHans"), &t.title),
        both(("blurb.en", "blurb.zhHans"), &t.blurb),
        both(("story.en", "story.zhHans"), &t.story),
        both(("team.en", "team.zhHans"), &t.team),
        both(("risks.en", "risks.zhHans"), &t.risks),
    ];
    let mut kept: Vec<_> = texts.into_iter().flatten().collect();
    let goal = draft
        .goal
        .as_ref()
        .map(|goal| without_zero_fraction(&goal.amount.0));
    let days = draft.duration_days.map(|days| days.to_string());
    kept.push(("field", draft.field.name()));
    kept.push(("goal", goal.unwrap_or_default()));
    kept.push(("shortfallRule", draft.shortfall_rule.name()));
    kept.push(("durationDays", days.unwrap_or_default()));
    kept.push(("zone", draft.zone.clone()));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_carried_out_is_not_shown_again() {
        let mut form = Form::sent(Fields::read(b"number=CN1&reward.amount=5&title.en=x"));
        form.spend("reward.");
        assert_eq!((form.shown("reward.amount"), form.shown("number")), ("", "CN1"));
    }

    #[test]
    fn values_are_compared_as_they_are_kept() {
        assert_eq!(canonical("goal", "800,000"), canonical("goal", "800000.00"));
        assert_eq!(canonical("story.en", "a\r\nb "), canonical("story.en", "a\nb"));
        assert_eq!(without_zero_fraction("12.50"), "12.50");
    }
}
