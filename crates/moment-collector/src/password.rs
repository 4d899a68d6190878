//! Passwords: how they are kept, and how often somebody may guess.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use moment_wire::people::{PASSWORD_BYTES_MAX, PASSWORD_MIN};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::keys::hash;

/// How many passwords are looked at once: each takes 19 MiB and some hundredths of a second.
const AT_ONCE: usize = 2;

/// How many wait for that.
const WAITING_MAX: usize = 32;

/// Wrong guesses in a row that cost nothing but another try.
const FREE_GUESSES: u32 = 5;

/// How long nobody may try after one more; it doubles with each, up to an hour.
const LOCK_MS: u64 = 60_000;
const LOCK_MS_MAX: u64 = 3_600_000;

/// Names of which guesses are remembered, whether anybody is called so or not: so nobody learns who is.
const NAMES_MAX: usize = 10_000;

/// Whether this may be a password. Errors: what is wrong with it.
pub fn check(password: &str, name: &str) -> Result<(), String> {
    if password.chars().count() < PASSWORD_MIN || password.len() > PASSWORD_BYTES_MAX {
        return Err(format!("a password has {PASSWORD_MIN} characters or more, up to {PASSWORD_BYTES_MAX} bytes"));
    }
    if password.to_lowercase().contains(&name.to_lowercase()) {
        return Err("the password has the name in it".into());
    }
    Ok(())
}

/// Looks at passwords, one or two at a time, and counts wrong ones.
#[derive(Debug, Clone)]
pub struct Lock {
    desks: Arc<Semaphore>,
    queue: Arc<Semaphore>,
    guesses: Arc<Mutex<HashMap<[u8; 32], Guesses>>>,
    /// The hash of a password that nobody has, for names that nobody has: both take as long.
    nobody: Arc<std::sync::OnceLock<String>>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Guesses {
    wrong: u32,
    until_ms: u64,
}

/// Why nobody is let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denied {
    /// The name or the password is wrong.
    Wrong,
    /// Too many wrong guesses: again after so many milliseconds.
    Locked(u64),
    /// Too many try at once.
    Busy,
    /// Something of ours failed.
    Failed(String),
}

impl Default for Lock {
    fn default() -> Self {
        Self {
            desks: Arc::new(Semaphore::new(AT_ONCE)),
            queue: Arc::new(Semaphore::new(WAITING_MAX)),
            guesses: Arc::default(),
            nobody: Arc::default(),
        }
    }
}

impl Lock {
    /// Whether `password` is the one that `kept` is the hash of. Wrong guesses for `name` are counted.
    pub async fn open(&self, name: &str, password: String, kept: Option<String>, now_ms: u64) -> Result<(), Denied> {
        let name = hash(&name.to_lowercase());
        // Whoever is not looked at has not guessed.
        let place = self.place()?;
        let before = self.begin_guess(name, now_ms)?;
        let nobody = self.nobody.clone();
        let looked = Self::at_a_desk(&self.desks, place, move || {
            let is_somebody = kept.is_some();
            let kept = match kept {
                Some(kept) => kept,
                None => nobody.get_or_init(|| hashed("nobody's password").unwrap_or_default()).clone(),
            };
            Ok(is_right(&password, &kept) && is_somebody)
        });
        match looked.await {
            Ok(true) => {
                self.guesses().remove(&name);
                Ok(())
            }
            Ok(false) => Err(Denied::Wrong),
            Err(failed) => {
                self.take_back(name, before);
                Err(failed)
            }
        }
    }

    /// What is kept of a password.
    pub async fn hash(&self, password: String) -> Result<String, Denied> {
        Self::at_a_desk(&self.desks, self.place()?, move || hashed(&password)).await
    }

    /// Counts a guess as wrong before it is looked at, so that many at once gain nothing. Says how it was before.
    fn begin_guess(&self, name: [u8; 32], now_ms: u64) -> Result<Guesses, Denied> {
        let mut guesses = self.guesses();
        if guesses.len() >= NAMES_MAX && !guesses.contains_key(&name) {
            let oldest = guesses.iter().min_by_key(|(_, guesses)| guesses.until_ms).map(|(name, _)| *name);
            oldest.map(|oldest| guesses.remove(&oldest));
        }
        let known = guesses.entry(name).or_default();
        if known.until_ms > now_ms && known.wrong >= FREE_GUESSES {
            return Err(Denied::Locked(known.until_ms - now_ms));
        }
        let before = *known;
        known.wrong = known.wrong.saturating_add(1);
        let doubled = known.wrong.saturating_sub(FREE_GUESSES).min(16);
        known.until_ms = now_ms.saturating_add((LOCK_MS << doubled).min(LOCK_MS_MAX));
        Ok(before)
    }

    /// A guess that could not be looked at is none, unless somebody has guessed meanwhile.
    fn take_back(&self, name: [u8; 32], before: Guesses) {
        let mut guesses = self.guesses();
        if let Some(known) = guesses.get_mut(&name)
            && known.wrong == before.wrong + 1
        {
            *known = before;
        }
    }

    /// A place in the queue.
    fn place(&self) -> Result<SemaphorePermit<'_>, Denied> {
        self.queue.try_acquire().map_err(|_| Denied::Busy)
    }

    async fn at_a_desk<T: Send + 'static>(
        desks: &Semaphore,
        _place: SemaphorePermit<'_>,
        work: impl FnOnce() -> Result<T, Denied> + Send + 'static,
    ) -> Result<T, Denied> {
        let _desk = desks.acquire().await.map_err(|_| Denied::Busy)?;
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|error| Denied::Failed(error.to_string()))?
    }

    fn guesses(&self) -> std::sync::MutexGuard<'_, HashMap<[u8; 32], Guesses>> {
        self.guesses.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Argon2id with what OWASP recommends: 19 MiB, two passes, a random salt.
fn hashed(password: &str) -> Result<String, Denied> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| Denied::Failed(error.to_string()))
}

fn is_right(password: &str, kept: &str) -> bool {
    let known = PasswordHash::new(kept);
    known.is_ok_and(|known| Argon2::default().verify_password(password.as_bytes(), &known).is_ok())
}
