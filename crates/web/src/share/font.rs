//! Text as outlines: the shipped font, how wide a text is, and where its lines break.
//!
//! Chinese and Latin letters stand one after the other from left to right; nothing that needs shaping is drawn.

use std::sync::LazyLock;

use tiny_skia::{Color, FillRule, Paint, PathBuilder, PixmapMut, Transform};
use ttf_parser::{Face, GlyphId, OutlineBuilder};

/// Noto Sans CJK SC Bold: Latin, signs, and the hanzi of GB 2312. How it was made stands beside it.
static FONT: &[u8] = include_bytes!("../../assets/fonts/noto-sans-sc-bold.subset.otf");

static FACE: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(FONT, 0).ok());

/// What stands for a letter the font does not have.
const MISSING: char = '□';
/// What stands for what does not fit.
const MORE: char = '…';

/// The glyph of a letter and how far it moves the pen, in the font's units.
fn glyph(face: &Face<'_>, letter: char) -> (GlyphId, u16) {
    let found = face.glyph_index(letter).or_else(|| face.glyph_index(MISSING));
    let id = found.unwrap_or_default();
    (id, face.glyph_hor_advance(id).unwrap_or_default())
}

/// How wide a text is at a size, in pixels.
pub(super) fn width(text: &str, size: f32) -> f32 {
    let Some(face) = FACE.as_ref() else { return 0.0 };
    let units: u32 = text.chars().map(|letter| u32::from(glyph(face, letter).1)).sum();
    units as f32 * size / f32::from(face.units_per_em())
}

/// Draws one line of text; `y` is where its letters stand.
pub(super) fn draw(canvas: &mut PixmapMut<'_>, text: &str, x: f32, y: f32, size: f32, color: Color) {
    let Some(face) = FACE.as_ref() else { return };
    let scale = size / f32::from(face.units_per_em());
    let mut paint = Paint::default();
    paint.set_color(color);
    paint.anti_alias = true;
    let mut pen = x;
    for letter in text.chars() {
        let (id, advance) = glyph(face, letter);
        let mut outline = Outline(PathBuilder::new());
        if face.outline_glyph(id, &mut outline).is_some()
            && let Some(path) = outline.0.finish()
        {
            // The font's axis points up, the picture's down.
            let place = Transform::from_row(scale, 0.0, 0.0, -scale, pen, y);
            canvas.fill_path(&path, &paint, FillRule::Winding, place, None);
        }
        pen += f32::from(advance) * scale;
    }
}

struct Outline(PathBuilder);

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}

/// The text in lines no wider than `wide`, at most `most` of them; what does not fit is left out, with a sign that it is.
pub(super) fn lines(text: &str, size: f32, wide: f32, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces(text) {
        let last = lines.last().cloned().unwrap_or_default();
        let joined = format!("{last}{piece}");
        if width(joined.trim_end(), size) <= wide {
            if let Some(line) = lines.last_mut() {
                *line = joined;
            }
            continue;
        }
        if lines.len() == most {
            if let Some(line) = lines.last_mut() {
                *line = cut(&joined, size, wide);
            }
            break;
        }
        // A word that is wider than a line of its own is broken where the line ends.
        let mut rest = piece.trim_start().to_owned();
        if last.is_empty() {
            lines.pop();
        }
        while width(&rest, size) > wide && lines.len() + 1 < most {
            let fits = fitting(&rest, size, wide);
            lines.push(rest[..fits].to_owned());
            rest = rest[fits..].to_owned();
        }
        if width(&rest, size) > wide {
            rest = cut(&rest, size, wide);
        }
        lines.push(rest);
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// The bytes of the longest beginning that fits; at least one letter.
fn fitting(text: &str, size: f32, wide: f32) -> usize {
    let ends = text.char_indices().map(|(at, letter)| at + letter.len_utf8());
    let fits = ends.take_while(|end| width(&text[..*end], size) <= wide).last();
    fits.unwrap_or_else(|| text.chars().next().map_or(0, char::len_utf8))
}

/// The beginning that fits together with the sign that there is more.
fn cut(text: &str, size: f32, wide: f32) -> String {
    let room = wide - width(&MORE.to_string(), size);
    let fits = fitting(text, size, room);
    format!("{}{MORE}", text[..fits].trim_end())
}

/// What may not be torn apart: a Latin word with the blank after it, one hanzi with the marks that close it.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    // Whether a piece may begin here, and whether the letter before holds the next one fast.
    let (mut after_break, mut opened) = (true, false);
    for letter in text.chars() {
        let letter = if letter.is_whitespace() { ' ' } else { letter };
        let is_wide =
            ('\u{2e80}'..='\u{9fff}').contains(&letter) || ('\u{ff00}'..='\u{ff60}').contains(&letter);
        let closes = "，。、：；！？）》」』”’％".contains(letter);
        match pieces.last_mut() {
            Some(piece) if closes || opened || (!is_wide && !after_break) || letter == ' ' => {
                piece.push(letter)
            }
            _ => pieces.push(letter.to_string()),
        }
        opened = "（《「『".contains(letter);
        after_break = letter == ' ' || is_wide;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_has_what_titles_are_written_in() {
        let face = FACE.as_ref().unwrap();
        for letter in "Farsight 望远穹 §é€¥£₩ 固态电池，《专利》“x”…—□％：".chars()
        {
            assert!(face.glyph_index(letter).is_some(), "{letter}");
        }
        assert!(FONT.len() < 1_500_000);
        assert!(width("电池", 10.0) > 19.0 && width("", 10.0) == 0.0);
    }

    #[test]
    fn lines_break_between_words_and_between_hanzi_but_not_before_a_closing_mark() {
        let latin = lines("A battery that does not burn", 50.0, 400.0, 3);
        assert!(
            latin.len() > 1 && latin.iter().all(|line| width(line, 50.0) <= 400.0),
            "{latin:?}"
        );
        assert_eq!(latin.join(" "), "A battery that does not burn");
        let chinese = lines("不会起火的固态电池，安全。", 50.0, 252.0, 9);
        assert_eq!(chinese.concat(), "不会起火的固态电池，安全。");
        assert_eq!(pieces("《灯》a b，c"), ["《灯》", "a ", "b，", "c"]);
        assert!(
            chinese.iter().all(|line| !line.starts_with(['，', '。'])),
            "{chinese:?}"
        );
    }

    #[test]
    fn what_does_not_fit_is_cut_with_a_sign() {
        for text in [
            "Pneumonoultramicroscopicsilicovolcanoconiosis ".repeat(4),
            "电".repeat(200),
            "a b ".repeat(200),
        ] {
            let found = lines(&text, 60.0, 500.0, 3);
            assert!(found.len() <= 3, "{found:?}");
            assert!(found.iter().all(|line| width(line, 60.0) <= 500.0), "{found:?}");
            assert!(found[2].ends_with(MORE), "{found:?}");
        }
        assert_eq!(lines("", 60.0, 500.0, 3), [""]);
    }
}
