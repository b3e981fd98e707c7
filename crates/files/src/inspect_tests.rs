//! A corpus of hostile files, made here: nothing of it is kept as anything but what it is.

use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};
use proptest::prelude::*;

use super::*;

fn picture(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, y| Rgb([(x * 7) as u8, (y * 5) as u8, 90])).into()
}

fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// A PDF of one empty page.
fn small_pdf() -> Vec<u8> {
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n\
      xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R>>\nstartxref\n98\n%%EOF\n"
        .to_vec()
}

fn look(bytes: impl Into<Bytes>) -> Result<Inspected, StageError> {
    inspect(bytes.into(), &Settings::default())
}

#[test]
fn each_kind_is_told_from_its_bytes_and_stays_what_it_is() {
    let small = picture(20, 10);
    for (bytes, media) in [
        (small_pdf(), MediaType::Pdf),
        (written(&small, ImageFormat::Png), MediaType::Png),
        (written(&small, ImageFormat::Jpeg), MediaType::Jpeg),
        (written(&small, ImageFormat::WebP), MediaType::Webp),
    ] {
        let found = look(bytes).unwrap();
        assert_eq!(found.media, media);
        assert_eq!(infer::get(&found.bytes).unwrap().mime_type(), media.as_str());
    }
    assert_eq!(
        look(small_pdf()).unwrap().bytes,
        small_pdf(),
        "a PDF stays as it is"
    );
}

#[test]
fn what_is_no_document_and_no_picture_is_refused() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    for (name, bytes) in [
        ("html", b"<!DOCTYPE html><script>alert(1)</script>".to_vec()),
        ("svg", svg.as_bytes().to_vec()),
        ("text", b"just words".to_vec()),
        ("zip", b"PK\x03\x04\x14\0\0\0\0\0".to_vec()),
        ("elf", b"\x7fELF\x02\x01\x01\0".to_vec()),
        ("windows program", b"MZ\x90\0".to_vec()),
        ("gif", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec()),
        ("one byte", vec![0]),
        ("nothing but zeroes", vec![0; 4_096]),
    ] {
        assert!(matches!(look(bytes), Err(StageError::UnknownKind)), "{name}");
    }
    assert!(matches!(look(Vec::new()), Err(StageError::Empty)));
}

#[test]
fn what_only_begins_like_a_kind_is_damaged() {
    let png = written(&picture(20, 10), ImageFormat::Png);
    for (name, bytes) in [
        ("a cut png", png[..png.len() / 2].to_vec()),
        (
            "the first bytes of a jpeg",
            b"\xff\xd8\xff\xe0\0\x10JFIF\0".to_vec(),
        ),
        (
            "a jpeg that is html",
            b"\xff\xd8\xff<html><script>alert(1)</script>".to_vec(),
        ),
        ("the head of a webp", b"RIFF\x10\0\0\0WEBPVP8 ".to_vec()),
        (
            "a script before a pdf",
            [b"<script>alert(1)</script>".to_vec(), small_pdf()].concat(),
        ),
        ("a pdf without its end", b"%PDF-1.7\nnothing more".to_vec()),
        (
            "a pdf with a program behind it",
            [small_pdf(), vec![b'x'; 4_096]].concat(),
        ),
        ("a pdf of no version", [b"%PDF-x".to_vec(), small_pdf()].concat()),
    ] {
        assert!(matches!(look(bytes), Err(StageError::Damaged(_))), "{name}");
    }
}

#[test]
fn an_upload_over_the_limit_is_refused_before_it_is_looked_at() {
    let settings = Settings {
        max_bytes: 100,
        ..Settings::default()
    };
    let refused = inspect(vec![0; 101].into(), &settings);
    assert!(matches!(refused, Err(StageError::TooLarge { limit: 100 })));
}

/// A PNG that claims to be huge, in a few bytes (the bomb never unpacks: its head is believed).
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut png = written(&picture(1, 1), ImageFormat::Png);
    // The head's chunk: length, "IHDR", width, height, five more bytes, then its checksum (W3C PNG, 11.2.1).
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let crc = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&crc.to_be_bytes());
    png
}

/// The checksum of a chunk (W3C PNG, annex D).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (0u32.wrapping_sub(crc & 1)))
        })
    })
}

#[test]
fn a_picture_larger_than_memory_is_refused_by_what_it_says_of_itself() {
    for (width, height) in [(50_000, 50_000), (24_000_001, 1), (u32::MAX >> 1, u32::MAX >> 1)] {
        let refused = look(bomb(width, height));
        assert!(
            matches!(
                refused,
                Err(StageError::TooManyPixels { .. } | StageError::Damaged(_))
            ),
            "{width} x {height}: {refused:?}"
        );
    }
}

#[test]
fn a_picture_of_one_colour_that_unpacks_to_too_much_is_refused() {
    // 5,001 × 5,000 pixels of nothing: some tens of kilobytes on disk, 100 MB unpacked.
    let mut out = Vec::new();
    let line = vec![0u8; 5_001 * 5_000];
    PngEncoder::new(&mut out)
        .write_image(&line, 5_001, 5_000, ExtendedColorType::L8)
        .unwrap();
    assert!(out.len() < 1024 * 1024, "{}", out.len());
    assert!(matches!(look(out), Err(StageError::TooManyPixels { .. })));
}

#[test]
fn what_hangs_on_a_picture_does_not_survive() {
    let script = b"<?php system($_GET['x']); ?><script>alert(1)</script>";
    for (format, media) in [
        (ImageFormat::Png, MediaType::Png),
        (ImageFormat::Jpeg, MediaType::Jpeg),
        (ImageFormat::WebP, MediaType::Webp),
    ] {
        // Behind the picture, as a file that is two things at once has it.
        let polyglot = [written(&picture(30, 30), format), script.to_vec()].concat();
        let found = look(polyglot).unwrap();
        assert_eq!(found.media, media);
        assert!(
            !found.bytes.windows(8).any(|bytes| bytes == b"<script>"),
            "{format:?}"
        );
    }
}

#[test]
fn where_a_photograph_was_taken_is_forgotten_and_it_stands_upright() {
    // An Exif segment: little-endian TIFF with one entry, orientation 6 (turn right), and a note of a place.
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    exif.extend(b"GPS 31.2304N 121.4737E");
    let jpeg = written(&picture(40, 20), ImageFormat::Jpeg);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let with_exif = [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat();
    let found = look(with_exif).unwrap();
    let text = String::from_utf8_lossy(&found.bytes).into_owned();
    assert!(!text.contains("GPS") && !text.contains("Exif"));
    let seen = image::load_from_memory(&found.bytes).unwrap();
    assert_eq!((seen.width(), seen.height()), (20, 40), "turned upright");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_make_the_inspection_panic(start in 0usize..5, rest in prop::collection::vec(any::<u8>(), 0..300)) {
        let heads: [&[u8]; 5] = [b"", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"RIFF\x20\0\0\0WEBPVP8L"];
        let _ = look([heads[start], &rest].concat());
    }

    #[test]
    fn a_picture_with_a_changed_byte_is_drawn_or_refused(at in 0usize..10_000, to: u8, which in 0usize..3) {
        let format = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP][which];
        let mut bytes = written(&picture(24, 24), format);
        let at = at % bytes.len();
        bytes[at] = to;
        if let Ok(found) = look(bytes) {
            prop_assert!(image::load_from_memory(&found.bytes).is_ok());
        }
    }
}
