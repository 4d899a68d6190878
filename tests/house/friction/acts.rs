//! What a customer does with mouse and keys, as the browser's driver does it for them.

use std::time::{Duration, Instant};

use fantoccini::Locator;
use fantoccini::actions::{InputSource as _, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::key::Key;

use crate::browser::css;
use crate::customer::Customer;
use crate::eventually::eventually;

/// Between two quick clicks of a person.
const BETWEEN_CLICKS: Duration = Duration::from_millis(120);

/// Nobody reads a question faster.
const READS: Duration = Duration::from_millis(700);

/// What a customer does with an element of the page.
#[derive(Debug, Clone, Copy)]
pub(super) enum Act {
    Clicks(u8),
    /// With the control key held.
    ControlClick,
    /// From its left to its right.
    Drags,
    Types,
    /// Clicks, reads a question of the browser's for a while, and declines.
    Declines,
    /// Clicks, and closes the tab that opened.
    Closes,
}

impl Customer<'_> {
    /// Clicks as quickly as a person does.
    pub(crate) async fn clicks(&self, testid: &str, times: u8) {
        self.clicks_each(testid, times, BETWEEN_CLICKS).await;
    }

    pub(super) async fn clicks_each(&self, testid: &str, times: u8, pause: Duration) {
        let mut mouse = self.mouse_at(testid).await;
        for _ in 0..times {
            mouse = mouse
                .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
                .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT })
                .then(PointerAction::Pause { duration: pause });
        }
        self.client.perform_actions(mouse).await.unwrap_or_else(|error| panic!("cannot click `{testid}`: {error}"));
    }

    async fn mouse_at(&self, testid: &str) -> MouseActions {
        self.find(testid).await;
        let element = self.client.find(Locator::Css(&css(testid))).await.expect("an element");
        let over = PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 };
        MouseActions::new("mouse".to_owned()).then(over)
    }

    pub(super) async fn does(&self, testid: &str, act: Act) {
        match act {
            Act::Clicks(times) => self.clicks(testid, times).await,
            Act::ControlClick => self.control_clicks(testid).await,
            Act::Types => self.fill(testid, "The quick brown fox jumps over the lazy dog").await,
            Act::Drags => {
                let mouse = self.mouse_at(testid).await;
                let drag = mouse
                    .then(PointerAction::MoveBy { duration: None, x: -40.0, y: 0.0 })
                    .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
                    .then(PointerAction::MoveBy { duration: Some(BETWEEN_CLICKS), x: 60.0, y: 0.0 })
                    .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
                self.client.perform_actions(drag).await.expect("a drag");
            }
            Act::Declines => {
                self.clicks(testid, 1).await;
                let asked = Instant::now();
                eventually("somebody reads the question", async || {
                    self.client.get_alert_text().await.map_err(|error| error.to_string())?;
                    if asked.elapsed() > READS { Ok(()) } else { Err("reading".to_owned()) }
                })
                .await;
                self.client.dismiss_alert().await.expect("the question is declined");
            }
            Act::Closes => {
                let here = self.client.window().await.expect("a window");
                self.clicks(testid, 1).await;
                let other = eventually("another tab", async || {
                    let all = self.client.windows().await.map_err(|error| error.to_string())?;
                    all.into_iter().find(|window| *window != here).ok_or_else(|| "none".to_owned())
                })
                .await;
                self.client.switch_to_window(other).await.expect("the other tab");
                self.client.close_window().await.expect("it closes");
                self.client.switch_to_window(here).await.expect("this tab");
            }
        }
    }

    async fn control_clicks(&self, testid: &str) {
        self.key_goes_down(Key::Control).await;
        self.clicks(testid, 1).await;
        self.client.release_actions().await.expect("all keys go up");
    }

    /// The keys that send what is typed in many products.
    pub(super) async fn control_enter(&self) {
        self.key_goes_down(Key::Control).await;
        self.press(Key::Enter, false).await;
        self.client.release_actions().await.expect("all keys go up");
    }

    async fn key_goes_down(&self, key: Key) {
        let down = KeyActions::new("keyboard".to_owned()).then(KeyAction::Down { value: char::from(key) });
        self.client.perform_actions(down).await.expect("the key goes down");
    }

    /// Waits until the page's own clock has gone on so far.
    pub(super) async fn passes(&self, what: &str, ms: f64) {
        let now = async || self.eval("return performance.now()").await.as_f64().unwrap_or_default();
        let begin = now().await;
        eventually(what, async || if now().await - begin > ms { Ok(()) } else { Err("not yet".to_owned()) }).await;
    }
}
