//! A funnel's conditions: what is asked of chains beyond their steps and their window.

use super::query::{UsageError, once};
use crate::journey::chains::{Attribution, Exclusion, MAX_STEPS, Order, Plan, Step as PlanStep};
use crate::query::property::Property;
use crate::query::span::length;
use crate::query::step::Step;
use crate::report::question::{FLAG, flag};

/// What is asked of chains.
#[derive(Debug, Clone, Default)]
pub(super) struct Conditions {
    order: Option<Order>,
    open: Option<bool>,
    pub(super) entries: Option<bool>,
    /// Steps that may be left out, counted from 1.
    optional: Vec<usize>,
    /// At most so long from the step before: of one step, or of all.
    within: Vec<(Option<usize>, u64)>,
    /// What breaks a chain, and between which steps, counted from 1.
    pub(super) exclude: Vec<(Step, Option<(usize, usize)>)>,
    pub(super) hold: Option<Property>,
    pub(super) breakdown: Option<Property>,
    attribution: Option<Attribution>,
    pub(super) every: Option<Every>,
    pub(super) correlate: Option<bool>,
    pub(super) segment: Option<String>,
    times: Option<bool>,
}

/// How long a period of the trend is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Every {
    /// A day, UTC.
    Day,
    /// A week from Monday.
    Week,
    /// A month.
    Month,
}

impl Conditions {
    /// Takes a parameter, if it is one of these.
    pub(super) fn take(&mut self, name: &str, value: &str) -> Result<bool, UsageError> {
        match name {
            "order" => once("order", &mut self.order, order(value)?)?,
            "entry" => {
                let open = choice("entry", value, &["closed", "open"])? == 1;
                once("entry", &mut self.open, open)?;
            }
            "count" => {
                let entries = choice("count", value, &["users", "entries"])? == 1;
                once("count", &mut self.entries, entries)?;
            }
            "optional" => {
                for one in value.split(',') {
                    self.optional.push(number("optional", one)?);
                }
            }
            "within" => self.within.push(match value.split_once(':') {
                Some((step, most)) => (Some(number("within", step)?), length(most)?),
                None => (None, length(value)?),
            }),
            "exclude" => self.exclude.push(exclusion(value)?),
            "hold" => once("hold", &mut self.hold, value.parse()?)?,
            "breakdown" => once("breakdown", &mut self.breakdown, value.parse()?)?,
            "attribution" => {
                let attribution = match value {
                    "first" => Attribution::First,
                    "last" => Attribution::Last,
                    step => Attribution::Step(number("attribution", step)? - 1),
                };
                once("attribution", &mut self.attribution, attribution)?;
            }
            "every" => {
                let every = match choice("every", value, &["day", "week", "month"])? {
                    0 => Every::Day,
                    1 => Every::Week,
                    _ => Every::Month,
                };
                once("every", &mut self.every, every)?;
            }
            "correlate" => once("correlate", &mut self.correlate, set("correlate", value)?)?,
            "times" => once("times", &mut self.times, set("times", value)?)?,
            "segment" => once("segment", &mut self.segment, value.to_owned())?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The first of them that is asked for, by its name: the plain funnel knows none.
    pub(super) fn first(&self) -> Option<&'static str> {
        let asked = [
            ("order", self.order.is_some()),
            ("entry", self.open.is_some()),
            ("count", self.entries.is_some()),
            ("optional", !self.optional.is_empty()),
            ("within", !self.within.is_empty()),
            ("exclude", !self.exclude.is_empty()),
            ("hold", self.hold.is_some()),
            ("breakdown", self.breakdown.is_some()),
            ("attribution", self.attribution.is_some()),
            ("every", self.every.is_some()),
            ("correlate", self.correlate.is_some()),
            ("times", self.times.is_some()),
            ("segment", self.segment.is_some()),
        ];
        asked.into_iter().find(|(_, is)| *is).map(|(name, _)| name)
    }

    /// The plan of a funnel of so many steps.
    ///
    /// # Errors
    /// What does not go together, or speaks of a step that is not there.
    pub(super) fn plan(&self, steps: usize, window: u64) -> Result<Plan, UsageError> {
        let is_step = |parameter, step: usize| match step {
            0 => Err(UsageError::NoStep { parameter, step, steps }),
            step if step > steps => Err(UsageError::NoStep { parameter, step, steps }),
            step => Ok(step - 1),
        };
        let order = self.order.unwrap_or_default();
        let mut all = vec![PlanStep::default(); steps];
        for &optional in &self.optional {
            let step = is_step("optional", optional)?;
            if step == 0 {
                return Err(UsageError::FirstOptional);
            }
            if let Some(step) = all.get_mut(step) {
                step.optional = true;
            }
        }
        // What is said of one step comes before what is said of all.
        for &(of, most) in &self.within {
            let of = of.map(|step| is_step("within", step)).transpose()?;
            for (place, step) in all.iter_mut().enumerate() {
                if of == Some(place)
                    || of.is_none() && !self.within.iter().any(|(o, _)| *o == Some(place + 1))
                {
                    step.within = Some(most);
                }
            }
        }
        let apart = |name: &'static str, is: bool| {
            if order == Order::Any && is { Err(UsageError::InAnyOrder(name)) } else { Ok(()) }
        };
        apart("optional", !self.optional.is_empty())?;
        apart("within", !self.within.is_empty())?;
        apart("entry", self.open == Some(true))?;
        apart("exclude between steps", self.exclude.iter().any(|(_, between)| between.is_some()))?;
        let beside = |one: (&'static str, bool), other: (&'static str, bool)| {
            if one.1 && other.1 { Err(UsageError::Beside(one.0, other.0)) } else { Ok(()) }
        };
        let open = ("entry open", self.open == Some(true));
        let correlate = ("correlate", self.correlate == Some(true));
        beside(("optional", !self.optional.is_empty()), open)?;
        beside(correlate, open)?;
        beside(correlate, ("order unordered", order == Order::Any))?;
        beside(correlate, ("count entries", self.entries == Some(true)))?;
        let exclusions = self.exclude.iter().map(|(_, between)| {
            let (after, before) = between.unwrap_or((1, steps));
            let (after, before) = (is_step("exclude", after)?, is_step("exclude", before)?);
            if after >= before {
                return Err(UsageError::NoStep { parameter: "exclude", step: before + 1, steps });
            }
            Ok(Exclusion { after, before })
        });
        let exclusions = exclusions.collect::<Result<Vec<_>, _>>()?;
        if steps + exclusions.len() > MAX_STEPS {
            return Err(UsageError::TooMany);
        }
        let attribution = self.attribution.unwrap_or_default();
        if let Attribution::Step(step) = attribution {
            is_step("attribution", step + 1)?;
        }
        let open = self.open.unwrap_or(false);
        Ok(Plan { steps: all, window, order, open, exclusions, attribution })
    }
}

fn order(value: &str) -> Result<Order, UsageError> {
    Ok(match choice("order", value, &["sequential", "strict", "unordered"])? {
        0 => Order::Sequential,
        1 => Order::Strict,
        _ => Order::Any,
    })
}

/// `refund`, or `refund@2-3` for between steps 2 and 3.
fn exclusion(text: &str) -> Result<(Step, Option<(usize, usize)>), UsageError> {
    let between = text.rsplit_once('@').and_then(|(step, between)| {
        let (after, before) = between.split_once('-')?;
        Some((step, after.parse().ok()?, before.parse().ok()?))
    });
    match between {
        Some((step, after, before)) => Ok((step.parse()?, Some((after, before)))),
        None => Ok((text.parse()?, None)),
    }
}

fn number(parameter: &'static str, text: &str) -> Result<usize, UsageError> {
    text.trim().parse().ok().filter(|step| (1..=MAX_STEPS).contains(step)).ok_or_else(|| {
        UsageError::Choice {
            parameter,
            value: text.to_owned(),
            choices: "the number of a step, the first being 1",
        }
    })
}

fn choice(
    parameter: &'static str,
    value: &str,
    all: &'static [&'static str],
) -> Result<usize, UsageError> {
    all.iter().position(|one| *one == value).ok_or_else(|| UsageError::Choice {
        parameter,
        value: value.to_owned(),
        choices: match parameter {
            "order" => "sequential, strict or unordered",
            "entry" => "closed or open",
            "count" => "users or entries",
            _ => "day, week or month",
        },
    })
}

fn set(parameter: &'static str, value: &str) -> Result<bool, UsageError> {
    flag(value).ok_or_else(|| UsageError::Choice {
        parameter,
        value: value.to_owned(),
        choices: FLAG,
    })
}
