//! Addresses of files: signed, for one reader, good for a few minutes.

use std::fmt;

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use kernel::{FileId, UserId};
use sha2::Sha256;

/// Where files are read, below the site's address.
pub const LINK_PATH: &str = "/files/";

/// Signs addresses, and reads them back.
#[derive(Clone)]
pub(crate) struct Signer([u8; 32]);

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer")
    }
}

/// What an address says, its signature being good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) file: FileId,
    pub(crate) reader: UserId,
    pub(crate) until: DateTime<Utc>,
}

impl Signer {
    pub(crate) fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    fn mac(&self, said: &str) -> Hmac<Sha256> {
        // A key shorter than a block is filled up with zeroes (RFC 2104, section 2).
        let mut block = [0; 64];
        block[..32].copy_from_slice(&self.0);
        let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
        mac.update(said.as_bytes());
        mac
    }

    pub(crate) fn link(&self, file: FileId, reader: UserId, until: DateTime<Utc>) -> String {
        let said = format!("{file}.{reader}.{}", until.timestamp());
        let signature = hex::encode(self.mac(&said).finalize().into_bytes());
        format!("{LINK_PATH}{said}.{signature}")
    }

    /// What the part of an address behind [`LINK_PATH`] says; nothing if it was not signed here.
    pub(crate) fn read(&self, signed: &str) -> Option<Link> {
        let (said, signature) = signed.rsplit_once('.')?;
        let signature = hex::decode(signature).ok()?;
        self.mac(said).verify_slice(&signature).ok()?;
        let mut parts = said.split('.');
        let link = Link {
            file: parts.next()?.parse().ok()?,
            reader: parts.next()?.parse().ok()?,
            until: DateTime::from_timestamp(parts.next()?.parse().ok()?, 0)?,
        };
        parts.next().is_none().then_some(link)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn made() -> (Signer, Link, String) {
        let signer = Signer::new([1; 32]);
        let link = Link {
            file: Uuid::from_u128(1).into(),
            reader: Uuid::from_u128(2).into(),
            until: DateTime::from_timestamp(1_780_000_000, 0).unwrap(),
        };
        let text = signer.link(link.file, link.reader, link.until);
        (signer, link, text.strip_prefix(LINK_PATH).unwrap().to_owned())
    }

    #[test]
    fn an_address_says_what_was_signed() {
        let (signer, link, text) = made();
        assert_eq!(signer.read(&text), Some(link));
        assert_eq!(Signer::new([2; 32]).read(&text), None);
        assert!(!text.contains('/'));
    }

    #[test]
    fn a_changed_address_says_nothing() {
        let (signer, _, text) = made();
        for at in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(signer.read(&changed), None, "{changed}");
        }
        for hostile in [
            "",
            ".",
            "../../etc/passwd",
            "a.b.c.d",
            &format!("x{text}"),
            &text[1..],
        ] {
            assert_eq!(signer.read(hostile), None, "{hostile}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_taken_for_an_address(text: String) {
            prop_assert_eq!(made().0.read(&text), None);
        }
    }
}
