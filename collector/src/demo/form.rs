//! How the address form is filled in, decided by address: where it is given up, what is come back to.

use super::draw::{Dice, For};
use super::model::form::{FIELDS, POSTAL_RETURNS, STARTED};

/// How a visit filled in the form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    /// Whether a field was edited.
    pub(super) started: bool,
    /// The place of the last field that was come to.
    pub(super) last: usize,
    /// Whether the postal code was come back to.
    pub(super) returns: bool,
}

impl Form {
    /// Of a visit that passed the step or not, and in which a field was refused or not.
    pub(super) fn of(seed: u64, person: u32, ordinal: u16, passes: bool, invalid: bool) -> Self {
        let mut dice = Dice::new(seed, For::Form, u64::from(person), u64::from(ordinal));
        let started = dice.chance(STARTED) || passes || invalid;
        let given_up = dice.place(&FIELDS, |field| field.2);
        let last = if passes { FIELDS.len() - 1 } else { given_up };
        let share = if passes { POSTAL_RETURNS.1 } else { POSTAL_RETURNS.0 };
        let come_to = FIELDS.iter().take(last + 1).any(|field| field.0 == "postal-code");
        Self { started, last, returns: dice.chance(share) && started && come_to }
    }
}
