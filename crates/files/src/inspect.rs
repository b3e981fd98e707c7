//! What a file is, told from its bytes; pictures are drawn anew.

use std::io::Cursor;

use bytes::Bytes;
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits,
    codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder},
};

use crate::{MediaType, Settings, StageError};

/// The most memory the reading of one picture may take.
const MAX_ALLOC: u64 = 128 * 1024 * 1024;
/// How near the end of a PDF its end is marked (ISO 32000-1, annex H, note 18).
const PDF_TAIL: usize = 1_024;
/// How well a photograph is drawn anew, of 100.
const JPEG_QUALITY: u8 = 90;

/// A file that may be kept.
#[derive(Debug)]
pub(crate) struct Inspected {
    pub(crate) media: MediaType,
    pub(crate) bytes: Bytes,
}

/// Tells what a file is and makes it fit to be kept: a PDF stays as it is, a picture is decoded and drawn anew, so that
/// nothing but its pixels remains. Slow: not for a thread that serves others.
///
/// # Errors
/// [`StageError`] of what is wrong with the file.
pub(crate) fn inspect(bytes: Bytes, settings: &Settings) -> Result<Inspected, StageError> {
    if bytes.is_empty() {
        return Err(StageError::Empty);
    }
    if bytes.len() > settings.max_bytes {
        return Err(StageError::TooLarge {
            limit: settings.max_bytes,
        });
    }
    let told = infer::get(&bytes).map(|kind| kind.mime_type());
    let media = MediaType::ALL
        .into_iter()
        .find(|media| Some(media.as_str()) == told);
    let media = media.ok_or(StageError::UnknownKind)?;
    let bytes = match media {
        MediaType::Pdf => pdf(bytes)?,
        MediaType::Png | MediaType::Jpeg | MediaType::Webp => drawn_anew(&bytes, media, settings)?,
    };
    Ok(Inspected { media, bytes })
}

/// A PDF from its first byte to its end: nothing before it, and nothing of note behind it, that another program would read
/// as something else.
fn pdf(bytes: Bytes) -> Result<Bytes, StageError> {
    let damaged = StageError::Damaged(MediaType::Pdf);
    let version = bytes
        .strip_prefix(b"%PDF-".as_slice())
        .and_then(|rest| rest.first());
    if !matches!(version, Some(b'1' | b'2')) {
        return Err(damaged);
    }
    let tail = &bytes[bytes.len().saturating_sub(PDF_TAIL)..];
    let has = |word: &[u8]| tail.windows(word.len()).any(|found| found == word);
    if has(b"%%EOF") && has(b"startxref") {
        Ok(bytes)
    } else {
        Err(damaged)
    }
}

fn drawn_anew(bytes: &[u8], media: MediaType, settings: &Settings) -> Result<Bytes, StageError> {
    let damaged = |_| StageError::Damaged(media);
    let format = match media {
        MediaType::Png => ImageFormat::Png,
        MediaType::Jpeg => ImageFormat::Jpeg,
        MediaType::Webp => ImageFormat::WebP,
        MediaType::Pdf => return Err(StageError::UnknownKind),
    };
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_ALLOC);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    // Decided on what the picture says of itself, before a pixel is unpacked.
    if u64::from(width) * u64::from(height) > settings.max_pixels {
        return Err(StageError::TooManyPixels {
            limit: settings.max_pixels,
        });
    }
    // Cameras note which way is up beside the picture; that goes, so it is turned.
    let orientation = decoder.orientation().map_err(damaged)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    picture.apply_orientation(orientation);
    let mut out = Vec::new();
    match media {
        MediaType::Jpeg => picture
            .to_rgb8()
            .write_with_encoder(JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY)),
        MediaType::Webp => picture
            .to_rgba8()
            .write_with_encoder(WebPEncoder::new_lossless(&mut out)),
        MediaType::Png | MediaType::Pdf => picture.to_rgba8().write_with_encoder(PngEncoder::new(&mut out)),
    }
    .map_err(damaged)?;
    Ok(out.into())
}

#[cfg(test)]
#[path = "inspect_tests.rs"]
mod tests;
