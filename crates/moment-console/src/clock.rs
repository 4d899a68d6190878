//! The clock of these pages: one tick a second for every "3 minutes ago".

use std::time::Duration;

use leptos::prelude::*;

#[derive(Clone, Copy)]
pub(crate) struct Clock(ReadSignal<f64>);

impl Clock {
    pub(crate) fn start() -> Self {
        let (now, set_now) = signal(js_sys::Date::now());
        let ticking = set_interval_with_handle(move || set_now.set(js_sys::Date::now()), Duration::from_secs(1));
        if let Ok(ticking) = ticking {
            on_cleanup(move || ticking.clear());
        }
        Self(now)
    }

    /// Milliseconds since the Unix epoch.
    pub(crate) fn now_ms(self) -> f64 {
        self.0.get()
    }

    /// The clock that the app started.
    pub(crate) fn here() -> Self {
        expect_context()
    }
}
