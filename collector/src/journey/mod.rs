//! Pure reckoning.
