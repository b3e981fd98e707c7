//! A file read line by line, whatever its size and whatever it holds.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read as _, Result},
    path::Path,
};

/// Longer than any line that can be read.
const LONGEST: usize = 256;

/// A line as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Raw {
    /// A text.
    Text(String),
    /// Not UTF-8.
    NotText,
    /// Longer than any line of the file.
    TooLong,
}

/// The lines of a file.
pub(super) struct Lines<R> {
    reader: R,
    /// Bytes read so far.
    pub(super) bytes: u64,
    /// Lines read so far.
    pub(super) count: u64,
}

impl Lines<BufReader<File>> {
    pub(super) fn open(path: &Path) -> Result<Self> {
        Ok(Self::of(BufReader::with_capacity(1 << 20, File::open(path)?)))
    }
}

impl<R: BufRead> Lines<R> {
    pub(super) fn of(reader: R) -> Self {
        Self {
            reader,
            bytes: 0,
            count: 0,
        }
    }

    /// The next line; none at the end.
    pub(super) fn next_line(&mut self) -> Result<Option<Raw>> {
        let mut line = Vec::new();
        let most = u64::try_from(LONGEST).unwrap_or(u64::MAX);
        let read = (&mut self.reader).take(most).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(None);
        }
        self.count += 1;
        self.bytes += read as u64;
        if read == LONGEST && line.last() != Some(&b'\n') {
            let is_longer = self.skip_rest()?;
            if is_longer {
                return Ok(Some(Raw::TooLong));
            }
        }
        Ok(Some(String::from_utf8(line).map_or(Raw::NotText, Raw::Text)))
    }

    /// Leaves out what is left of a line, without keeping it. Returns whether anything was.
    fn skip_rest(&mut self) -> Result<bool> {
        let mut skipped = false;
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(skipped);
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let used = end.map_or(buffer.len(), |at| at + 1);
            self.reader.consume(used);
            self.bytes += used as u64;
            skipped = true;
            if end.is_some() {
                return Ok(skipped);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_one_by_one_and_none_fills_the_memory() {
        let mut file = b"first\r\n\n".to_vec();
        file.extend(vec![b'x'; 3_000_000]);
        file.extend(b"\nafter\n\xff\xfe\n");
        file.extend(vec![b'y'; LONGEST - 1]);
        file.extend(b"\nlast");
        let all = file.len() as u64;
        let mut lines = Lines::of(BufReader::with_capacity(64, file.as_slice()));
        let mut found = Vec::new();
        while let Some(line) = lines.next_line().unwrap() {
            found.push(line);
        }
        let text = |text: &str| Raw::Text(text.to_owned());
        let long = format!("{}\n", "y".repeat(LONGEST - 1));
        assert_eq!(
            found,
            [
                text("first\r\n"),
                text("\n"),
                Raw::TooLong,
                text("after\n"),
                Raw::NotText,
                text(&long),
                text("last")
            ]
        );
        assert_eq!((lines.count, lines.bytes), (7, all));
    }
}
