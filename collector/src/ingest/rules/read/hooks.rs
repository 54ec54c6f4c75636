//! Reads `[[webhook]]`: which events are sent on, and where to.

use toml::Spanned;

use super::said::{self, Entry, OneOrMany, WEBHOOK};
use super::{MOST, Wrong};
use crate::ingest::rules::webhook::{Target, Webhook};
use crate::ingest::rules::when::{Ordered, When};

/// Receivers there may be: each has a thread.
const RECEIVERS: usize = 16;
/// Characters of a variable's name.
const VARIABLE: usize = 64;

/// All of them; or where something is wrong, and what.
pub(super) fn read(
    entries: Vec<Spanned<Entry>>,
    line: impl Fn(usize) -> usize,
) -> Result<Vec<(When, Webhook)>, Wrong<usize>> {
    let mut hooks: Vec<(When, Webhook)> = Vec::new();
    let mut receivers = 0;
    for mut entry in entries {
        let start = entry.span().start;
        if hooks.len() == MOST {
            return Err((start, format!("more than {MOST} rules; leave some out")));
        }
        let secret_env = entry.get_mut().remove("secret_env").map(variable).transpose()?;
        // One by one: all that hold are heard, not the first of them alone.
        let Ordered(rules) = said::read::<Target>(&WEBHOOK, vec![entry])?;
        for (when, Target(url)) in rules {
            let hook = Webhook { url, secret_env: secret_env.clone(), line: line(start) };
            receivers += usize::from(!hooks.iter().any(|(_, other)| hook.is_same(other)));
            hooks.push((when, hook));
        }
        if receivers > RECEIVERS {
            return Err((start, format!("more than {RECEIVERS} receivers; leave some out")));
        }
    }
    Ok(hooks)
}

/// The name of a variable, as shells take them.
fn variable(value: Spanned<OneOrMany>) -> Result<String, Wrong<usize>> {
    let place = value.span().start;
    match value.into_inner() {
        OneOrMany::One(name)
            if (1..=VARIABLE).contains(&name.len())
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
                && !name.starts_with(|sign: char| sign.is_ascii_digit()) =>
        {
            Ok(name)
        }
        _ => {
            let what = "secret_env must be the name of a variable: letters, digits and _; the \
                        secret itself belongs into the environment";
            Err((place, what.to_owned()))
        }
    }
}
