//! The picture of a campaign for shared links: its title, how its patents stand, its money.

use tiny_skia::{Color, FillRule, Paint, PathBuilder, Pixmap, PixmapMut, Rect, Transform};

use super::font;

/// Width and height, as Open Graph's readers want them.
pub(super) const SIZE: (u32, u32) = (1_200, 630);
/// What is left free at the sides.
const MARGIN: f32 = 72.0;

/// What is drawn. The same always gives the same picture.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Facts {
    /// The platform's name.
    pub(super) brand: String,
    /// The campaign's title.
    pub(super) title: String,
    /// Who runs it, in a line.
    pub(super) by: String,
    /// How its patents stand, in a word.
    pub(super) patents: String,
    /// The tone of that word: `good`, `pending`, `warn`, `ended`, `unknown`.
    pub(super) tone: &'static str,
    /// The share of the goal, in percent, and in words.
    pub(super) percent: i32,
    pub(super) money: String,
}

fn rgb(hex: u32) -> Color {
    let part = |shift: u32| ((hex >> shift) & 0xff) as u8;
    Color::from_rgba8(part(16), part(8), part(0), 255)
}

/// A tone as a colour on light ground; the word and the shape say it, too.
fn tone(name: &str) -> Color {
    rgb(match name {
        "good" => 0x1b_6e3c,
        "pending" => 0x1d_5a8f,
        "warn" => 0x8a_5a00,
        "ended" => 0x9b_2c2c,
        _ => 0x4f_5b62,
    })
}

/// The picture as PNG; nothing if it cannot be written, which would be a fault of ours.
pub(super) fn draw(facts: &Facts) -> Option<Vec<u8>> {
    let mut pixmap = Pixmap::new(SIZE.0, SIZE.1)?;
    let (wide, high) = (SIZE.0 as f32, SIZE.1 as f32);
    pixmap.fill(rgb(0xf7_f5f0));
    let mut canvas = pixmap.as_mut();
    bar(&mut canvas, 0.0, 0.0, wide, 14.0, rgb(0x0f_5c6b));
    let (ink, soft) = (rgb(0x17_2126), rgb(0x4f_5b62));
    font::draw(&mut canvas, &facts.brand, MARGIN, 92.0, 34.0, rgb(0x0f_5c6b));

    let inner = wide - 2.0 * MARGIN;
    let mut y = 178.0;
    for line in font::lines(&facts.title, 66.0, inner, 3) {
        font::draw(&mut canvas, &line, MARGIN, y, 66.0, ink);
        y += 84.0;
    }
    for line in font::lines(&facts.by, 30.0, inner, 1) {
        font::draw(&mut canvas, &line, MARGIN, y - 16.0, 30.0, soft);
    }

    let color = tone(facts.tone);
    let label = font::lines(&facts.patents, 32.0, inner - 80.0, 1).concat();
    let long = font::width(&label, 32.0) + 92.0;
    pill(&mut canvas, MARGIN, high - 218.0, long, 58.0, color);
    sign(&mut canvas, facts.tone, MARGIN + 34.0, high - 189.0);
    font::draw(
        &mut canvas,
        &label,
        MARGIN + 62.0,
        high - 177.0,
        32.0,
        Color::WHITE,
    );

    bar(&mut canvas, MARGIN, high - 128.0, inner, 18.0, rgb(0xd9_d4c8));
    let share = facts.percent.clamp(0, 100) as f32 / 100.0;
    bar(
        &mut canvas,
        MARGIN,
        high - 128.0,
        inner * share,
        18.0,
        rgb(0x0f_5c6b),
    );
    for line in font::lines(&facts.money, 34.0, inner, 1) {
        font::draw(&mut canvas, &line, MARGIN, high - 58.0, 34.0, ink);
    }
    pixmap.encode_png().ok()
}

fn paint(color: Color) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color(color);
    paint.anti_alias = true;
    paint
}

fn bar(canvas: &mut PixmapMut<'_>, x: f32, y: f32, wide: f32, high: f32, color: Color) {
    if let Some(rect) = Rect::from_xywh(x, y, wide, high) {
        canvas.fill_rect(rect, &paint(color), Transform::identity(), None);
    }
}

/// A box with round ends.
fn pill(canvas: &mut PixmapMut<'_>, x: f32, y: f32, wide: f32, high: f32, color: Color) {
    let radius = high / 2.0;
    let mut path = PathBuilder::new();
    path.push_circle(x + radius, y + radius, radius);
    path.push_circle(x + wide - radius, y + radius, radius);
    if let Some(rect) = Rect::from_xywh(x + radius, y, wide - high, high) {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        canvas.fill_path(
            &path,
            &paint(color),
            FillRule::Winding,
            Transform::identity(),
            None,
        );
    }
}

/// The shape of a tone, so that it is not told by colour alone: a tick, a bar, a triangle, a cross, a dot.
fn sign(canvas: &mut PixmapMut<'_>, tone: &str, x: f32, y: f32) {
    let mut path = PathBuilder::new();
    let mut line = |points: &[(f32, f32)]| {
        for (n, (dx, dy)) in points.iter().enumerate() {
            if n == 0 {
                path.move_to(x + dx, y + dy);
            } else {
                path.line_to(x + dx, y + dy);
            }
        }
    };
    match tone {
        "good" => line(&[(-11.0, 1.0), (-3.0, 9.0), (12.0, -9.0)]),
        "pending" => line(&[(-10.0, 0.0), (10.0, 0.0)]),
        "warn" => line(&[(0.0, -11.0), (12.0, 10.0), (-12.0, 10.0), (0.0, -11.0)]),
        "ended" => {
            line(&[(-9.0, -9.0), (9.0, 9.0)]);
            line(&[(9.0, -9.0), (-9.0, 9.0)]);
        }
        _ => line(&[(-2.0, 0.0), (2.0, 0.0)]),
    }
    let stroke = tiny_skia::Stroke {
        width: 5.0,
        line_cap: tiny_skia::LineCap::Round,
        ..tiny_skia::Stroke::default()
    };
    if let Some(path) = path.finish() {
        canvas.stroke_path(&path, &paint(Color::WHITE), &stroke, Transform::identity(), None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(title: &str, tone: &'static str, percent: i32) -> Facts {
        Facts {
            brand: "Farsight 望远".to_owned(),
            title: title.to_owned(),
            by: "By Lin".to_owned(),
            patents: "In good order".to_owned(),
            tone,
            percent,
            money: "€500 of €1,000".to_owned(),
        }
    }

    #[test]
    fn the_same_facts_make_the_same_picture_and_others_another() {
        let one = draw(&facts("A lamp", "good", 50)).unwrap();
        assert_eq!(one, draw(&facts("A lamp", "good", 50)).unwrap());
        assert!(one.starts_with(b"\x89PNG"));
        for other in [
            facts("A lamp", "ended", 50),
            facts("A lamp", "good", 51),
            facts("Lamps", "good", 50),
        ] {
            assert_ne!(one, draw(&other).unwrap());
        }
        let drawn = Pixmap::decode_png(&one).unwrap();
        assert_eq!((drawn.width(), drawn.height()), SIZE);
    }

    #[test]
    fn nothing_that_people_write_breaks_it() {
        let titles = [
            "",
            "\u{1f9ea}\u{202e}",
            &"电".repeat(80),
            &"W".repeat(80),
            "a\nb\tc",
        ];
        for (title, percent) in titles.into_iter().zip([-5, 0, 100, i32::MAX, 7]) {
            assert!(draw(&facts(title, "none", percent)).is_some(), "{title}");
        }
    }
}
