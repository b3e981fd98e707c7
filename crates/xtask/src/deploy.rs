//! What is shipped beside the program agrees with the program.

use std::{collections::BTreeSet, path::Path};

use anyhow::{Context, Result, ensure};

use crate::{farsight::Settings, shell};

/// Gives the program the example configuration, every setting switched on, and compares the names
/// with those the program shows.
pub(crate) fn example(binary: &Path) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let text = std::fs::read_to_string(shell::root().join("deploy/farsight.example.toml"))?;
    let all: String = text
        .lines()
        .map(|line| format!("{}\n", switched_on(line)))
        .collect();
    let table: toml::Table = all.parse().context("the example is no TOML")?;
    let settings = Settings {
        binary: binary.to_owned(),
        data_dir: dir.path().to_owned(),
        database_url: None,
        redis_url: None,
        demo: false,
        points_per_second: None,
        environment: Vec::new(),
        port: 0,
    };
    let file = dir.path().join("farsight.toml");
    std::fs::write(&file, all)?;
    let mut check = settings.command(&["config", "check", "--config"]);
    shell::read(check.arg(&file)).context("the program refuses the example")?;

    let shown = shell::read(&mut settings.command(&["config", "show"]))?;
    let known: BTreeSet<&str> = shown
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, _)| name.trim())
        .collect();
    let written: BTreeSet<&str> = table.keys().map(String::as_str).collect();
    let missing: Vec<_> = known.difference(&written).collect();
    ensure!(
        !known.is_empty(),
        "`farsight config show` shows nothing:\n{shown}"
    );
    ensure!(missing.is_empty(), "the example lacks {missing:?}");
    Ok(())
}

/// `# name = value` is a setting that is left out by default, `# [name]` a section of such; other comments are prose.
fn switched_on(line: &str) -> &str {
    let Some(rest) = line.strip_prefix("# ") else {
        return line;
    };
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .chars()
                .all(|letter| letter.is_ascii_lowercase() || letter == '_')
    };
    let is_setting = rest.split_once(" = ").is_some_and(|(name, _)| is_name(name));
    let section = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if is_setting || section.is_some_and(is_name) {
        rest
    } else {
        line
    }
}

#[cfg(test)]
mod tests {
    use super::switched_on;

    #[test]
    fn settings_and_sections_are_switched_on_and_prose_is_not() {
        for (line, on) in [
            ("# redis_url = \"x\"", "redis_url = \"x\""),
            ("# [registers]", "[registers]"),
            ("# Without it: as `demo`.", "# Without it: as `demo`."),
            ("# [FARSIGHT_DEMO]", "# [FARSIGHT_DEMO]"),
            ("demo = false", "demo = false"),
        ] {
            assert_eq!(switched_on(line), on);
        }
    }
}
