//! Contrast of two colours, as WCAG 2.2 defines it.

/// The least contrast of text on its ground: WCAG 2.2, success criterion 1.4.3.
pub const CONTRAST_MIN: f64 = 4.5;

/// A colour in sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour([u8; 3]);

impl Colour {
    /// Reads `#rgb` or `#rrggbb`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix('#').filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        let channel = |digits: &str| u8::from_str_radix(digits, 16).ok();
        match hex.len() {
            3 => {
                let twice = |at: usize| channel(&hex[at..=at].repeat(2));
                Some(Self([twice(0)?, twice(1)?, twice(2)?]))
            }
            6 => Some(Self([channel(&hex[0..2])?, channel(&hex[2..4])?, channel(&hex[4..6])?])),
            _ => None,
        }
    }

    /// Relative luminance, 0 (black) to 1 (white): <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>.
    fn luminance(self) -> f64 {
        let linear = self.0.map(|channel| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    /// The contrast ratio with `other`, 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast(a: &str, b: &str) -> f64 {
        Colour::parse(a).unwrap().contrast(Colour::parse(b).unwrap())
    }

    #[test]
    fn black_on_white_is_21_and_the_known_border_case_passes() {
        assert!((contrast("#000", "#ffffff") - 21.0).abs() < 1e-9);
        assert!(contrast("#767676", "#fff") >= CONTRAST_MIN);
        assert!(contrast("#777777", "#fff") < CONTRAST_MIN);
    }

    #[test]
    fn only_hex_colours_are_colours() {
        for wrong in ["red", "#12", "#12345", "#ggg", "123456", "#é1"] {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
    }
}
