//! What is set about uploaded files: a folder of the data directory, or a bucket of anything that speaks S3.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;
use files::{Objects, S3, Settings};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

/// Options about uploaded files; each also from the environment and from the file's section `files`.
#[derive(Debug, Clone, Default, Args, Serialize)]
#[command(next_help_heading = "Uploaded files (kept in a folder, or in a bucket that speaks S3)")]
pub(crate) struct FilesOverrides {
    /// Folder that uploaded files are kept in [default: files in the data directory]
    #[arg(long, global = true, env = "FARSIGHT_FILES_FOLDER", value_name = "DIR")]
    #[serde(rename = "folder", skip_serializing_if = "Option::is_none")]
    files_folder: Option<PathBuf>,
    /// Bucket that they are kept in instead
    #[arg(long, global = true, env = "FARSIGHT_FILES_S3_BUCKET", value_name = "NAME")]
    #[serde(rename = "s3_bucket", skip_serializing_if = "Option::is_none")]
    files_s3_bucket: Option<String>,
    /// Its region
    #[arg(long, global = true, env = "FARSIGHT_FILES_S3_REGION", value_name = "REGION")]
    #[serde(rename = "s3_region", skip_serializing_if = "Option::is_none")]
    files_s3_region: Option<String>,
    /// Address of the service, where it is not Amazon's
    #[arg(long, global = true, env = "FARSIGHT_FILES_S3_ENDPOINT", value_name = "URL")]
    #[serde(rename = "s3_endpoint", skip_serializing_if = "Option::is_none")]
    files_s3_endpoint: Option<String>,
    /// Id of the access key
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_FILES_S3_ACCESS_KEY_ID",
        value_name = "ID"
    )]
    #[serde(rename = "s3_access_key_id", skip_serializing_if = "Option::is_none")]
    files_s3_access_key_id: Option<String>,
    /// Its secret
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_FILES_S3_SECRET_ACCESS_KEY",
        value_name = "SECRET",
        hide_env_values = true
    )]
    #[serde(rename = "s3_secret_access_key", skip_serializing_if = "Option::is_none")]
    files_s3_secret_access_key: Option<String>,
    /// Largest upload in MiB [default: 10]
    #[arg(long, global = true, env = "FARSIGHT_FILES_MAX_MIB", value_name = "MIB")]
    #[serde(rename = "max_mib", skip_serializing_if = "Option::is_none")]
    files_max_mib: Option<usize>,
}

/// What is set about uploaded files.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct FilesSection {
    folder: Option<PathBuf>,
    s3_bucket: Option<String>,
    s3_region: Option<String>,
    s3_endpoint: Option<String>,
    s3_access_key_id: Option<String>,
    s3_secret_access_key: Option<SecretString>,
    max_mib: Option<usize>,
}

impl FilesSection {
    /// Refuses half a bucket, and both a bucket and a folder.
    ///
    /// # Errors
    /// Names the setting that is missing or wrong.
    pub(crate) fn check(&self) -> Result<()> {
        let others = [&self.s3_region, &self.s3_endpoint, &self.s3_access_key_id]
            .iter()
            .any(|setting| setting.is_some());
        ensure!(
            self.s3_bucket.is_some() || !(others || self.s3_secret_access_key.is_some()),
            "files.s3_bucket is missing; set it, or leave the other settings of the bucket out"
        );
        ensure!(
            self.s3_bucket.is_none() || self.folder.is_none(),
            "files are kept in a folder or in a bucket; leave files.folder or files.s3_bucket out"
        );
        let max = self.max_mib.unwrap_or(10);
        ensure!((1..=50).contains(&max), "files.max_mib must be from 1 to 50");
        self.bucket().map(|_| ())
    }

    fn bucket(&self) -> Result<Option<S3>> {
        let Some(bucket) = &self.s3_bucket else {
            return Ok(None);
        };
        Ok(Some(S3 {
            bucket: bucket.clone(),
            region: self.s3_region.clone().context("files.s3_region is missing")?,
            endpoint: self.s3_endpoint.clone(),
            access_key_id: self
                .s3_access_key_id
                .clone()
                .context("files.s3_access_key_id is missing")?,
            secret_access_key: self
                .s3_secret_access_key
                .clone()
                .context("files.s3_secret_access_key is missing")?,
        }))
    }

    fn folder(&self, data_dir: &Path) -> PathBuf {
        self.folder.clone().unwrap_or_else(|| data_dir.join("files"))
    }

    /// Where files are kept.
    ///
    /// # Errors
    /// If the folder or the bucket cannot be used as it is set.
    pub(crate) fn objects(&self, data_dir: &Path) -> Result<Objects> {
        match self.bucket()? {
            Some(s3) => Objects::in_bucket(&s3)
                .context("the bucket for files cannot be used; check the section files"),
            None => Objects::in_folder(&self.folder(data_dir)).context("the folder for files cannot be used"),
        }
    }

    /// Limits of uploads.
    pub(crate) fn settings(&self) -> Settings {
        let max = self.max_mib.map(|mib| mib * 1024 * 1024);
        let settings = Settings::default();
        Settings {
            max_bytes: max.unwrap_or(settings.max_bytes),
            ..settings
        }
    }

    /// What is set, secrets left out.
    pub(crate) fn redacted(&self, data_dir: &Path) -> String {
        match &self.s3_bucket {
            Some(bucket) => format!("in the bucket {bucket}"),
            None => format!("in {}", self.folder(data_dir).display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> FilesSection {
        toml::from_str(text).expect("a section")
    }

    #[test]
    fn half_a_bucket_is_refused_by_the_name_of_what_is_missing() {
        // As the program does first of all.
        let _ = rustls::crypto::ring::default_provider().install_default();
        for (text, missing) in [
            ("s3_region = \"x\"", "files.s3_bucket"),
            ("s3_bucket = \"b\"", "files.s3_region"),
            ("s3_bucket = \"b\"\ns3_region = \"r\"", "files.s3_access_key_id"),
            ("s3_bucket = \"b\"\nfolder = \"f\"", "files.folder"),
            ("max_mib = 0", "files.max_mib"),
        ] {
            let refused = read(text).check().unwrap_err();
            assert!(format!("{refused:#}").contains(missing), "{text}: {refused:#}");
        }
        let whole = "s3_bucket = \"b\"\ns3_region = \"r\"\ns3_access_key_id = \"i\"\ns3_secret_access_key = \"hunter2\"";
        let whole = read(whole);
        whole.check().unwrap();
        assert!(whole.objects(Path::new("/nowhere")).is_ok());
        assert!(!format!("{whole:?} {}", whole.redacted(Path::new("d"))).contains("hunter2"));
    }

    #[test]
    fn without_settings_files_are_kept_in_the_data_directory() {
        let dir = tempfile::tempdir().unwrap();
        FilesSection::default().objects(dir.path()).unwrap();
        assert!(dir.path().join("files").is_dir());
        assert_eq!(read("max_mib = 3").settings().max_bytes, 3 * 1024 * 1024);
    }
}
