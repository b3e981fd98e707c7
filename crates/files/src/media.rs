//! The kinds of files that are taken.

use std::{fmt, str::FromStr};

/// The kinds of files that are taken, told from their bytes and never from their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MediaType {
    /// A document: kept as it is, and only ever handed out to be saved.
    Pdf,
    /// A picture.
    Png,
    /// A photograph.
    Jpeg,
    /// A picture or a photograph.
    Webp,
}

impl MediaType {
    /// Every kind.
    pub const ALL: [MediaType; 4] = [MediaType::Pdf, MediaType::Png, MediaType::Jpeg, MediaType::Webp];

    /// The name of the kind (RFC 6838): `application/pdf`.
    pub const fn as_str(self) -> &'static str {
        match self {
            MediaType::Pdf => "application/pdf",
            MediaType::Png => "image/png",
            MediaType::Jpeg => "image/jpeg",
            MediaType::Webp => "image/webp",
        }
    }

    /// How names of such files end.
    pub const fn ending(self) -> &'static str {
        match self {
            MediaType::Pdf => "pdf",
            MediaType::Png => "png",
            MediaType::Jpeg => "jpg",
            MediaType::Webp => "webp",
        }
    }

    /// Whether it is a picture, which a page may show.
    pub const fn is_image(self) -> bool {
        !matches!(self, MediaType::Pdf)
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for MediaType {
    type Err = db::Error;

    fn from_str(text: &str) -> Result<Self, db::Error> {
        let mut all = Self::ALL.into_iter();
        all.find(|kind| kind.as_str() == text)
            .ok_or_else(|| db::Error::corrupt(format_args!("{text:?} is no kind of file that is kept")))
    }
}
