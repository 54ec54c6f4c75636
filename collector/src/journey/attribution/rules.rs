//! Sharing by place and time: first, last, last that is not direct, linear, time decay, position.

use super::{Credit, Model, Path, Paths};

/// The credit of each channel.
pub(super) fn share(paths: &Paths, model: Model) -> Vec<Credit> {
    let mut credits = vec![Credit::default(); paths.channels.len()];
    for path in paths.paths.iter().filter(|path| path.conversions > 0.0) {
        for (channel, [orders, worth]) in
            path.channels.iter().zip(weights(path, paths.direct, model))
        {
            if let Some(credit) = credits.get_mut(*channel) {
                credit.conversions += orders;
                credit.value += worth;
            }
        }
    }
    credits
}

/// What each contact of a path is given of its orders and of their worth.
fn weights(path: &Path, direct: Option<usize>, model: Model) -> Vec<[f64; 2]> {
    let contacts = path.channels.len();
    let share = |weight: f64| [path.conversions * weight, path.value * weight];
    let all_to = |place: usize| {
        (0..contacts).map(|at| if at == place { share(1.0) } else { [0.0; 2] }).collect()
    };
    let last = contacts.saturating_sub(1);
    match model {
        Model::First => all_to(0),
        Model::LastNonDirect => {
            all_to(path.channels.iter().rposition(|at| Some(*at) != direct).unwrap_or(last))
        }
        Model::Linear => vec![share(1.0 / count(contacts)); contacts],
        Model::TimeDecay(_) if path.decay.len() == contacts => path.decay.clone(),
        Model::Position => match contacts {
            1 => vec![share(1.0)],
            2 => vec![share(0.5); 2],
            _ => {
                let between = 0.2 / (count(contacts) - 2.0);
                let weight = |at| if at == 0 || at == last { 0.4 } else { between };
                (0..contacts).map(|at| share(weight(at))).collect()
            }
        },
        _ => all_to(last),
    }
}

#[expect(clippy::cast_precision_loss, reason = "contacts of a path are few")]
fn count(contacts: usize) -> f64 {
    contacts as f64
}
