//! Attribution: which of the channels that led to an order is given what part of it.
//!
//! [`paths`] cuts what people did into paths of channels, [`rules`] shares by position and time,
//! [`markov`] by what is lost without a channel, [`shapley`] by what each adds to the others. [`removal`]
//! tells the same of touchpoints.

pub mod markov;
pub mod paths;
pub mod removal;
pub mod rules;
pub mod shapley;

pub use paths::{Contact, Path, Paths, What};

/// A way of sharing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Model {
    /// All to the first contact.
    First,
    /// All to the last.
    Last,
    /// All to the last that is not direct; to direct where there is no other.
    LastNonDirect,
    /// The same to each contact.
    Linear,
    /// Half as much for every such time, in microseconds, that a contact lies before the order.
    TimeDecay(i64),
    /// 40 % to the first, 40 % to the last, 20 % to those between.
    Position,
    /// The removal effect in a Markov chain that remembers so many contacts.
    Markov(usize),
    /// The Shapley value.
    Shapley,
}

/// What one channel is given.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Credit {
    /// Orders.
    pub conversions: f64,
    /// Their worth.
    pub value: f64,
    /// Share of the orders that would be lost without the channel; of Markov's models alone.
    pub removal: Option<f64>,
}

/// Shares the orders of all paths among the channels: a credit for each, in their order.
///
/// Whatever the model, the credits add up to the orders and to their worth.
#[must_use]
pub fn share(paths: &Paths, model: Model) -> Vec<Credit> {
    match model {
        Model::Markov(order) => markov::share(paths, order),
        Model::Shapley => shapley::share(paths),
        _ => rules::share(paths, model),
    }
}

#[cfg(test)]
mod tests;
