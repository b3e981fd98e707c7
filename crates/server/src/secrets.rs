//! Secrets of an installation: made once, kept in the data directory, readable by its owner alone.

use std::{io::Write, os::unix::fs::OpenOptionsExt, path::Path};

use anyhow::{Context, Result};
use kernel::IdSource;

/// The secret named `name` in the data directory; made at the first use.
///
/// # Errors
/// If the directory cannot be written or the file cannot be read.
pub(crate) fn secret(data_dir: &Path, name: &str, ids: &dyn IdSource) -> Result<String> {
    std::fs::create_dir_all(data_dir)
        .with_context(|| format!("the data directory {} cannot be made", data_dir.display()))?;
    let path = data_dir.join(format!("{name}.secret"));
    let made: String = ids.secret().iter().map(|byte| format!("{byte:02x}")).collect();
    match std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
    {
        Ok(mut file) => {
            file.write_all(made.as_bytes())?;
            file.sync_all()?;
            Ok(made)
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("{} cannot be read", path.display()))?;
            Ok(text.trim().to_owned())
        }
        Err(error) => Err(error).with_context(|| format!("{} cannot be written", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::SystemIds;

    #[test]
    fn a_secret_is_made_once_and_is_the_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let first = secret(dir.path(), "webhook", &SystemIds).unwrap();
        assert_eq!(secret(dir.path(), "webhook", &SystemIds).unwrap(), first);
        assert_eq!(first.len(), 64);
        let mode = std::fs::metadata(dir.path().join("webhook.secret"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
