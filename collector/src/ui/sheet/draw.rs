//! Drawings as SVG: bars, lines and a heat map. Numbers are turned into places here; the templates write them.

use askama::Template;

/// One of the drawings.
pub enum Drawing {
    /// Bars lying on each other.
    Bars(Bars),
    /// Lines over time.
    Lines(Lines),
    /// Weekday by hour.
    Heat(Heat),
}

const WIDTH: f64 = 720.0;
const LABEL: f64 = 190.0;
const ROW: f64 = 26.0;

/// Bars lying on each other, each with a name and a figure.
#[derive(Template)]
#[template(path = "bars.svg")]
pub struct Bars {
    title: &'static str,
    width: f64,
    height: f64,
    label: f64,
    bars: Vec<Bar>,
}

struct Bar {
    name: String,
    figure: String,
    y: f64,
    text_y: f64,
    width: f64,
    /// Where a thinner line ends, for the upper end of an interval; 0 for none.
    upper: f64,
    figure_x: f64,
}

impl Bars {
    /// Bars for these names, sizes and figures; `upper` is the size up to which it may be.
    pub(super) fn new(title: &'static str, bars: &[(String, f64, Option<f64>, String)]) -> Self {
        let largest =
            bars.iter().map(|(_, size, upper, _)| upper.unwrap_or(*size)).fold(0.0, f64::max);
        let room = WIDTH - LABEL - 120.0;
        let place = |size: f64| {
            if largest > 0.0 { (size.max(0.0) / largest * room * 10.0).round() / 10.0 } else { 0.0 }
        };
        let bar =
            |(row, (name, size, upper, figure)): (usize, &(String, f64, Option<f64>, String))| {
                #[expect(clippy::cast_precision_loss, reason = "a few rows")]
                let y = row as f64 * ROW;
                let (width, upper) = (place(*size), upper.map_or(0.0, place));
                Bar {
                    name: cut(name),
                    figure: figure.clone(),
                    y: y + 4.0,
                    text_y: y + 18.0,
                    width,
                    upper,
                    figure_x: LABEL + 8.0 + width.max(upper),
                }
            };
        let drawn: Vec<Bar> = bars.iter().enumerate().map(bar).collect();
        #[expect(clippy::cast_precision_loss, reason = "a few rows")]
        let height = drawn.len() as f64 * ROW + 4.0;
        Self { title, width: WIDTH, height, label: LABEL, bars: drawn }
    }
}

/// As much of a name as there is room for.
fn cut(name: &str) -> String {
    const ROOM: usize = 27;
    if name.chars().count() <= ROOM {
        return name.to_owned();
    }
    name.chars().take(ROOM - 1).chain(['…']).collect()
}

/// Lines over time, each in its own scale from nothing to its greatest.
#[derive(Template)]
#[template(path = "lines.svg")]
pub struct Lines {
    title: &'static str,
    width: f64,
    height: f64,
    floor: f64,
    lines: Vec<Line>,
    marks: Vec<Mark>,
}

struct Line {
    name: String,
    class: &'static str,
    points: String,
    last: String,
    label_x: f64,
    label_y: f64,
}

struct Mark {
    x: f64,
    text: String,
}

impl Lines {
    /// Lines for these names, classes and numbers, over marks that are equally far apart.
    pub(super) fn new(
        title: &'static str,
        marks: &[String],
        lines: &[(String, &'static str, Vec<f64>, String)],
    ) -> Self {
        const HEIGHT: f64 = 200.0;
        const FLOOR: f64 = 170.0;
        #[expect(clippy::cast_precision_loss, reason = "a few marks")]
        let x = |place: usize| {
            let far = if marks.len() > 1 { place as f64 / (marks.len() - 1) as f64 } else { 0.5 };
            (24.0 + far * (WIDTH - 150.0)).round()
        };
        let line = |(name, class, values, last): &(String, &'static str, Vec<f64>, String)| {
            let greatest = values.iter().copied().fold(0.0, f64::max);
            let y = |value: f64| {
                if greatest > 0.0 { (FLOOR - value / greatest * 140.0).round() } else { FLOOR }
            };
            let points =
                values.iter().enumerate().map(|(at, value)| format!("{},{}", x(at), y(*value)));
            let end = values.len().saturating_sub(1);
            Line {
                name: name.clone(),
                class,
                points: points.collect::<Vec<_>>().join(" "),
                last: last.clone(),
                label_x: x(end) + 8.0,
                label_y: y(values.last().copied().unwrap_or(0.0)),
            }
        };
        let mut lines: Vec<Line> = lines.iter().map(line).collect();
        // Two labels at one height cannot be read.
        lines.sort_by(|a, b| a.label_y.total_cmp(&b.label_y));
        let mut free = 0.0_f64;
        for line in &mut lines {
            line.label_y = line.label_y.max(free);
            free = line.label_y + 30.0;
        }
        // More names than these would run into each other; the last has its own always.
        let every = marks.len().div_ceil(7).max(1);
        let named =
            marks.iter().enumerate().filter(|(at, _)| (end_of(marks) - at).is_multiple_of(every));
        let marks = named.map(|(at, text)| Mark { x: x(at), text: text.clone() });
        Self { title, width: WIDTH, height: HEIGHT, floor: FLOOR, lines, marks: marks.collect() }
    }
}

fn end_of(marks: &[String]) -> usize {
    marks.len().saturating_sub(1)
}

/// Weekday by hour.
#[derive(Template)]
#[template(path = "heat.svg")]
pub struct Heat {
    title: &'static str,
    width: f64,
    height: f64,
    days: Vec<Day>,
    hours: Vec<Mark>,
}

struct Day {
    name: &'static str,
    text_y: f64,
    cells: Vec<Square>,
}

struct Square {
    x: f64,
    y: f64,
    shade: f64,
    text: String,
}

impl Heat {
    /// A map of visits by weekday (0 is Monday) and hour.
    pub(super) fn new(
        title: &'static str,
        names: [&'static str; 7],
        visits: &[[f64; 24]; 7],
    ) -> Self {
        const CELL: f64 = 26.0;
        const LEFT: f64 = 44.0;
        let greatest = visits.iter().flatten().copied().fold(0.0, f64::max);
        let shade = |visits: f64| {
            if greatest > 0.0 { (visits / greatest * 100.0).round() / 100.0 } else { 0.0 }
        };
        #[expect(clippy::cast_precision_loss, reason = "24 hours, 7 days")]
        let at = |place: usize| place as f64 * CELL;
        let day = |(row, (name, hours)): (usize, (&'static str, &[f64; 24]))| Day {
            name,
            text_y: at(row) + 17.0,
            cells: hours
                .iter()
                .enumerate()
                .map(|(hour, visits)| Square {
                    x: LEFT + at(hour),
                    y: at(row),
                    shade: shade(*visits),
                    text: format!("{name} {hour}: {visits}"),
                })
                .collect(),
        };
        let hours = (0..24)
            .step_by(3)
            .map(|hour| Mark { x: LEFT + at(hour) + 12.0, text: hour.to_string() });
        Self {
            title,
            width: WIDTH,
            height: at(7) + 22.0,
            days: names.into_iter().zip(visits).enumerate().map(day).collect(),
            hours: hours.collect(),
        }
    }
}
