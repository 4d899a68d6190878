//! The demonstration: a vendor's product on its own origin, and simulated visitors.

pub mod access;
pub mod product;
pub mod visitors;
