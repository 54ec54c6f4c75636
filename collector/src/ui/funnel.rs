//! A funnel as a drawing: where each bar stands, and what is written at it.

use super::figures::{count, share};
use crate::report::funnel::StepReport;

const BAR_WIDTH: f64 = 110.0;
const GAP: f64 = 70.0;
const TOP: f64 = 30.0;
const TALLEST: f64 = 200.0;
/// What a bar shows of a step that few reached: never nothing, where it was not nobody.
const LEAST: f64 = 2.0;
/// Characters of a name that fit under a bar.
const LABEL: usize = 22;

/// A funnel, drawn.
pub struct Funnel {
    /// The drawing's width in its own units.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Width of a bar.
    pub bar_width: f64,
    /// Where the bars stand.
    pub floor: f64,
    /// Base line of the names.
    pub name_y: f64,
    /// Base line of the shares of the first step.
    pub rate_y: f64,
    /// Base line of the shares that left between two bars.
    pub drop_y: f64,
    /// A bar a step.
    pub bars: Vec<Bar>,
}

/// One step, drawn.
pub struct Bar {
    /// Left edge.
    pub x: f64,
    /// Middle.
    pub middle: f64,
    /// Middle of the gap before it.
    pub gap: f64,
    /// Top of the full part.
    pub y: f64,
    /// Height of the full part.
    pub bar_height: f64,
    /// Top of the hatched part, which begins where the step before it ends.
    pub left_y: f64,
    /// Height of the hatched part.
    pub left_height: f64,
    /// Base line of the count above.
    pub count_y: f64,
    /// The step as it was asked for.
    pub name: String,
    /// The same, cut to fit.
    pub label: String,
    /// How many reached it.
    pub reached: String,
    /// Share of the first step.
    pub of_first: String,
    /// Its 95 % interval.
    pub of_first_interval: String,
    /// Share of the step before.
    pub of_previous: String,
    /// Its 95 % interval.
    pub of_previous_interval: String,
    /// How many of the step before did not come here.
    pub left: String,
    /// The same as a share, for the gap; empty at the first step.
    pub step_drop: String,
}

impl Funnel {
    /// Draws a report's steps; nothing, where nobody reached the first step.
    #[must_use]
    pub fn draw(steps: &[StepReport]) -> Option<Self> {
        let most = steps.first().map(|step| step.reached).filter(|n| *n > 0)?;
        let floor = TOP + TALLEST;
        #[expect(clippy::cast_precision_loss, reason = "a drawing needs no more than 52 bits")]
        let height = |n: u64| match n {
            0 => 0.0,
            n => (n as f64 / most as f64 * TALLEST).max(LEAST),
        };
        let mut bars: Vec<Bar> = Vec::with_capacity(steps.len());
        let mut x = GAP / 2.0;
        let mut before = most;
        for (place, step) in steps.iter().enumerate() {
            let (tall, was) = (height(step.reached), height(before));
            bars.push(Bar {
                x,
                middle: x + BAR_WIDTH / 2.0,
                gap: x - GAP / 2.0,
                y: floor - tall,
                bar_height: tall,
                left_y: floor - was,
                left_height: was - tall,
                count_y: floor - was.max(tall) - 8.0,
                name: step.name.clone(),
                label: cut(&step.name),
                reached: count(step.reached),
                of_first: share(step.rate),
                of_first_interval: interval(step.rate_low, step.rate_high),
                of_previous: share(step.step_rate),
                of_previous_interval: interval(step.step_low, step.step_high),
                left: count(step.dropped),
                step_drop: if place == 0 {
                    String::new()
                } else {
                    format!("−{}", share(1.0 - step.step_rate))
                },
            });
            before = step.reached;
            x += BAR_WIDTH + GAP;
        }
        Some(Self {
            width: x - GAP / 2.0,
            height: floor + 56.0,
            bar_width: BAR_WIDTH,
            floor,
            name_y: floor + 22.0,
            rate_y: floor + 42.0,
            drop_y: floor - 8.0,
            bars,
        })
    }
}

fn cut(name: &str) -> String {
    if name.chars().count() <= LABEL {
        return name.to_owned();
    }
    name.chars().take(LABEL - 1).chain(['…']).collect()
}

fn interval(low: f64, high: f64) -> String {
    format!("{} to {}", share(low), share(high))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step((place, &reached): (usize, &u64)) -> StepReport {
        StepReport {
            name: format!("step_{place}_with_a_rather_long_name"),
            reached,
            rate: 0.5,
            rate_low: 0.25,
            rate_high: 0.75,
            step_rate: 0.5,
            step_low: 0.25,
            step_high: 0.75,
            dropped: 1,
        }
    }

    fn draw(reached: &[u64]) -> Option<Funnel> {
        Funnel::draw(&reached.iter().enumerate().map(step).collect::<Vec<_>>())
    }

    #[test]
    fn bars_are_as_tall_as_their_share_and_what_left_fills_up_to_the_step_before() {
        let funnel = draw(&[1000, 250, 1, 0]).unwrap();
        let tall: Vec<f64> = funnel.bars.iter().map(|bar| bar.bar_height).collect();
        assert_eq!(tall, [TALLEST, TALLEST / 4.0, LEAST, 0.0]);
        for pair in funnel.bars.windows(2) {
            assert_eq!(pair[1].left_y, pair[0].y);
            assert_eq!(pair[1].left_height + pair[1].bar_height, pair[0].bar_height);
        }
        assert!(funnel.bars.iter().all(|bar| bar.label.chars().count() <= LABEL));
        assert!(draw(&[0, 0]).is_none());
    }
}
