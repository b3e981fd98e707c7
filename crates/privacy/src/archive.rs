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

    fn number(bytes: &[u8], at: usize, size: usize) -> usize {
        let digits = bytes[at..at + size].iter().rev();
        digits.fold(0, |sum, byte| sum << 8 | usize::from(*byte))
    }

    /// Reads as a program does that knows the format: from the end, by the directory.
    fn read(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
        let end = zip.len() - 22;
        assert_eq!(&zip[end..end + 4], b"PK\x05\x06");
        let mut at = number(zip, end + 16, 4);
        let mut found = Vec::new();
        for _ in 0..number(zip, end + 10, 2) {
            assert_eq!(&zip[at..at + 4], b"PK\x01\x02");
            let (sum, size, name) = (
                number(zip, at + 16, 4),
                number(zip, at + 24, 4),
                number(zip, at + 28, 2),
            );
            let local = number(zip, at + 42, 4);
            assert_eq!(&zip[local..local + 4], b"PK\x03\x04");
            // The two headers say the same.
            assert_eq!(zip[local + 4..local + 30], zip[at + 6..at + 32]);
            let from = local + 30 + name;
            let bytes = zip[from..from + size].to_vec();
            assert_eq!(usize::try_from(hash(&bytes)).unwrap(), sum);
            found.push((
                String::from_utf8(zip[at + 46..at + 46 + name].to_vec()).unwrap(),
                bytes,
            ));
            at += 46 + name;
        }
        assert_eq!(at, end, "the directory ends where it says");
        found
    }

    #[test]
    fn what_was_written_is_read() {
        let mut archive = Archive::default();
        archive.add("data.json", b"{\"a\":1}").unwrap();
        archive.add("documents/护照.pdf", b"%PDF").unwrap();
        let read = read(&archive.finish().unwrap());
        assert_eq!(read[0], ("data.json".to_owned(), b"{\"a\":1}".to_vec()));
        assert_eq!(read[1], ("documents/护照.pdf".to_owned(), b"%PDF".to_vec()));
        assert_eq!(read.len(), 2);
    }
}
