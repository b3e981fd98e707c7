//! One kind of line end, so that lines are counted as an editor shows them.

use std::io::{Read, Result};

/// Turns `\r\n` and a lone `\r` into `\n`, and ends the last line if it is not.
#[derive(Debug)]
pub(crate) struct LineEnds<R> {
    inner: R,
    after_return: bool,
    last: u8,
    ended: bool,
}

impl<R> LineEnds<R> {
    /// Reads through `inner`.
    pub(crate) fn new(inner: R) -> Self {
        Self {
            inner,
            after_return: false,
            last: b'\n',
            ended: false,
        }
    }
}

impl<R: Read> Read for LineEnds<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if buffer.is_empty() || self.ended {
            return Ok(0);
        }
        loop {
            let read = self.inner.read(buffer)?;
            if read == 0 {
                self.ended = true;
                if self.last == b'\n' {
                    return Ok(0);
                }
                buffer[0] = b'\n';
                return Ok(1);
            }
            let mut kept = 0;
            for i in 0..read {
                let byte = buffer[i];
                let second_half = byte == b'\n' && self.after_return;
                self.after_return = byte == b'\r';
                if !second_half {
                    buffer[kept] = if byte == b'\r' { b'\n' } else { byte };
                    self.last = buffer[kept];
                    kept += 1;
                }
            }
            if kept > 0 {
                return Ok(kept);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Gives a few bytes at a time, so that a line end may be cut in two.
    struct Drops<'a>(&'a [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
            let n = self.1.min(buffer.len()).min(self.0.len());
            buffer[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    proptest! {
        #[test]
        fn every_line_end_becomes_the_same(lines in prop::collection::vec("[a-c,\"]{0,4}", 1..8), drop in 1usize..5) {
            let expected: String = lines.iter().map(|line| format!("{line}\n")).collect();
            for end in ["\n", "\r\n", "\r"] {
                let text: String = lines.iter().map(|line| format!("{line}{end}")).collect();
                let mut read = String::new();
                LineEnds::new(Drops(text.as_bytes(), drop)).read_to_string(&mut read).unwrap();
                prop_assert_eq!(&read, &expected);
            }
        }
    }

    #[test]
    fn the_last_line_is_ended() {
        let mut read = String::new();
        LineEnds::new(&b"a\r\nb"[..]).read_to_string(&mut read).unwrap();
        assert_eq!(read, "a\nb\n");
    }
}
