//! First page.
