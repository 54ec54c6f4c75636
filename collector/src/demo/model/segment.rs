//! Parts of the shoppers, by what a row says of them.

use serde::Serialize;

use super::shop::PAYMENT_TYPES;

/// What shoppers are told apart by, named as in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// The column `device`.
    Device,
    /// The column `browser`.
    Browser,
    /// The column `system`.
    System,
    /// The column `country`.
    Country,
    /// The visit's channel.
    Channel,
    /// `payment_type` of the visit's payment.
    PaymentType,
    /// `shipping_tier` of the visit's delivery.
    ShippingTier,
}

/// All of these hold.
pub type Segment = Vec<(Dimension, &'static str)>;

/// What a visit is, by every dimension.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// Kind of device.
    pub device: &'static str,
    /// Browser.
    pub browser: &'static str,
    /// System.
    pub system: &'static str,
    /// Country.
    pub country: &'static str,
    /// Channel.
    pub channel: &'static str,
    /// How they pay when they come to it.
    pub payment_type: &'static str,
    /// How they have it delivered.
    pub shipping_tier: &'static str,
}

impl Facts {
    /// How many times as often as others their way to pay fails.
    #[must_use]
    pub fn payment_fails(&self) -> f64 {
        let way = PAYMENT_TYPES.iter().find(|way| way.0 == self.payment_type);
        way.map_or(1.0, |way| way.2)
    }

    /// Whether a visit belongs to the segment.
    #[must_use]
    pub fn are(&self, segment: &Segment) -> bool {
        segment.iter().all(|(dimension, value)| {
            *value
                == match dimension {
                    Dimension::Device => self.device,
                    Dimension::Browser => self.browser,
                    Dimension::System => self.system,
                    Dimension::Country => self.country,
                    Dimension::Channel => self.channel,
                    Dimension::PaymentType => self.payment_type,
                    Dimension::ShippingTier => self.shipping_tier,
                }
        })
    }
}
