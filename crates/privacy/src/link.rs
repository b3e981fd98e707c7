//! Addresses of exports: signed for one person, and over after minutes.

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use kernel::{ExportId, UserId};
use sha2::Sha256;

/// Where exports are handed out; the signed part follows.
pub const EXPORT_PATH: &str = "/exports/";

/// Signs addresses, and reads what was signed here.
#[derive(Clone)]
pub(crate) struct Signer([u8; 32]);

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signer")
    }
}

/// What an address says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) export: ExportId,
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

    pub(crate) fn link(&self, link: Link) -> String {
        let said = format!("{}.{}.{}", link.export, link.reader, link.until.timestamp());
        let signature = hex::encode(self.mac(&said).finalize().into_bytes());
        format!("{EXPORT_PATH}{said}.{signature}")
    }

    /// What the part of an address behind [`EXPORT_PATH`] says; nothing if it was not signed here.
    pub(crate) fn read(&self, signed: &str) -> Option<Link> {
        let (said, signature) = signed.rsplit_once('.')?;
        let signature = hex::decode(signature).ok()?;
        self.mac(said).verify_slice(&signature).ok()?;
        let mut parts = said.split('.');
        let link = Link {
            export: parts.next()?.parse().ok()?,
            reader: parts.next()?.parse().ok()?,
            until: DateTime::from_timestamp(parts.next()?.parse().ok()?, 0)?,
        };
        parts.next().is_none().then_some(link)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_address_says_what_was_signed_and_a_changed_one_nothing() {
        let signer = Signer::new([1; 32]);
        let link = Link {
            export: Uuid::from_u128(1).into(),
            reader: Uuid::from_u128(2).into(),
            until: DateTime::from_timestamp(1_780_000_000, 0).unwrap(),
        };
        let text = signer.link(link);
        let text = text.strip_prefix(EXPORT_PATH).unwrap();
        assert_eq!(signer.read(text), Some(link));
        assert_eq!(Signer::new([2; 32]).read(text), None);
        for at in 0..text.len() {
            let mut changed = text.as_bytes().to_vec();
            changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
            assert_eq!(signer.read(std::str::from_utf8(&changed).unwrap()), None);
        }
        for hostile in ["", ".", "../../etc/passwd", "a.b.c.d"] {
            assert_eq!(signer.read(hostile), None, "{hostile}");
        }
    }
}
