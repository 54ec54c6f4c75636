//! Reports: a question read from options or a URL, asked of `query`, reckoned by `journey`, answered as
//! plain data that the command line, HTTP and the drawings share.

pub mod funnel;
