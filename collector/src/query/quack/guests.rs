//! Who is attached, and by which token: one that is revoked ends what its connections may ask.

use std::sync::Arc;

use quick_cache::sync::Cache;

use crate::store::tokens::{Scope, Tokens};

/// Connections that are remembered; beyond it those longest silent have to attach again.
const MOST: usize = 4096;

/// The connections that have shown a token.
pub(super) struct Guests {
    tokens: Arc<Tokens>,
    shown: Cache<Box<str>, Box<str>>,
}

impl Guests {
    pub(super) fn new(tokens: Arc<Tokens>) -> Self {
        Self { tokens, shown: Cache::new(MOST) }
    }

    /// Lets a connection in whose token may read.
    pub(super) fn enter(&self, connection: &str, token: &str) -> bool {
        let knows = self.reads(token);
        if knows {
            self.shown.insert(connection.into(), token.into());
        }
        knows
    }

    /// Why a connection may ask no more.
    pub(super) fn still(&self, connection: &str) -> Result<(), &'static str> {
        match self.shown.get(connection) {
            Some(token) if self.reads(&token) => Ok(()),
            Some(_) => Err("the token has been revoked; attach with another"),
            None => Err("this connection is not known any more; attach again"),
        }
    }

    fn reads(&self, token: &str) -> bool {
        // Where the tokens cannot be read nobody gets in.
        let scope = self.tokens.scope(token).ok().flatten();
        scope.is_some_and(|scope| scope.opens(Scope::Read))
    }
}
