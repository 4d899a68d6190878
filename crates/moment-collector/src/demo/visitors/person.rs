//! A simulated person: who they are and what they are like, all of it following from a seed and a number.

/// The longest ago that a simulated trial began.
const BEGAN_DAYS_MAX: f64 = 16.0;

const DAY_MS: f64 = 86_400_000.0;

/// A person on trial.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their trial's id.
    pub trial: String,
    /// Their account's id; some share one.
    pub account: String,
    /// Their browser profile.
    pub replica: u64,
    /// Their language.
    pub locale: &'static str,
    /// When their trial began.
    pub started_ms: u64,
    /// Now: no visit is later.
    pub now_ms: u64,
    /// How much they need the product, 0 to 1: it moves everything else.
    pub need: f64,
    /// How much prompts annoy them, 0 to 1.
    pub wary: f64,
    /// Their dice.
    pub dice: fastrand::Rng,
}

impl Person {
    /// The person with this number in the crowd of this seed.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some days in milliseconds fit")]
    pub fn new(seed: u64, number: u32, now_ms: u64) -> Self {
        // The seeds of neighbours are far apart, or their dice would fall alike.
        let mut dice = fastrand::Rng::with_seed(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ u64::from(number) << 20);
        let ago_ms = dice.f64() * BEGAN_DAYS_MAX * DAY_MS;
        Self {
            trial: format!("sim_{seed}_{number:05}"),
            account: format!("sim_a{seed}_{:05}", number - number % 3 * u32::from(dice.bool())),
            replica: dice.u64(..),
            locale: ["en", "de", "ar", "ja"][dice.usize(..4)],
            started_ms: now_ms - ago_ms as u64,
            now_ms,
            // Most people need it a little, a few very much.
            need: dice.f64() * dice.f64(),
            wary: dice.f64(),
            dice,
        }
    }

    /// Whether something happens that happens with this probability.
    pub fn does(&mut self, probability: f64) -> bool {
        self.dice.f64() < probability
    }
}
