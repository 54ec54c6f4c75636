//! Reports over HTTP.
