//! Powers of two with a fraction in the exponent.

use core::f64::consts::LN_2;

/// 2 to the power of `exponent`, to within some 2e-16 of it for each unit of the exponent. By way of the natural
/// exponential, which needs no table: that of `libm::exp2` alone would be a fifteenth of what every browser is sent.
#[must_use]
pub(crate) fn exp2(exponent: f64) -> f64 {
    libm::exp(exponent * LN_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_what_the_slower_and_larger_way_gives() {
        for tenth in -700..=700 {
            let exponent = f64::from(tenth) / 10.0;
            let exact = libm::exp2(exponent);
            assert!((exp2(exponent) / exact - 1.0).abs() < 2e-14, "{exponent}");
        }
    }
}
