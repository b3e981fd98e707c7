//! A campaign's picture until its founder gives one: drawn from a seed, with a motif of its field of technology.
//! The same seed always makes the same picture, so browsers keep it for ever.

mod motifs;

use std::fmt::Write;

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::{
    StatusCode,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
};
use sha2::{Digest, Sha256};

use crate::graphql::{Named, TechnologyField};

/// Width and height of every picture.
const SIZE: (f64, f64) = (640.0, 360.0);

/// What may be drawn from when nothing of a seed is left.
const FALLBACK: &str = "farsight";

/// The address of a picture. Of the seed it keeps small letters, digits and hyphens, at most 64.
pub(crate) fn address(field: TechnologyField, seed: &str) -> String {
    let seed: String = seed
        .chars()
        .map(|c| c.to_ascii_lowercase())
        .filter(|c| is_plain(*c))
        .take(64)
        .collect();
    let seed = if seed.is_empty() { FALLBACK } else { &seed };
    format!("/covers/{}/{seed}.svg", i18n::kebab(&field.name()))
}

/// Whether a character may stand in a seed.
fn is_plain(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'
}

/// `GET /covers/{field}/{seed}.svg`; not found when there is no such field, or the seed is not a plain one.
pub(crate) async fn serve(Path((field, seed)): Path<(String, String)>) -> Response {
    let field = TechnologyField::ALL
        .iter()
        .find(|known| i18n::kebab(&known.name()) == field);
    let seed = seed
        .strip_suffix(".svg")
        .filter(|seed| (1..=64).contains(&seed.len()) && seed.chars().all(is_plain));
    match (field, seed) {
        (Some(field), Some(seed)) => (
            [
                (CONTENT_TYPE, "image/svg+xml"),
                (CACHE_CONTROL, "public, max-age=31536000, immutable"),
                (CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'none'"),
            ],
            draw(*field, seed),
        )
            .into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Numbers that look like chance and are always the same for a seed.
pub(crate) struct Chance {
    bytes: Vec<u8>,
    next: usize,
}

impl Chance {
    /// The chance of a seed: its SHA-256, byte by byte, over and over.
    fn of(seed: &str) -> Self {
        Self {
            bytes: Sha256::digest(seed.as_bytes()).to_vec(),
            next: 0,
        }
    }

    /// A number from `low` to `high`.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        let byte = self.bytes[self.next % self.bytes.len()];
        self.next += 1;
        low + (high - low) * f64::from(byte) / 255.0
    }
}

/// Two tones of a field: the hue of its ground, and of its light.
fn hues(field: TechnologyField) -> (f64, f64) {
    use TechnologyField as F;
    match field {
        F::EnergyStorage => (168.0, 48.0),
        F::MedicalDevices => (196.0, 350.0),
        F::Robotics => (222.0, 28.0),
        F::Semiconductors => (248.0, 172.0),
        F::NewMaterials => (286.0, 40.0),
        F::Agriculture => (132.0, 58.0),
        F::WaterTreatment => (204.0, 186.0),
        F::Optics => (262.0, 320.0),
        F::Aerospace => (228.0, 20.0),
        F::SoftwareAi => (190.0, 280.0),
        F::Other => (184.0, 32.0),
    }
}

/// A dusk over a horizon, a light far away, and the field's motif in fine lines.
fn draw(field: TechnologyField, seed: &str) -> String {
    let mut chance = Chance::of(seed);
    let (ground, light) = hues(field);
    let ground = ground + chance.between(-14.0, 14.0);
    let light = light + chance.between(-10.0, 10.0);
    let horizon = chance.between(222.0, 262.0);
    let (x, r) = (chance.between(130.0, 510.0), chance.between(40.0, 78.0));
    let y = horizon - r * chance.between(0.2, 1.1);
    let (w, h) = SIZE;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" preserveAspectRatio=\"xMidYMid slice\"><defs>\
         <linearGradient id=\"s\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"1\"><stop offset=\"0\" stop-color=\"hsl({ground:.0} 46% 17%)\"/>\
         <stop offset=\"1\" stop-color=\"hsl({ground:.0} 36% 46%)\"/></linearGradient>\
         <linearGradient id=\"g\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"1\"><stop offset=\"0\" stop-color=\"hsl({ground:.0} 42% 24%)\"/>\
         <stop offset=\"1\" stop-color=\"hsl({ground:.0} 48% 11%)\"/></linearGradient>\
         <radialGradient id=\"h\"><stop offset=\"0\" stop-color=\"hsl({light:.0} 78% 72%)\" stop-opacity=\".6\"/>\
         <stop offset=\"1\" stop-color=\"hsl({light:.0} 78% 60%)\" stop-opacity=\"0\"/></radialGradient>\
         <linearGradient id=\"l\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"1\"><stop offset=\"0\" stop-color=\"hsl({light:.0} 80% 80%)\"/>\
         <stop offset=\"1\" stop-color=\"hsl({light:.0} 72% 58%)\"/></linearGradient></defs>\
         <rect width=\"{w}\" height=\"{h}\" fill=\"url(#s)\"/><circle cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"{:.0}\" fill=\"url(#h)\"/>\
         <circle cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"{:.0}\" fill=\"none\" stroke=\"hsl({light:.0} 70% 82%)\" stroke-opacity=\".3\"/>\
         <circle cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"{r:.0}\" fill=\"url(#l)\" fill-opacity=\".9\"/>",
        r * 2.6,
        r * 1.28
    );
    // Hills, each nearer and darker than the last.
    for near in 0..3 {
        let top = horizon + f64::from(near) * 26.0;
        let lift = chance.between(8.0, 30.0);
        let at = chance.between(80.0, 560.0);
        let _ = write!(
            svg,
            "<path d=\"M0 {top:.0}Q{at:.0} {:.0} {w} {:.0}V{h}H0z\" fill=\"url(#g)\" fill-opacity=\"{:.2}\"/>",
            top - lift,
            top + chance.between(-8.0, 12.0),
            0.55 + f64::from(near) * 0.2,
        );
    }
    let _ = write!(
        svg,
        "<g fill=\"none\" stroke=\"hsl({light:.0} 70% 88%)\" stroke-width=\"2\" stroke-linecap=\"round\" \
         stroke-linejoin=\"round\" stroke-opacity=\".85\">"
    );
    motifs::draw(field, &mut chance, &mut svg);
    svg.push_str("</g></svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_is_the_same_picture() {
        let field = TechnologyField::Optics;
        assert_eq!(draw(field, "a"), draw(field, "a"));
        assert_ne!(draw(field, "a"), draw(field, "b"));
    }

    /// Whether every tag that opens is closed, in order.
    fn is_well_formed(svg: &str) -> bool {
        let mut open = Vec::new();
        for tag in svg.split('<').skip(1) {
            let Some((tag, _)) = tag.split_once('>') else {
                return false;
            };
            if tag.matches('"').count() % 2 != 0 {
                return false;
            }
            let name = tag.split([' ', '/']).next().unwrap_or_default();
            if let Some(closed) = tag.strip_prefix('/') {
                if open.pop() != Some(closed) {
                    return false;
                }
            } else if !tag.ends_with('/') {
                open.push(name);
            }
        }
        open.is_empty()
    }

    #[test]
    fn every_field_has_a_motif_of_its_own() {
        let mut pictures: Vec<String> = TechnologyField::ALL
            .iter()
            .map(|field| draw(*field, "seed"))
            .collect();
        for picture in &pictures {
            assert!(picture.starts_with("<svg") && picture.ends_with("</g></svg>"));
            assert!(is_well_formed(picture) && !picture.contains("style="));
            assert!(!picture.contains("NaN") && !picture.contains("<script") && picture.len() < 12_000);
        }
        pictures.sort();
        pictures.dedup();
        assert_eq!(pictures.len(), TechnologyField::ALL.len());
    }

    #[test]
    fn a_hostile_seed_makes_a_harmless_address() {
        let address = address(TechnologyField::Robotics, "../\"><script>Ab 1");
        assert_eq!(address, "/covers/robotics/scriptab1.svg");
    }

    #[test]
    fn a_seed_of_which_nothing_is_left_still_has_a_picture() {
        assert_eq!(
            address(TechnologyField::Optics, "望远"),
            "/covers/optics/farsight.svg"
        );
        let long = address(TechnologyField::Optics, &"a".repeat(300));
        assert_eq!(long, format!("/covers/optics/{}.svg", "a".repeat(64)));
    }

    #[tokio::test]
    async fn only_pictures_that_have_an_address_are_served() {
        let status = async |field: &str, seed: &str| {
            let path = Path((field.to_owned(), seed.to_owned()));
            serve(path).await.status()
        };
        assert_eq!(status("software-ai", "a-1.svg").await, StatusCode::OK);
        for (field, seed) in [
            ("magic", "a.svg"),
            ("optics", "a"),
            ("optics", ".svg"),
            ("optics", "A\"<.svg"),
        ] {
            assert_eq!(status(field, seed).await, StatusCode::NOT_FOUND, "{field}/{seed}");
        }
    }
}
