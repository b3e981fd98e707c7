//! What stands for each field of technology, in fine lines over the landscape.

use std::f64::consts::{PI, TAU};
use std::fmt::Write;

use super::Chance;
use crate::graphql::TechnologyField;

/// Draws the motif of a field.
pub(super) fn draw(field: TechnologyField, chance: &mut Chance, svg: &mut String) {
    use TechnologyField as F;
    match field {
        F::EnergyStorage => cells(chance, svg),
        F::MedicalDevices => pulse(chance, svg),
        F::Robotics => arm(chance, svg),
        F::Semiconductors => die(chance, svg),
        F::NewMaterials => lattice(chance, svg),
        F::Agriculture => furrows(chance, svg),
        F::WaterTreatment => waves(chance, svg),
        F::Optics => rays(chance, svg),
        F::Aerospace => orbits(chance, svg),
        F::SoftwareAi => graph(chance, svg),
        F::Other => arcs(chance, svg),
    }
}

/// A path in the line of the motif.
fn line(svg: &mut String, path: &str) {
    let _ = write!(svg, "<path d=\"{path}\"/>");
}

/// A small ring.
fn dot(svg: &mut String, x: f64, y: f64, r: f64) {
    let _ = write!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r:.1}\"/>");
}

/// Cells of a battery, charged to different heights.
fn cells(chance: &mut Chance, svg: &mut String) {
    for n in 0..5 {
        let (x, top) = (150.0 + f64::from(n) * 70.0, 110.0);
        let charge = chance.between(40.0, 128.0);
        let _ = write!(
            svg,
            "<rect x=\"{x}\" y=\"{top}\" width=\"50\" height=\"140\" rx=\"8\"/>"
        );
        let _ = write!(
            svg,
            "<rect x=\"{:.0}\" y=\"98\" width=\"18\" height=\"12\" rx=\"3\"/>",
            x + 16.0
        );
        let _ = write!(
            svg,
            "<rect x=\"{:.0}\" y=\"{:.0}\" width=\"38\" height=\"{charge:.0}\" rx=\"4\" fill=\"#fff\" fill-opacity=\".16\"/>",
            x + 6.0,
            top + 134.0 - charge
        );
    }
}

/// The line of a heart beating.
fn pulse(chance: &mut Chance, svg: &mut String) {
    let mut path = "M40 190".to_owned();
    for n in 0..3 {
        let (x, height) = (150.0 + f64::from(n) * 150.0, chance.between(46.0, 92.0));
        let _ = write!(
            path,
            "H{:.0}l14 -16l14 16h10l12 {:.0}l18 -{height:.0}l16 {:.0}l12 -{:.0}",
            x - 60.0,
            height * 0.3,
            height * 0.95,
            height * 0.25
        );
    }
    path.push_str("H600");
    line(svg, &path);
    for n in 1..4 {
        dot(svg, 320.0, 180.0, f64::from(n) * 46.0);
    }
}

/// An arm of two joints and what it reaches for.
fn arm(chance: &mut Chance, svg: &mut String) {
    let (bend, turn) = (chance.between(0.5, 1.0), chance.between(-0.4, 0.35));
    let elbow = (220.0 + 130.0 * bend.cos(), 270.0 - 150.0 * bend.sin());
    let hand = (elbow.0 + 140.0 * turn.cos(), elbow.1 + 140.0 * turn.sin());
    line(svg, "M170 290h100l-14 -20h-72z");
    let _ = write!(
        svg,
        "<path d=\"M220 270L{:.0} {:.0}L{:.0} {:.0}\" stroke-width=\"9\" stroke-opacity=\".6\"/>",
        elbow.0, elbow.1, hand.0, hand.1
    );
    let _ = write!(
        svg,
        "<circle cx=\"{:.0}\" cy=\"{:.0}\" r=\"176\" stroke-width=\"1\" stroke-opacity=\".35\" stroke-dasharray=\"2 9\"/>",
        elbow.0, elbow.1
    );
    for (x, y, r) in [
        (220.0, 270.0, 16.0),
        (elbow.0, elbow.1, 14.0),
        (hand.0, hand.1, 10.0),
    ] {
        dot(svg, x, y, r);
    }
    line(
        svg,
        &format!(
            "M{0:.0} {1:.0}q4 -18 24 -16M{0:.0} {1:.0}q4 18 24 16",
            hand.0 + 10.0,
            hand.1
        ),
    );
}

/// A die with its traces.
fn die(chance: &mut Chance, svg: &mut String) {
    line(svg, "M250 110h140v140h-140z");
    line(svg, "M275 135h90v90h-90z");
    for n in 0..6 {
        let at = 124.0 + f64::from(n) * 22.0;
        let (left, right) = (chance.between(70.0, 200.0), chance.between(440.0, 570.0));
        line(svg, &format!("M250 {at:.0}H{left:.0}"));
        line(svg, &format!("M390 {at:.0}H{right:.0}"));
        dot(svg, left, at, 3.5);
        dot(svg, right, at, 3.5);
        let x = at + 140.0;
        line(
            svg,
            &format!(
                "M{x:.0} 110V{:.0}M{x:.0} 250V{:.0}",
                chance.between(50.0, 90.0),
                chance.between(270.0, 310.0)
            ),
        );
    }
}

/// A lattice of hexagons.
fn lattice(chance: &mut Chance, svg: &mut String) {
    let r = 34.0;
    for row in 0..4 {
        for column in 0..7 {
            if chance.between(0.0, 1.0) < 0.22 {
                continue;
            }
            let x = 130.0 + f64::from(column) * r * 1.75 + f64::from(row % 2) * r * 0.875;
            let y = 95.0 + f64::from(row) * r * 1.52;
            let corners: Vec<String> = (0..6)
                .map(|n| {
                    let angle = PI / 6.0 + f64::from(n) * TAU / 6.0;
                    format!("{:.1} {:.1}", x + r * angle.cos(), y + r * angle.sin())
                })
                .collect();
            line(svg, &format!("M{}z", corners.join("L")));
        }
    }
}

/// Furrows that meet at the horizon, and a plant.
fn furrows(chance: &mut Chance, svg: &mut String) {
    for n in 0..9 {
        line(svg, &format!("M320 250L{:.0} 360", -160.0 + f64::from(n) * 120.0));
    }
    let (x, top) = (chance.between(250.0, 390.0), chance.between(90.0, 130.0));
    line(svg, &format!("M{x:.0} 262V{top:.0}"));
    for n in 0..3 {
        let y = top + 20.0 + f64::from(n) * 44.0;
        line(
            svg,
            &format!(
                "M{x:.0} {:.0}q-64 -2 -70 -46q62 2 70 46M{x:.0} {:.0}q64 -2 70 -46q-62 2 -70 46",
                y + 20.0,
                y + 20.0
            ),
        );
    }
}

/// Waves, and drops above them.
fn waves(chance: &mut Chance, svg: &mut String) {
    for n in 0..5 {
        let y = 220.0 + f64::from(n) * 26.0;
        let height = chance.between(8.0, 20.0);
        let mut path = format!("M-20 {y:.0}");
        for _ in 0..6 {
            let _ = write!(path, "q30 -{height:.0} 60 0t60 0");
        }
        line(svg, &path);
    }
    for n in 0..3 {
        let (x, size) = (220.0 + f64::from(n) * 100.0, chance.between(22.0, 40.0));
        let top = chance.between(70.0, 120.0);
        line(
            svg,
            &format!(
                "M{x:.0} {top:.0}c{:.0} {size:.0} {size:.0} {:.0} 0 {:.0}c-{size:.0} 0 -{:.0} -{:.0} 0 -{:.0}z",
                size * 0.6,
                size * 2.0,
                size * 2.0,
                size * 0.6,
                size,
                size * 2.0
            ),
        );
    }
}

/// Rays that a lens gathers.
fn rays(chance: &mut Chance, svg: &mut String) {
    let focus = chance.between(450.0, 560.0);
    line(svg, "M300 70Q352 180 300 290Q248 180 300 70z");
    for n in 0..7 {
        let y = 96.0 + f64::from(n) * 28.0;
        line(svg, &format!("M40 {y:.0}H300L{focus:.0} 180"));
    }
    dot(svg, focus, 180.0, 7.0);
}

/// Orbits, and what travels on them.
fn orbits(chance: &mut Chance, svg: &mut String) {
    dot(svg, 320.0, 180.0, 34.0);
    for n in 0..3 {
        let (a, b) = (90.0 + f64::from(n) * 62.0, 34.0 + f64::from(n) * 26.0);
        let tilt = chance.between(-24.0, 24.0);
        let at = chance.between(0.0, TAU);
        let _ = write!(
            svg,
            "<g transform=\"rotate({tilt:.0} 320 180)\"><ellipse cx=\"320\" cy=\"180\" rx=\"{a:.0}\" ry=\"{b:.0}\"/>\
             <circle cx=\"{:.0}\" cy=\"{:.0}\" r=\"6\" fill=\"#fff\" fill-opacity=\".8\"/></g>",
            320.0 + a * at.cos(),
            180.0 + b * at.sin()
        );
    }
}

/// Layers of nodes, all joined.
fn graph(chance: &mut Chance, svg: &mut String) {
    let layer = |x: f64, count: i32, chance: &mut Chance| -> Vec<(f64, f64)> {
        let gap = 190.0 / f64::from(count);
        (0..count)
            .map(|n| (x, 88.0 + gap * (f64::from(n) + 0.5) + chance.between(-8.0, 8.0)))
            .collect()
    };
    let layers = [
        layer(150.0, 3, chance),
        layer(265.0, 5, chance),
        layer(380.0, 5, chance),
        layer(495.0, 2, chance),
    ];
    for pair in layers.windows(2) {
        for from in &pair[0] {
            for to in &pair[1] {
                let _ = write!(
                    svg,
                    "<path stroke-width=\"1\" stroke-opacity=\".4\" d=\"M{:.0} {:.0}L{:.0} {:.0}\"/>",
                    from.0, from.1, to.0, to.1
                );
            }
        }
    }
    for (x, y) in layers.iter().flatten() {
        dot(svg, *x, *y, 8.0);
    }
}

/// Arcs around a far point.
fn arcs(chance: &mut Chance, svg: &mut String) {
    let x = chance.between(240.0, 400.0);
    for n in 1..7 {
        let r = f64::from(n) * 30.0;
        line(
            svg,
            &format!("M{:.0} 250A{r:.0} {r:.0} 0 0 1 {:.0} 250", x - r, x + r),
        );
    }
    dot(svg, x, 250.0, 5.0);
}
