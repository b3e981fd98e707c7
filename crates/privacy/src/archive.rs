//! A ZIP file with what an export holds.
//!
//! Its entries are stored as they are (method 0 of PKWARE's APPNOTE 6.3.10): documents are compressed already, and what is
//! sealed afterwards would not get smaller. Written in one go, in memory: an export of a person is bounded by what they
//! may upload.

use crc32fast::hash;

/// What goes into the archive, and where it stands in it.
#[derive(Debug, Default)]
pub(crate) struct Archive {
    out: Vec<u8>,
    directory: Vec<u8>,
    entries: u16,
}

/// The archive would be larger than the format without its extensions allows: 4 GiB, or 65,535 entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the export is larger than 4 GiB; ask the operator for it")]
pub struct TooLarge;

/// Names are UTF-8 (bit 11 of the flags).
const UTF8: u16 = 1 << 11;
/// 1980-01-01, the format's first day: when a file was made stands in the data.
const DAY: u16 = (1 << 5) | 1;

impl Archive {
    /// Adds a file.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub(crate) fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), TooLarge> {
        let at = u32::try_from(self.out.len()).map_err(|_| TooLarge)?;
        let size = u32::try_from(bytes.len()).map_err(|_| TooLarge)?;
        let name_size = u16::try_from(name.len()).map_err(|_| TooLarge)?;
        self.entries = self.entries.checked_add(1).ok_or(TooLarge)?;
        let mut said = Vec::new();
        for word in [20, UTF8, 0, 0, DAY] {
            said.extend(word.to_le_bytes());
        }
        for word in [hash(bytes), size, size] {
            said.extend(word.to_le_bytes());
        }
        said.extend(name_size.to_le_bytes());
        said.extend(0u16.to_le_bytes());

        self.out.extend(b"PK\x03\x04");
        self.out.extend(&said);
        self.out.extend(name.as_bytes());
        self.out.extend(bytes);

        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(20u16.to_le_bytes());
        self.directory.extend(&said);
        // No comment, first disk, no attributes.
        self.directory.extend([0; 10]);
        self.directory.extend(at.to_le_bytes());
        self.directory.extend(name.as_bytes());
        Ok(())
    }

    /// The whole archive.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub(crate) fn finish(mut self) -> Result<Vec<u8>, TooLarge> {
        let at = u32::try_from(self.out.len()).map_err(|_| TooLarge)?;
        let size = u32::try_from(self.directory.len()).map_err(|_| TooLarge)?;
        self.out.append(&mut self.directory);
        self.out.extend(b"PK\x05\x06\0\0\0\0");
        self.out.extend(self.entries.to_le_bytes());
        self.out.extend(self.entries.to_le_bytes());
        self.out.extend(size.to_le_bytes());
        self.out.extend(at.to_le_bytes());
        self.out.extend(0u16.to_le_bytes());
        Ok(self.out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Python's reader stands for everybody else's.
    #[test]
    fn what_was_written_is_read_by_others() {
        let mut archive = Archive::default();
        archive.add("data.json", b"{\"a\":1}").unwrap();
        archive.add("documents/护照.pdf", b"%PDF").unwrap();
        let file = std::env::temp_dir().join(format!("farsight-archive-{}.zip", std::process::id()));
        std::fs::write(&file, archive.finish().unwrap()).unwrap();
        let script = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; \
                      print([(n, z.read(n)) for n in z.namelist()])";
        let read = std::process::Command::new("python3")
            .args(["-c", script])
            .arg(&file)
            .output();
        let _ = std::fs::remove_file(&file);
        let Ok(read) = read else { return };
        let said = String::from_utf8_lossy(&read.stdout).into_owned();
        assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
        assert_eq!(
            said.trim(),
            "[('data.json', b'{\"a\":1}'), ('documents/护照.pdf', b'%PDF')]"
        );
    }
}
