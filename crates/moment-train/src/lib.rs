//! Native statistics on readiness: how well predicted probabilities tell converted trials from the others, and how
//! true they are. Pure functions over rows of (probability, converted).

pub mod calibration;
pub mod discrimination;
mod rows;
