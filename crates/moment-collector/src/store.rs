//! What the collector keeps: one trait, batch in and questions out. No SQL stands outside `store/`.

pub mod account;
pub mod desk;
pub mod hook;
pub mod people;
pub mod quarantine;
pub mod reply;
pub mod sqlite;
pub mod trouble;

use std::cmp::Ordering;
use std::fmt;

use crate::store::desk::{Desk, DeskChange};
use crate::store::quarantine::Quarantined;
use crate::store::trouble::Trouble;

/// How long an erased replica's number keeps late beacons out: 400 days, the longest that browsers keep anything.
pub const TOMBSTONE_MS: u64 = 400 * 24 * 60 * 60 * 1000;

/// A replica as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replica {
    /// Which browser profile.
    pub replica: u64,
    /// Its newest state: a whole beacon in bytes, so that nothing that was told is lost.
    pub beacon: Vec<u8>,
    /// When the collector last heard of it, by its own clock.
    pub received_ms: u64,
    /// Whether it carried the vendor's signature.
    pub signed: bool,
    /// By how many milliseconds its clock was ahead of the collector's when it was last heard of; negative is behind.
    pub skew_ms: i64,
}

/// A beacon that was acknowledged and waits in the inbox to be joined with its replica.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its number; later letters have greater ones.
    pub number: u64,
    /// The trial.
    pub trial: String,
    /// What was told of the replica, as if nothing were known of it yet.
    pub replica: Replica,
}

/// A trial as the pages ask for it, made anew from its replicas with each of their beacons.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The trial's id.
    pub trial: String,
    /// The account's id.
    pub account: Option<String>,
    /// The plan's name.
    pub plan: Option<String>,
    /// When it began.
    pub started_ms: u64,
    /// How many days it lasts.
    pub length_days: u16,
    /// When the collector last heard of it.
    pub last_seen_ms: u64,
    /// Readiness score.
    pub score: u8,
    /// Readiness band, 0 to 3.
    pub band: u8,
    /// Probability of upgrading.
    pub probability: f64,
    /// The strongest reason for the score.
    pub top_reason: Option<String>,
    /// When the activation was reached.
    pub activated_ms: Option<u64>,
    /// Exposures.
    pub shown: u32,
    /// Offers taken.
    pub clicked: u32,
    /// Prompts dismissed.
    pub dismissed: u32,
    /// Whether a simulation made it.
    pub simulated: bool,
    /// Whether every replica is signed.
    pub signed: bool,
    /// Moments reached.
    pub moments: Vec<String>,
}

/// How a trial ended, as the vendor's backend told it.
#[derive(Debug, Clone, PartialEq)]
pub struct Ending {
    /// `upgraded`, `cancelled` or `expired`.
    pub outcome: String,
    /// When it happened.
    pub at_ms: u64,
    /// What it is worth, in the vendor's currency.
    pub value: Option<f64>,
}

impl Ending {
    /// Whether this one counts where `kept` did. The one that happened last; of two at one instant the one that cannot
    /// come before the other, for nobody cancels what he has not bought; of two alike the one that is worth more. So the
    /// order in which they are told is nothing.
    #[must_use]
    pub fn counts_over(&self, kept: &Self) -> bool {
        let rank = |ending: &Self| match ending.outcome.as_str() {
            "upgraded" => 0,
            "expired" => 1,
            _ => 2,
        };
        let instant = |ending: &Self| (ending.at_ms, rank(ending));
        let value = |ending: &Self| ending.value.unwrap_or(f64::NEG_INFINITY);
        match instant(self).cmp(&instant(kept)) {
            Ordering::Equal => value(self) > value(kept),
            order => order == Ordering::Greater,
        }
    }
}

/// A comment as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The trial.
    pub trial: String,
    /// The replica that it was written in.
    pub replica: u64,
    /// What the browser called it. Of two comments of one trial with the same id the first is kept.
    pub id: [u8; 16],
    /// What the customer wrote.
    pub words: String,
    /// The moment or prompt that it is about.
    pub about: Option<String>,
    /// When it was written, by the browser's clock.
    pub at_ms: u64,
    /// When the collector took it in, by its own.
    pub received_ms: u64,
    /// Whether it came with the vendor's signature.
    pub signed: bool,
}

/// One change to keep.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A beacon is put into the inbox.
    Received(Letter),
    /// Letters of a trial are joined with it, and wait no longer.
    Joined {
        /// The trial.
        trial: String,
        /// Their numbers.
        numbers: Vec<u64>,
    },
    /// A replica of a trial has a new state.
    Replica {
        /// The trial.
        trial: String,
        /// Its replica.
        replica: Replica,
    },
    /// A replica of a trial told what cannot be true; it is kept apart until it tells something that can. Of more than
    /// [`quarantine::OF_TRIAL_MAX`], or [`quarantine::IN_ALL_MAX`] in all, those heard of longest ago are dropped and counted.
    Quarantined {
        /// The trial that it says it is of.
        trial: String,
        /// Its replica.
        replica: Replica,
        /// Why it cannot be true.
        reason: &'static str,
    },
    /// Nothing was heard of a trial for long, and it is forgotten with everything; nothing of it waits in the inbox.
    Retired {
        /// The trial.
        trial: String,
    },
    /// What belongs to no trial that is known, and is older than this, is forgotten.
    Swept {
        /// Milliseconds since the Unix epoch.
        before_ms: u64,
    },
    /// Nothing but a sign that something can be kept.
    Probed,
    /// A trial stands anew.
    Standing(Standing),
    /// A trial ended. Of several endings the one that happened last counts.
    Ending {
        /// The trial.
        trial: String,
        /// How.
        ending: Ending,
    },
    /// A customer wrote something. One that is known already changes nothing.
    Comment(Comment),
    /// A replica is erased, with what was written in it, and none of this number is known from now on: see [`TOMBSTONE_MS`].
    /// One of which nothing was ever told is erased beforehand, for a week. Whatever of it waits in the inbox is to be
    /// [`Change::Joined`] before.
    Erased {
        /// The trial.
        trial: String,
        /// Its replica.
        replica: u64,
        /// When.
        at_ms: u64,
    },
    /// What the customer of a trial wrote is erased with all that waits to be told of it, and that this trial was erased is
    /// remembered for [`TOMBSTONE_MS`], as a hash.
    Uncommented {
        /// The trial.
        trial: String,
        /// When.
        at_ms: u64,
    },
    /// Nothing is left of a trial but perhaps its ending.
    Vanished {
        /// The trial.
        trial: String,
    },
    /// What the vendor's backend told of a trial's end is taken back.
    Unended {
        /// The trial.
        trial: String,
    },
    /// Everything is paused, or no longer.
    Paused(bool),
    /// A token without a name that may do everything, by its SHA-256.
    Token([u8; 32]),
    /// Something of the growth team's work changes.
    Desk(DeskChange),
    /// The scores were made with this playbook.
    JudgedBy(u32),
}

/// Which trials a list asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrialsQuery {
    /// At most so many.
    pub limit: usize,
    /// Only those after this one, in the order of the list.
    pub after: Option<(u8, String)>,
    /// Only this band.
    pub band: Option<u8>,
    /// Only those whose trial or account id contains this.
    pub search: Option<String>,
    /// Only simulated ones, or only real ones.
    pub simulated: Option<bool>,
    /// Only those that reached the activation, or only those that did not.
    pub activated: Option<bool>,
    /// Only those of this account.
    pub account: Option<String>,
    /// Only those of this plan.
    pub plan: Option<String>,
    /// Only those that ended so.
    pub outcome: Option<String>,
}

/// Which comments a list asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommentsQuery {
    /// At most so many.
    pub limit: usize,
    /// Only those after this one, in the order of the list: when it was received, and its id.
    pub after: Option<(u64, [u8; 16])>,
    /// Only those of this trial.
    pub trial: Option<String>,
    /// Only those that have all these words, or words that begin so.
    pub words: Option<String>,
    /// Only those that were answered, or only those that were not.
    pub answered: Option<bool>,
}

/// Sums over all trials.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Totals {
    /// Trials.
    pub trials: u64,
    /// Of them simulated.
    pub simulated: u64,
    /// Of them activated.
    pub activated: u64,
    /// The median of milliseconds from start to activation; of an even number the mean of the two in the middle.
    pub median_to_value_ms: Option<u64>,
    /// Trials by band.
    pub bands: [u64; 4],
    /// Exposures.
    pub shown: u64,
    /// Offers taken.
    pub clicked: u64,
    /// Prompts dismissed.
    pub dismissed: u64,
    /// Trials that upgraded.
    pub upgraded: u64,
    /// How many trials reached each moment.
    pub moments: Vec<(String, u64)>,
    /// Replicas that are kept apart.
    pub quarantined: u64,
    /// Replicas that were kept apart and dropped for newer ones, ever.
    pub quarantine_dropped: u64,
}

/// The store failed; what was to be kept is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreError {
    /// What kind of trouble it is.
    pub trouble: Trouble,
    /// What happened, for the operator.
    pub message: String,
}

impl StoreError {
    /// Trouble of no kind that has a name.
    pub fn other(message: impl Into<String>) -> Self {
        Self { trouble: Trouble::Other, message: message.into() }
    }

    /// Somebody else changed the same first.
    pub fn overtaken(message: impl Into<String>) -> Self {
        Self { trouble: Trouble::Overtaken, message: message.into() }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for StoreError {}

/// The answer of a store.
pub type Stored<T> = Result<T, StoreError>;

/// Where everything is kept. Keeper and courier take turns in [`Store::commit`]; anybody may ask at any time.
pub trait Store: Send + Sync {
    /// Keeps all changes or none. When this returns they survive a crash of the program and of the machine.
    fn commit(&self, changes: &[Change]) -> Stored<()>;

    /// What is still to be done about erasures and can wait for a moment without readers. Called each second, and at the end.
    fn tidy(&self) -> Stored<()> {
        Ok(())
    }

    /// Asks many questions at once: for whoever asks them before a commit, that may be quicker than each by itself.
    fn together(&self, ask: &mut dyn FnMut() -> Stored<()>) -> Stored<()> {
        ask()
    }

    /// The replicas of a trial; none for a trial that is not known.
    fn replicas(&self, trial: &str) -> Stored<Vec<Replica>>;

    /// What waits in the inbox, in the order in which it came: its number, its trial and the bytes of its beacon.
    fn inbox(&self) -> Stored<Vec<(u64, String, usize)>>;

    /// The letters of these numbers that wait, in the order of the numbers.
    fn letters(&self, numbers: &[u64]) -> Stored<Vec<Letter>>;

    /// Whether the replica of this number was erased.
    fn is_erased(&self, replica: u64) -> Stored<bool>;

    /// The trial's standing and ending.
    fn trial(&self, trial: &str) -> Stored<Option<(Standing, Option<Ending>)>>;

    /// A page of trials, the highest score first, equal scores by id. A list needs no moments: they are left empty.
    fn trials(&self, query: &TrialsQuery) -> Stored<Vec<(Standing, Option<Ending>)>>;

    /// A page of comments: those received last first, of one instant the higher id.
    fn comments(&self, query: &CommentsQuery) -> Stored<Vec<Comment>>;

    /// How many comments of a trial, or of one replica of it, were received since this instant.
    fn comments_since(&self, trial: &str, replica: Option<u64>, since_ms: u64) -> Stored<usize>;

    /// Sums over all trials.
    fn totals(&self) -> Stored<Totals>;

    /// A page of the replicas that are kept apart, those received last first; only those after this one, in the order of
    /// the list: when it was received, its trial and its number.
    fn quarantined(&self, limit: usize, after: Option<&(u64, String, u64)>) -> Stored<Vec<Quarantined>>;

    /// The numbers of a trial's replicas that are kept apart.
    fn quarantined_of(&self, trial: &str) -> Stored<Vec<u64>>;

    /// Trials that nothing was heard of since this instant, at most `limit`.
    fn silent_since(&self, before_ms: u64, limit: usize) -> Stored<Vec<String>>;

    /// Whether everything is paused.
    fn is_paused(&self) -> Stored<bool>;

    /// What the growth team's work leaves behind.
    fn desk(&self) -> &dyn Desk;

    /// The playbook that the scores were made with.
    fn judged_by(&self) -> Stored<Option<u32>>;

    /// The ids of all trials after `after`, ascending, at most `limit`.
    fn trial_ids(&self, after: &str, limit: usize) -> Stored<Vec<String>>;
}
