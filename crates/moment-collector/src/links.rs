//! How the collector is joined with other services: which billing webhooks it believes, and where its own may go.

use std::time::Duration;

/// The field of Stripe's metadata that names the trial, if the vendor chose no other.
pub const TRIAL_FIELD: &str = "second_moment_trial";

/// What the operator configured.
#[derive(Clone, PartialEq, Eq)]
pub struct Links {
    /// Signing secrets of Stripe's webhook endpoint, `whsec_…`; several while one is rotated, none to take nothing in.
    pub stripe_secrets: Vec<String>,
    /// The field of a subscription's or checkout session's metadata that names the trial.
    pub stripe_field: String,
    /// Whether webhooks may go to private, loopback and link-local addresses, and unencrypted.
    pub to_private: bool,
    /// How long a receiver of webhooks may take, from the look-up of its name to the head of its answer.
    pub patience: Duration,
    /// How often the courier looks for what is due.
    pub look_every: Duration,
}

impl Default for Links {
    fn default() -> Self {
        Self {
            stripe_secrets: Vec::new(),
            stripe_field: TRIAL_FIELD.into(),
            to_private: false,
            patience: Duration::from_secs(15),
            look_every: Duration::from_secs(1),
        }
    }
}

impl std::fmt::Debug for Links {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Links")
            .field("stripe_secrets", &self.stripe_secrets.len())
            .field("stripe_field", &self.stripe_field)
            .field("to_private", &self.to_private)
            .finish_non_exhaustive()
    }
}
