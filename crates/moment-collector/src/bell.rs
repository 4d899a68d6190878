//! The bell: wakes the streams of one trial when somebody answered it, and all of them when the collector stops.

use std::sync::Arc;

use tokio::sync::broadcast::error::RecvError;
use tokio::sync::broadcast::{Receiver, Sender, channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many rings a stream may sleep through; it looks for itself then.
const RINGS: usize = 64;

/// How many streams there may be: each holds a connection.
const STREAMS_MAX: usize = 2_000;

/// Rings for trials.
#[derive(Debug, Clone)]
pub struct Bell {
    rings: Sender<Ring>,
    seats: Arc<Semaphore>,
}

#[derive(Debug, Clone)]
enum Ring {
    Trial(Arc<str>),
    Stop,
}

impl Default for Bell {
    fn default() -> Self {
        Self { rings: channel(RINGS).0, seats: Arc::new(Semaphore::new(STREAMS_MAX)) }
    }
}

impl Bell {
    /// Wakes those who listen for this trial.
    pub fn ring(&self, trial: &str) {
        // That nobody listens is no fault.
        let _ = self.rings.send(Ring::Trial(trial.into()));
    }

    /// Ends everybody's listening.
    pub fn close(&self) {
        let _ = self.rings.send(Ring::Stop);
        self.seats.close();
    }

    /// Listens for this trial; `None` if as many listen as may, or the collector stops.
    #[must_use]
    pub fn listen(&self, trial: &str) -> Option<Listener> {
        let seat = self.seats.clone().try_acquire_owned().ok()?;
        Some(Listener { trial: trial.into(), rings: self.rings.subscribe(), _seat: seat })
    }
}

/// Somebody who listens for one trial.
#[derive(Debug)]
pub struct Listener {
    trial: Arc<str>,
    rings: Receiver<Ring>,
    _seat: OwnedSemaphorePermit,
}

impl Listener {
    /// Waits for the next ring. False: there will be none.
    pub async fn heard(&mut self) -> bool {
        loop {
            match self.rings.recv().await {
                Ok(Ring::Trial(trial)) if trial == self.trial => return true,
                Ok(Ring::Trial(_)) => {}
                Err(RecvError::Lagged(_)) => return true,
                Ok(Ring::Stop) | Err(RecvError::Closed) => return false,
            }
        }
    }
}
