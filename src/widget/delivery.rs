//! Delivery: when the summary goes to the collector, and what became of it.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use moment_core::event::Input;
use moment_wire::beacon::BeaconV4;

use crate::config::Config;
use crate::guest::Guest;
use crate::transport::{BEACON, Fate, post, post_last};
use crate::widget::saving::{absorb, keep};
use crate::widget::{Widget, step};
use crate::{clock, comments, debug, forget};

/// News goes at the next tick, but so long after what went last.
const NEWS_EACH_MS: f64 = 10_000.0;

/// What is no news goes so much later, if the page is not hidden before.
const REST_AFTER_MS: f64 = 50_000.0;

/// A beacon on its way.
struct Parcel {
    config: &'static Config,
    beacon: Vec<u8>,
    replica: u64,
    /// All changes up to this one are in it.
    changes: u32,
}

/// Sends what is due.
pub(super) fn send_if_due(guest: &'static Guest) {
    // Sent after the widget is let go: the page may have put its own code into `fetch`.
    let Some(Some(Parcel { config, beacon, replica, changes })) = guest.with(Widget::take_due) else { return };
    let act = Box::new(move |fate, _| {
        // Whoever was forgotten meanwhile learns nothing any more.
        if guest.with(|widget| widget.replica) != Some(replica) {
            return;
        }
        match fate {
            Fate::Refused => debug::say(guest, "the collector refused a beacon; its answer says why"),
            Fate::Erased => return forget::follow_erasure(guest),
            Fate::Kept | Fate::Lost { .. } => {}
        }
        guest.with(|widget| widget.learn(fate, changes));
    });
    post(config, BEACON, &beacon, act);
}

/// The page is hidden or about to go: keep and send at once.
pub(crate) fn leave(guest: &'static Guest) {
    absorb(guest);
    step(guest, Input::Hidden);
    keep(guest);
    let unsent = guest.with(|widget| (widget.has_unsent() && !widget.retry.is_held_off()).then(|| widget.parcel()));
    // Nothing is news any more when the page is seen again.
    guest.with(|widget| widget.must_send = false);
    if let Some(Some(Parcel { config, beacon, replica, changes })) = unsent {
        // Sent once, whatever else happens to the page on its way out.
        guest.with(|widget| widget.sent_changes = changes);
        // If it does not arrive and the page is gone, the next page hears it from the collector.
        let act = Box::new(move |fate, _| {
            if guest.with(|widget| widget.replica) != Some(replica) {
                return;
            }
            match fate {
                Fate::Lost { patience_ms } => _ = guest.with(|widget| widget.take_back(patience_ms)),
                Fate::Erased => forget::follow_erasure(guest),
                Fate::Kept | Fate::Refused => {}
            }
        });
        post_last(config, BEACON, &beacon, act);
    }
    comments::leave(guest);
}

/// The browser is back online.
pub(crate) fn hurry(guest: &Guest) {
    guest.with(|widget| widget.retry.hurry());
    comments::hurry(guest);
    forget::hurry(guest);
}

impl Widget {
    /// Whether the collector lacks something that it may know.
    fn has_unsent(&self) -> bool {
        self.sent_changes != self.changes && self.trial.page().is_granted()
    }

    /// What to send now, if anything is due.
    fn take_due(&mut self) -> Option<Parcel> {
        let wait_ms = if self.must_send { 0.0 } else { REST_AFTER_MS };
        if self.is_sending || !self.has_unsent() || !self.retry.is_due(wait_ms) {
            return None;
        }
        self.must_send = false;
        self.is_sending = true;
        Some(self.parcel())
    }

    fn parcel(&mut self) -> Parcel {
        self.last_sent = self.beacon();
        let (config, beacon) = (self.config, self.last_sent.clone());
        Parcel { config, beacon, replica: self.replica, changes: self.changes }
    }

    /// What would be sent now.
    pub(crate) fn beacon(&self) -> Vec<u8> {
        let Config { identity, account, signature, .. } = self.config;
        let said = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let beacon = BeaconV4 {
            trial: identity.trial.clone(),
            account: account.clone(),
            plan: said(&identity.plan),
            locale: said(&identity.locale),
            started_ms: identity.started_ms,
            length_days: identity.length_days,
            replica: self.replica,
            sent_ms: self.clock.unix_ms(clock::whole_page_ms()),
            playbook: self.playbook.as_ref().map_or(0, |playbook| playbook.version),
            simulated: false,
            signature: *signature,
            summary: self.trial.own().clone(),
        };
        beacon.encode()
    }

    /// What became of the beacon that held all changes up to `changes`.
    fn learn(&mut self, fate: Fate, changes: u32) {
        self.is_sending = false;
        if let Fate::Lost { patience_ms } = fate {
            self.must_send = true;
            self.retry.lost(patience_ms);
        } else {
            // One that was refused would be refused again: only what is new is worth sending.
            // What was handed over when the page was hidden may be newer.
            if changes.wrapping_sub(self.sent_changes).cast_signed() > 0 {
                self.sent_changes = changes;
            }
            self.retry.done(NEWS_EACH_MS);
        }
    }

    /// What the page handed over when it was hidden did not arrive.
    fn take_back(&mut self, patience_ms: f64) {
        self.must_send = true;
        self.sent_changes = self.changes.wrapping_sub(1);
        self.retry.lost(patience_ms);
    }

    /// The collector said what it holds of this replica. What a page before this one kept and could not send goes now.
    pub(super) fn compare(&mut self, held: Option<&str>) {
        let Some(held) = held else { return };
        if self.loaded.take().is_some_and(|loaded| loaded != held) {
            self.must_send = true;
            self.sent_changes = self.changes.wrapping_sub(1);
        }
    }
}
