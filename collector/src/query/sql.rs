//! The one place where SQL takes shape in Rust: fixed fragments and bound values.
//!
//! What a funnel asks varies in ways a `.sql` file cannot: how many steps, what each of them is, which
//! filters. Text can only enter as a `&'static str`; whatever comes from outside is bound.

use duckdb::types::Value;

/// A statement in the making.
#[derive(Debug, Default)]
pub(super) struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    /// Appends a fragment of this program's own text.
    pub(super) fn push(&mut self, fragment: &'static str) -> &mut Self {
        self.text.push_str(fragment);
        self
    }

    /// Appends a placeholder with its value.
    pub(super) fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.text.push('?');
        self.values.push(value.into());
        self
    }

    /// Appends a number; constants fold better than placeholders where they decide the shape.
    pub(super) fn number(&mut self, number: u32) -> &mut Self {
        self.text.push_str(&number.to_string());
        self
    }

    /// Appends one part for each item, `between` them.
    pub(super) fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        between: &'static str,
        mut part: impl FnMut(&mut Self, T),
    ) -> &mut Self {
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                self.push(between);
            }
            part(self, item);
        }
        self
    }

    /// The statement's text, with a `?` for each value.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The values, in the order of their placeholders.
    pub(super) fn values(&self) -> &[Value] {
        &self.values
    }
}
