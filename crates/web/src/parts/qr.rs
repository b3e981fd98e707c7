//! A QR code as one SVG path, drawn here so that the secret in it goes to nobody else.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

/// Modules of white around it (ISO/IEC 18004, section 6.3.8).
const QUIET: usize = 4;

/// A QR code, ready for a template.
#[derive(Debug)]
pub(crate) struct Qr {
    /// Modules of a side, white border and all.
    pub(crate) side: usize,
    /// The dark modules.
    pub(crate) path: String,
}

impl Qr {
    /// The code of a text; nothing if it is too long for one.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let width = code.width();
        let colors = code.to_colors();
        let mut path = String::new();
        for (y, row) in colors.chunks(width).enumerate() {
            let mut x = 0;
            while x < width {
                let run = row[x..].iter().take_while(|color| **color == Color::Dark).count();
                if run > 0 {
                    // Writing into a string does not fail.
                    let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
                }
                x += run.max(1);
            }
        }
        Some(Self {
            side: width + 2 * QUIET,
            path,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Qr;

    #[test]
    fn a_code_has_its_three_corners_and_a_white_border() {
        let qr = Qr::of("otpauth://totp/Farsight:ann%40example.test?secret=GEZDGNBVGY3TQOJQ&issuer=Farsight")
            .unwrap();
        assert!(qr.path.starts_with("M4 4h7v1h-7z"), "{}", qr.path);
        assert!(qr.path.contains(&format!("M{} 4h7v1h-7z", qr.side - 11)));
        assert!(qr.path.contains(&format!("M4 {}h7v1h-7z", qr.side - 5)));
        assert!(Qr::of(&"x".repeat(5_000)).is_none());
    }
}
