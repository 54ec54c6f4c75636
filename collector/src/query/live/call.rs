//! How much a call of a function makes, by what it is given.

// A JSON value indexed by a key that it has not got is null.
#![allow(clippy::indexing_slicing, reason = "values of serde_json, which answer null")]

use serde_json::Value;

use super::parts::{self, COLUMN, GATHERED, ITEM, JSON, SMALL_SIZE, gathered, text};

/// Aggregates that give one of what they are given, or, told how many, a list of so many.
const BESTS: [&str; 8] =
    ["min", "max", "min_by", "max_by", "arg_min", "arg_max", "argmin", "argmax"];

const UNWRITTEN: &str = "what replace, regexp_replace, concat_ws and array_to_string put in or between, and the \
    shape of from_json, must be written out, and cannot come from a column or another function";
const EACH_LEVEL: &str = "a path to each level of a JSON value (** or ..) cannot stand in a question: each level \
    has all below it once more";

/// A call of a function.
pub(super) struct Call<'a> {
    /// In small letters.
    pub(super) name: &'a str,
    /// What it is given.
    pub(super) given: &'a [Value],
    /// The size of each of these.
    pub(super) sizes: &'a [usize],
}

impl Call<'_> {
    fn of(&self, place: usize) -> usize {
        self.sizes.get(place).copied().unwrap_or(0)
    }

    /// How many items a list has at most.
    fn items(&self, place: usize) -> usize {
        self.of(place).div_ceil(ITEM).max(1)
    }

    fn sum(&self) -> usize {
        self.sizes.iter().fold(0_usize, |sum, size| sum.saturating_add(*size))
    }

    /// A text that is written out.
    fn text(&self, place: usize) -> Option<&str> {
        self.given.get(place).and_then(|part| part["value"]["value"].as_str())
    }

    /// The length of what is to be written out; nothing where it is left out.
    fn written(&self, place: usize) -> Result<usize, &'static str> {
        self.given.get(place).map_or(Some(0), parts::length).ok_or(UNWRITTEN)
    }

    /// The size of what is not copied, or of which an aggregate makes no more than the question is ended for.
    pub(super) fn kept(&self) -> Option<usize> {
        match self.name {
            // Of a list a step's rows at a time; and what a filter asks of each is yes or no.
            "unnest" | "struct_extract" | "struct_extract_at" | "list_filter" | "array_filter"
            | "filter" => Some(self.of(0)),
            "struct_pack" => Some(self.sum()),
            name if BESTS.contains(&name) && self.given.len() > 1 + usize::from(name.len() > 3) => {
                Some(self.sum().max(GATHERED))
            }
            name => gathered(name),
        }
    }

    /// The size of what it makes, or why nobody knows.
    pub(super) fn made(&self) -> Result<usize, &'static str> {
        let (of, sum) = (|place| self.of(place), self.sum());
        Ok(match self.name {
            name if parts::is_small(name) => SMALL_SIZE,
            "->"
            | "->>"
            | "json_extract"
            | "json_extract_string"
            | "json_value"
            | "json_extract_path"
            | "json_extract_path_text" => self.extracted()?,
            // By an item's function: the list itself is not in it.
            _ if self.given.last().is_some_and(|part| part["class"] == "LAMBDA") => of(1),
            // Each is there as often as it is named.
            "list_select" | "array_select" | "quantile" | "quantile_disc" => {
                of(0).saturating_mul(self.items(1))
            }
            "regexp_extract" => of(0).saturating_mul(self.items(2)),
            "replace" => {
                let sought = self.text(1).map_or(1, str::len).max(1);
                of(0).saturating_mul(self.written(2)?.div_ceil(sought).max(1))
            }
            "regexp_replace" => {
                let by = self.written(2)?;
                let back = self.text(2).map_or(0, |by| by.matches('\\').count()).saturating_add(1);
                match self.given.len() {
                    ..4 => of(0).saturating_mul(back).saturating_add(by),
                    _ => of(0).saturating_add(1).saturating_mul(by.max(back)),
                }
            }
            "concat_ws" => {
                let pieces = sum.div_ceil(ITEM);
                sum.saturating_add(pieces.saturating_mul(self.written(0)?))
            }
            "list_string_agg" => text(sum),
            "array_to_string" => {
                text(sum.saturating_add(self.items(0).saturating_mul(self.written(1)?)))
            }
            "list_aggregate" | "list_aggr" | "array_aggregate" | "array_aggr" | "aggregate" => {
                text(sum.saturating_add(self.items(0).saturating_mul(self.written(2)?)))
            }
            "from_json" | "from_json_strict" | "json_transform" | "json_transform_strict" => {
                let shape = self.text(1).ok_or(UNWRITTEN)?;
                let fields = shape.matches(',').count().saturating_add(1);
                of(0).saturating_mul(fields).saturating_mul(SMALL_SIZE)
            }
            name => sum.saturating_mul(parts::factor(name)),
        })
    }

    /// What is taken out of a JSON value: of a column's a part; of another's, and by other paths, all of it.
    fn extracted(&self) -> Result<usize, &'static str> {
        let Some(path) = self.text(1) else {
            return Ok(self.of(0).saturating_mul(self.items(1)));
        };
        if path.contains("**") || path.contains("..") {
            return Err(EACH_LEVEL);
        }
        let is_part = path.len() > 1 && !path.contains('*') && self.of(0) == JSON;
        Ok(if is_part { COLUMN } else { self.sum() })
    }
}
