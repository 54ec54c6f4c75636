//! The address form: its fields, where it is given up, and where shoppers come back.

/// A field: its name, the median of its time in seconds, and how often the form is given up at it.
pub const FIELDS: [(&str, f64, f64); 7] = [
    ("email", 6.0, 0.10),
    ("given-name", 3.0, 0.05),
    ("family-name", 3.0, 0.05),
    ("address-line1", 8.0, 0.15),
    ("postal-code", 4.0, 0.10),
    ("city", 3.0, 0.05),
    ("tel", 9.0, 0.50),
];

/// Share of those who leave the step who had begun the form.
pub const STARTED: f64 = 0.75;
/// How often the postal code is come back to: by those who give up, and by those who complete.
pub const POSTAL_RETURNS: (f64, f64) = (0.40, 0.12);
