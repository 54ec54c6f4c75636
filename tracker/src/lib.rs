//! Percorso tracker.
