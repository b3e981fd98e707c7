//! Labels of enum values, found by their names in `schema.graphql`.

use kernel::Locale;

/// A value's name as it stands in keys: `IN_FORCE` becomes `in-force`.
pub fn kebab(value: &str) -> String {
    value
        .chars()
        .map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() })
        .collect()
}

/// The label of an enum value: `label(locale, "status", "IN_FORCE")` is the message `status-in-force`.
/// A value that came later than these words is shown by its name.
pub fn label(locale: Locale, family: &str, value: &str) -> String {
    let key = format!("{family}-{}", kebab(value));
    if crate::has(locale, &key) {
        crate::text(locale, &key, &[])
    } else {
        value.replace('_', " ").to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_labelled_by_its_name_in_the_schema() {
        assert_eq!(label(Locale::En, "status", "IN_FORCE"), "In force");
        assert_eq!(label(Locale::ZhHans, "status", "UNDER_EXAMINATION"), "审查中");
    }

    #[test]
    fn a_value_without_words_is_shown_by_its_name() {
        assert_eq!(label(Locale::ZhHans, "status", "BRAND_NEW"), "brand new");
    }
}
