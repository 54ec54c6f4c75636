//! Users as 64-bit keys, and back: numbers are their own key, texts are numbered as they come.

use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

use super::relation::Users;

/// Who a user is, as the data says it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum User {
    /// A number, as a visitor's pseudonym is.
    Unsigned(u64),
    /// A number that may be negative.
    Signed(i64),
    /// Anything else.
    Text(Box<str>),
}

impl fmt::Display for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsigned(number) => write!(f, "{number}"),
            Self::Signed(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "{text}"),
        }
    }
}

/// The users of one pass over the events.
pub(super) struct Keys {
    kind: Users,
    numbers: HashMap<Rc<str>, u64>,
    texts: Vec<Rc<str>>,
}

impl Keys {
    pub(super) fn new(kind: Users) -> Self {
        Self { kind, numbers: HashMap::new(), texts: Vec::new() }
    }

    /// The key of a user known by a text: equal for equal texts, different for different ones.
    pub(super) fn of_text(&mut self, text: &str) -> u64 {
        if let Some(&key) = self.numbers.get(text) {
            return key;
        }
        let key = self.texts.len() as u64;
        let text: Rc<str> = text.into();
        self.texts.push(Rc::clone(&text));
        self.numbers.insert(text, key);
        key
    }

    /// Who has this key.
    pub(super) fn user(&self, key: u64) -> User {
        match self.kind {
            Users::Unsigned => User::Unsigned(key),
            Users::Signed => User::Signed(key.cast_signed()),
            Users::Text { .. } => {
                let text = usize::try_from(key).ok().and_then(|index| self.texts.get(index));
                User::Text(text.map_or("", |text| text).into())
            }
        }
    }
}

/// Texts as numbers, when every one of them is a number written plainly; CSV knows no types.
pub(super) fn numbers_if_all(users: &mut [(User, usize)]) {
    let number = |user: &User| match user {
        User::Text(text) => text.parse().ok().filter(|n: &i64| *n.to_string() == **text),
        _ => None,
    };
    if users.iter().all(|(user, _)| number(user).is_some()) {
        for (user, _) in users {
            if let Some(number) = number(user) {
                *user = User::Signed(number);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_keep_their_identity() {
        let mut keys = Keys::new(Users::Text { maybe_numbers: true });
        assert_eq!([keys.of_text("7"), keys.of_text("007"), keys.of_text("7")], [0, 1, 0]);
        assert_eq!(keys.user(1), User::Text("007".into()));
    }

    #[test]
    fn numbers_only_when_nothing_is_lost() {
        let users = |texts: &[&str]| -> Vec<_> {
            let mut users: Vec<_> = texts.iter().map(|&t| (User::Text(t.into()), 0)).collect();
            numbers_if_all(&mut users);
            users.into_iter().map(|(user, _)| user).collect()
        };
        assert_eq!(users(&["7", "-1"]), [User::Signed(7), User::Signed(-1)]);
        assert_eq!(users(&["7", "007"]), [User::Text("7".into()), User::Text("007".into())]);
        assert_eq!(users(&["7", "anna"]), [User::Text("7".into()), User::Text("anna".into())]);
    }
}
