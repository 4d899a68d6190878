//! The memory of a limiter: a fixed number of slots, so that no crowd of strangers makes it grow.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use governor::clock::Clock;
use governor::nanos::Nanos;
use governor::state::{InMemoryState, NotKeyed, StateStore};

/// How many there are: half a megabyte for each limiter. Two that meet in one slot share its rate; of a thousand that
/// are busy at once, one in sixty-five meets another.
pub(super) const SLOTS: usize = 1 << 16;

/// A slot holds when the next request would be on time, in eight bytes.
#[derive(Debug)]
pub struct Slots(Box<[InMemoryState]>);

impl Default for Slots {
    fn default() -> Self {
        Self((0..SLOTS).map(|_| InMemoryState::default()).collect())
    }
}

impl Slots {
    /// The slot of a hash.
    #[must_use]
    pub fn place(hash: u64) -> usize {
        usize::try_from(hash % SLOTS as u64).unwrap_or(0)
    }
}

impl StateStore for Slots {
    type Key = usize;

    fn measure_and_replace<T, F, E>(&self, key: &usize, f: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        self.0[key % SLOTS].measure_and_replace(&NotKeyed::NonKey, f)
    }
}

/// A clock that only goes forward: what has passed since some instant.
#[derive(Clone)]
pub struct Ticks(Arc<dyn Fn() -> Duration + Send + Sync>);

impl Ticks {
    /// A clock that is handed in.
    pub fn new(passed: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        Self(Arc::new(passed))
    }

    /// What has passed since this call.
    #[must_use]
    pub fn since_now() -> Self {
        let start = Instant::now();
        Self::new(move || start.elapsed())
    }

    /// What has passed.
    #[must_use]
    pub fn now(&self) -> Duration {
        (self.0)()
    }
}

impl Clock for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        (self.0)()
    }
}

impl fmt::Debug for Ticks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ticks").finish_non_exhaustive()
    }
}
