//! The device: what the customer holds, as far as a prompt's room on the screen depends on it.

/// A class of devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[repr(u8)]
pub enum Device {
    /// A window narrower than 600 CSS pixels.
    Phone = 0,
    /// Narrower than 1024, or without a fine pointer.
    Tablet = 1,
    /// Everything else.
    #[default]
    Desktop = 2,
}

impl Device {
    /// All classes, from the smallest.
    pub const ALL: [Self; 3] = [Self::Phone, Self::Tablet, Self::Desktop];

    /// Its name in contracts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Tablet => "tablet",
            Self::Desktop => "desktop",
        }
    }

    /// Its bit in a set of classes.
    #[must_use]
    pub fn bit(self) -> u8 {
        1 << self as u8
    }
}
