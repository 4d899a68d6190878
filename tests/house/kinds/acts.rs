//! What is done to a prompt, and asked of it, inside its shadow root.

use fantoccini::Locator;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use serde_json::Value;

use crate::browser::{Browser, css};
use crate::world::Plan;

/// Whether the box covers the element, and whether box and ring are where they belong.
pub(crate) const BESIDE: &str = "(() => {
    const [box, ring, anchor] = [find('.box'), find('.ring'), document.querySelector('[data-testid=export-invoice]')]
      .map((element) => element.getBoundingClientRect());
    const covers = box.left < anchor.right && anchor.left < box.right && box.top < anchor.bottom && anchor.top < box.bottom;
    const fits = Math.abs(ring.left + 4 - anchor.left) < 1 && Math.abs(ring.top + 4 - anchor.top) < 1;
    const near = Math.min(Math.abs(box.bottom - anchor.top), Math.abs(box.top - anchor.bottom),
      Math.abs(box.left - anchor.right), Math.abs(box.right - anchor.left)) < 20;
    return [covers, fits && near];
  })()";

/// A tap on the answer of this score.
pub(crate) fn tap(score: u32) -> String {
    format!(
        "document.querySelector('second-moment-prompt').shadowRoot.querySelectorAll('[part=tap]')[{}].click()",
        score - 1
    )
}

/// How a customer uses a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Mouse,
    Keyboard,
}

/// A walk by Tab is no longer.
const STEPS_MAX: usize = 60;

/// How many answers of a scale stand after the first.
const TAPS_AFTER_FIRST: usize = 4;

pub(crate) trait Prompting {
    /// Presses a part that can be seen, or types into it; of a scale's answers the best one.
    async fn uses(&self, way: Way, part: &str);
    /// Walks by Tab until the focus is on a part.
    async fn walks_to(&self, part: &str);
    /// What an expression gives that knows `find` and `all` within the prompt; null without a prompt.
    async fn in_prompt(&self, expression: &str) -> Value;
    /// Puts the focus on a part, as a person who has walked there by Tab has it.
    async fn focuses(&self, part: &str);
    /// Presses Enter on a part.
    async fn presses(&self, part: &str);
    /// Types on the keyboard.
    async fn types(&self, text: &str);
}

impl Prompting for Browser {
    async fn in_prompt(&self, expression: &str) -> Value {
        let script = format!(
            "const root = document.querySelector('second-moment-prompt')?.shadowRoot;
             if (!root) return null;
             const find = (selector) => root.querySelector(selector);
             const all = (selector) => [...root.querySelectorAll(selector)];
             return {expression}"
        );
        self.eval(&script).await
    }

    async fn focuses(&self, part: &str) {
        self.in_prompt(&format!("find('[part={part}]').focus()")).await;
    }

    async fn uses(&self, way: Way, part: &str) {
        match way {
            Way::Mouse => {
                let host = self.client.find(Locator::Css("second-moment-prompt")).await.expect("a prompt");
                let root = host.shadow_root().await.expect("a prompt has an open shadow root");
                let mut seen = None;
                for element in root.find_all(Locator::Css(&css(part))).await.expect("its parts") {
                    if element.is_displayed().await.unwrap_or(false) {
                        seen = Some(element);
                    }
                }
                let element = seen.unwrap_or_else(|| panic!("no `{part}` can be seen"));
                element.click().await.unwrap_or_else(|error| panic!("cannot click on `{part}`: {error}"));
            }
            Way::Keyboard => {
                self.walks_to(part).await;
                if part == "tap" {
                    for _ in 0..TAPS_AFTER_FIRST {
                        self.press(Key::Tab, false).await;
                    }
                }
                if part != "words" {
                    self.press(Key::Enter, false).await;
                }
            }
        }
        if part == "words" {
            self.types("My words").await;
        }
    }

    async fn walks_to(&self, part: &str) {
        let mut way = Vec::new();
        while way.len() < STEPS_MAX {
            let focused = self.focused().await;
            if focused == part {
                return;
            }
            way.push(focused);
            self.press(Key::Tab, false).await;
        }
        panic!("Tab does not come to `{part}`: {way:?}");
    }

    async fn presses(&self, part: &str) {
        let visible = format!("all('[part={part}]').find((button) => button.checkVisibility()).focus()");
        self.in_prompt(&visible).await;
        self.press(Key::Enter, false).await;
    }

    async fn types(&self, text: &str) {
        let keys = text.chars().flat_map(|key| [KeyAction::Down { value: key }, KeyAction::Up { value: key }]);
        let actions = keys.fold(KeyActions::new("keyboard".to_owned()), InputSource::then);
        self.client.perform_actions(actions).await.expect("it can be typed");
    }
}

impl Plan {
    /// The spotlight points elsewhere: a selector in single quotes.
    pub(crate) fn with_anchor(self, selector: &'static str) -> Self {
        let edit =
            ("anchor = \"[data-testid='export-invoice']\"", format!("anchor = {selector}").leak() as &'static str);
        let edits = self.playbook.iter().copied().chain([edit]).collect::<Vec<_>>();
        Self { playbook: edits.leak(), ..self }
    }
}
