//! What a page shows, asked for again every few seconds while somebody can see it.

use std::future::Future;
use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::Failure;
use crate::session::{Pass, Session};

const PERIOD: Duration = Duration::from_secs(5);

/// The newest answer stays while the next one is on its way, and when it does not come.
pub(crate) struct Live<T: Send + Sync + 'static> {
    pub(crate) data: RwSignal<Option<T>>,
    /// Why the last question has no answer.
    pub(crate) failure: RwSignal<Option<Failure>>,
    /// When the newest answer came.
    pub(crate) heard_ms: RwSignal<Option<f64>>,
    beat: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Live<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Live<T> {}

impl<T: PartialEq + Send + Sync + 'static> Live<T> {
    /// `ask` gets what lets it in. It is called again at once when a signal changes that it reads before its first `await`.
    pub(crate) fn of<Answer>(ask: impl Fn(Pass) -> Answer + 'static) -> Self
    where
        Answer: Future<Output = Result<T, Failure>> + 'static,
    {
        let live = Self {
            data: RwSignal::new(None),
            failure: RwSignal::new(None),
            heard_ms: RwSignal::new(None),
            beat: RwSignal::new(0),
        };
        live.wake_with_the_page();
        let session = expect_context::<Session>();
        // The number of the newest question: answers to older ones come too late. Gone when the page is left.
        let newest = StoredValue::new(0_u32);
        Effect::new(move || {
            live.beat.track();
            let Some(pass) = session.pass() else { return };
            let answer = ask(pass);
            let number = newest.get_value().wrapping_add(1);
            newest.set_value(number);
            spawn_local(async move {
                let answer = answer.await;
                if newest.try_get_value() != Some(number) {
                    return;
                }
                set_timeout(move || live.beat_if(newest.try_get_value() == Some(number)), PERIOD);
                live.take(answer, session);
            });
        });
        live
    }

    /// Asks now.
    pub(crate) fn refresh(self) {
        self.beat.try_update(|beat| *beat = beat.wrapping_add(1));
    }

    fn beat_if(self, is_due: bool) {
        if is_due && is_visible() {
            self.refresh();
        }
    }

    fn wake_with_the_page(self) {
        let shown = window_event_listener(ev::visibilitychange, move |_| self.beat_if(true));
        let online = window_event_listener(ev::online, move |_| self.beat_if(true));
        on_cleanup(move || {
            shown.remove();
            online.remove();
        });
    }

    fn take(self, answer: Result<T, Failure>, session: Session) {
        match answer {
            Ok(data) => {
                self.heard_ms.set(Some(js_sys::Date::now()));
                self.set_failure(None);
                if self.data.with_untracked(|old| old.as_ref() != Some(&data)) {
                    self.data.set(Some(data));
                }
            }
            Err(Failure::Refused) => session.expire(),
            Err(failure) => self.set_failure(Some(failure)),
        }
    }

    fn set_failure(self, failure: Option<Failure>) {
        if self.failure.with_untracked(|old| *old != failure) {
            self.failure.set(failure);
        }
    }
}

fn is_visible() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Visible
}
