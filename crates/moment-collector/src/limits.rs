//! How much one key, one trial and one address may send: the rates, and the memory of who sent how much.
//!
//! Addresses are looked at here and nowhere else. They are kept in memory only, as the number of a slot that a random
//! hash chose, and are neither stored nor logged.

pub mod address;
pub mod slots;

use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::Reference as _;
use governor::middleware::NoOpMiddleware;
use governor::{Quota, RateLimiter};

use self::address::{Proxies, block};
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

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// A key's rate.
    Key,
    /// A trial's.
    Trial,
    /// An address's.
    Address,
}

impl Limit {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Key, Self::Trial, Self::Address];

    /// Its name in metrics and problems.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Trial => "trial",
            Self::Address => "address",
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
}

type Limiter = RateLimiter<usize, Slots, Ticks, NoOpMiddleware<Duration>>;

impl Limits {
    /// Limits by a clock that only goes forward.
    #[must_use]
    pub fn new(rates: Rates, proxies: Proxies, ticks: Ticks) -> Self {
        let limiter = |rate| limiter(rate, &ticks);
        let (key, trial, address) = (limiter(rates.key), limiter(rates.trial), limiter(rates.address));
        Self { proxies, hasher: RandomState::new(), ticks, key, trial, address }
    }

    /// No limits.
    #[must_use]
    pub fn none() -> Self {
        Self::new(Rates::NONE, Proxies::default(), Ticks::since_now())
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
        let slot = Slots::place(self.hasher.hash_one((limit, whose)));
        limiter.check_key(&slot).map_err(|until| {
            let wait = until.earliest_possible().duration_since(self.ticks.now());
            TooMuch { limit, wait: wait.into() }
        })
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
