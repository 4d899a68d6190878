//! How much one key, one trial and one address may send, how many of them may be there at once and how long they may take:
//! the rates, and the memory of who sent how much.
//!
//! Addresses are looked at here and nowhere else. They are kept in memory only, as the number of a slot that a random
//! hash chose, and are neither stored nor logged.

pub mod address;
mod crowd;
pub mod slots;

use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::Reference as _;
use governor::middleware::NoOpMiddleware;
use governor::{Quota, RateLimiter};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use self::address::{Proxies, block};
use self::crowd::Crowd;
pub use self::crowd::Place;
use self::slots::{Slots, Ticks};

/// What may come at once, in seconds' worth of the rate: a page that opens, an office that comes back from lunch.
const BURST_S: u32 = 10;

/// Requests a second. 0 is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// With one public key.
    pub key: u32,
    /// Of one trial.
    pub trial: u32,
    /// From one address; of IPv6 from one network of 64 bits, which is what one customer has.
    pub address: u32,
}

impl Rates {
    /// No limits at all.
    pub const NONE: Self = Self { key: 0, trial: 0, address: 0 };
    /// What is in force unless somebody says otherwise. A page sends once in ten seconds at most and asks once in
    /// fifteen, so this is some hundred pages behind one address.
    pub const USUAL: Self = Self { key: 5_000, trial: 5, address: 50 };
}

/// How many may be there at once. 0 is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Connections in all.
    pub connections: u32,
    /// Connections from one address; proxies that are trusted have as many as they want.
    pub connections_of_address: u32,
    /// Streams of replies to one address.
    pub streams_of_address: u32,
    /// Streams of replies of one trial: its customer's windows.
    pub streams_of_trial: u32,
}

impl Room {
    /// No limits at all.
    pub const NONE: Self =
        Self { connections: 0, connections_of_address: 0, streams_of_address: 0, streams_of_trial: 0 };
    /// What is in force unless somebody says otherwise. A browser has six connections to one place, so this is an office.
    pub const USUAL: Self =
        Self { connections: 4_096, connections_of_address: 256, streams_of_address: 50, streams_of_trial: 4 };
}

/// How long who sends may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For a handshake.
    pub handshake: Duration,
    /// For the head of a request, from the connection or from the answer before it: how long a connection is kept open
    /// for another one, too.
    pub head: Duration,
    /// For a body, from its head.
    pub body: Duration,
    /// For a stream of replies: the browser comes again.
    pub stream: Duration,
    /// For how long `/readyz` says the same.
    pub ready: Duration,
}

impl Patience {
    /// Longer than an honest browser takes over a bad line.
    pub const USUAL: Self = Self {
        handshake: Duration::from_secs(10),
        head: Duration::from_secs(30),
        body: Duration::from_secs(15),
        stream: Duration::from_mins(10),
        ready: Duration::from_secs(1),
    };
}

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// A key's rate.
    Key,
    /// A trial's.
    Trial,
    /// An address's.
    Address,
    /// How many connections an address has open.
    Connections,
    /// How many streams of replies an address or a trial has open.
    Streams,
}

impl Limit {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Key, Self::Trial, Self::Address, Self::Connections, Self::Streams];

    /// Its name in metrics and problems.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Trial => "trial",
            Self::Address => "address",
            Self::Connections => "connections",
            Self::Streams => "streams",
        }
    }
}

/// Too much came; it may come again after this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMuch {
    /// Of what.
    pub limit: Limit,
    /// How long to wait.
    pub wait: Duration,
}

/// The limits of a collector.
pub struct Limits {
    proxies: Proxies,
    /// Chosen anew with each start, so that nobody can aim at somebody else's slot.
    hasher: RandomState,
    ticks: Ticks,
    key: Option<Limiter>,
    trial: Option<Limiter>,
    address: Option<Limiter>,
    patience: Patience,
    connections: Option<Arc<Semaphore>>,
    connections_of_address: Crowd,
    streams_of_address: Crowd,
    streams_of_trial: Crowd,
}

type Limiter = RateLimiter<usize, Slots, Ticks, NoOpMiddleware<Duration>>;

impl Limits {
    /// Limits by a clock that only goes forward; everybody may be there at once, and take the usual time.
    #[must_use]
    pub fn new(rates: Rates, proxies: Proxies, ticks: Ticks) -> Self {
        let limiter = |rate| limiter(rate, &ticks);
        let (key, trial, address) = (limiter(rates.key), limiter(rates.trial), limiter(rates.address));
        let limits = Self {
            proxies,
            hasher: RandomState::new(),
            ticks,
            key,
            trial,
            address,
            patience: Patience::USUAL,
            connections: None,
            connections_of_address: Crowd::of(0),
            streams_of_address: Crowd::of(0),
            streams_of_trial: Crowd::of(0),
        };
        limits.with_room(Room::NONE)
    }

    /// With room for so many.
    #[must_use]
    pub fn with_room(self, room: Room) -> Self {
        let connections = usize::try_from(room.connections).unwrap_or(Semaphore::MAX_PERMITS);
        Self {
            connections: (connections > 0).then(|| Arc::new(Semaphore::new(connections))),
            connections_of_address: Crowd::of(room.connections_of_address),
            streams_of_address: Crowd::of(room.streams_of_address),
            streams_of_trial: Crowd::of(room.streams_of_trial),
            ..self
        }
    }

    /// With so much patience.
    #[must_use]
    pub fn with_patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// How long who sends may take.
    #[must_use]
    pub fn patience(&self) -> Patience {
        self.patience
    }

    /// Waits until there is room for one more connection, and keeps it as long as the answer lives.
    pub async fn room(&self) -> Option<OwnedSemaphorePermit> {
        // It is never closed.
        self.connections.clone()?.acquire_owned().await.ok()
    }

    /// One more stream of replies to this address and of this trial; `None` if as many are open as may.
    #[must_use]
    pub fn stream(&self, client: Option<IpAddr>, trial: &str) -> Option<[Place; 2]> {
        let of_address = match client {
            Some(client) => self.streams_of_address.enter(self.slot(Limit::Streams, block(client)))?,
            None => Place::anywhere(),
        };
        Some([of_address, self.streams_of_trial.enter(self.slot(Limit::Streams, trial))?])
    }

    /// One more connection from this address; `None` if as many are open as may.
    #[must_use]
    pub fn connect(&self, peer: IpAddr) -> Option<Place> {
        if self.proxies.trusts(peer.to_canonical()) {
            return Some(Place::anywhere());
        }
        self.connections_of_address.enter(self.slot(Limit::Connections, block(peer)))
    }

    /// No limits, and whether the collector is ready is found out each time.
    #[must_use]
    pub fn none() -> Self {
        let patience = Patience { ready: Duration::ZERO, ..Patience::USUAL };
        Self::new(Rates::NONE, Proxies::default(), Ticks::since_now()).with_patience(patience)
    }

    /// Where a request comes from: see [`Proxies::client`].
    #[must_use]
    pub fn client(&self, peer: IpAddr, headers: &axum::http::HeaderMap) -> IpAddr {
        self.proxies.client(peer, headers)
    }

    /// One more request with this public key. Errors: too many came.
    pub fn key(&self, key: &str) -> Result<(), TooMuch> {
        self.one_more(Limit::Key, self.key.as_ref(), key)
    }

    /// One more request of this trial. Errors: too many came.
    pub fn trial(&self, trial: &str) -> Result<(), TooMuch> {
        self.one_more(Limit::Trial, self.trial.as_ref(), trial)
    }

    /// One more request from this address. Errors: too many came.
    pub fn address(&self, address: IpAddr) -> Result<(), TooMuch> {
        self.one_more(Limit::Address, self.address.as_ref(), block(address))
    }

    fn one_more(&self, limit: Limit, limiter: Option<&Limiter>, whose: impl std::hash::Hash) -> Result<(), TooMuch> {
        let Some(limiter) = limiter else { return Ok(()) };
        let slot = self.slot(limit, whose);
        limiter.check_key(&slot).map_err(|until| {
            let wait = until.earliest_possible().duration_since(self.ticks.now());
            TooMuch { limit, wait: wait.into() }
        })
    }

    fn slot(&self, limit: Limit, whose: impl std::hash::Hash) -> usize {
        Slots::place(self.hasher.hash_one((limit, whose)))
    }
}

impl std::fmt::Debug for Limits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Limits").field("proxies", &self.proxies).finish_non_exhaustive()
    }
}

fn limiter(rate: u32, ticks: &Ticks) -> Option<Limiter> {
    let rate = NonZeroU32::new(rate)?;
    let burst = rate.saturating_mul(NonZeroU32::new(BURST_S)?);
    Some(RateLimiter::new(Quota::per_second(rate).allow_burst(burst), Slots::default(), ticks.clone()))
}
