//! The texts that rules compare with: plans, languages and routes.

use std::cell::RefCell;

/// As many as a place in one byte can name.
pub const TEXTS_MAX: usize = 256;

/// Texts, each once, in the order in which rules name them.
#[derive(Debug, Default)]
pub struct Texts(RefCell<Vec<String>>);

impl Texts {
    /// The place of `text`; `None` if no more fit.
    pub fn place(&self, text: &str) -> Option<u8> {
        let mut list = self.0.borrow_mut();
        let known = list.iter().position(|known| known == text);
        let place = known.or_else(|| {
            (list.len() < TEXTS_MAX).then(|| {
                list.push(text.to_owned());
                list.len() - 1
            })
        });
        place.and_then(|place| u8::try_from(place).ok())
    }

    /// All texts.
    pub fn into_list(self) -> Vec<String> {
        self.0.into_inner()
    }
}
