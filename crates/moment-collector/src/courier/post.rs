//! One event, sent once: signed, without redirects, to an address that was checked.

use std::time::Duration;

use moment_wire::webhook::EventV1;
use serde_json::Value;
use standardwebhooks::{HEADER_WEBHOOK_ID, HEADER_WEBHOOK_SIGNATURE, HEADER_WEBHOOK_TIMESTAMP, Webhook};
use ureq::Agent;
use ureq::unversioned::transport::DefaultConnector;

use crate::courier::address::Guard;
use crate::courier::slack;
use crate::store::hook::{Hook, Shape, Telling};
use crate::tell::instant;

/// How much of an answer is read.
const ANSWER_BYTES_MAX: u64 = 16 * 1024;

/// What names the collector in an event.
const SOURCE: &str = "urn:second-moment:collector";

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: Option<u16>,
    pub(super) retry_after_ms: Option<u64>,
    pub(super) error: Option<String>,
}

/// Sends events.
#[derive(Debug, Clone)]
pub(super) struct Post {
    agent: Agent,
}

impl Post {
    pub(super) fn new(guard: Guard, patience: Duration) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(patience))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            // A proxy would look names up itself, where nobody checks them.
            .proxy(None)
            .user_agent("second-moment")
            .build();
        Self { agent: Agent::with_parts(config, DefaultConnector::default(), guard) }
    }

    /// Sends an event and waits for the answer.
    pub(super) fn send(&self, hook: &Hook, telling: &Telling, now_ms: u64) -> Answer {
        let failed = |error: String| Answer { status: None, retry_after_ms: None, error: Some(error) };
        let sent = match hook.shape {
            Shape::Slack => {
                let data = serde_json::from_str(&telling.data).unwrap_or_default();
                let body = slack::message(&telling.kind, &data).to_string();
                self.agent.post(&hook.url).content_type("application/json").send(&body)
            }
            Shape::CloudEvents => {
                let body = match event(telling) {
                    Ok(body) => body,
                    Err(error) => return failed(error.to_string()),
                };
                let at_s = i64::try_from(now_ms / 1000).unwrap_or(i64::MAX);
                let signature = match signatures(hook, &telling.event, at_s, &body, now_ms) {
                    Ok(signature) => signature,
                    Err(error) => return failed(error.to_string()),
                };
                self.agent
                    .post(&hook.url)
                    .content_type("application/cloudevents+json")
                    .header(HEADER_WEBHOOK_ID, &telling.event)
                    .header(HEADER_WEBHOOK_TIMESTAMP, at_s.to_string())
                    .header(HEADER_WEBHOOK_SIGNATURE, signature)
                    .send(&body)
            }
        };
        match sent {
            Ok(mut answer) => {
                // Read to its end, a short answer leaves the connection for the next event. Nobody needs what it says.
                let _ = answer.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_to_vec();
                let status = answer.status();
                let retry_after = answer.headers().get("retry-after").and_then(|after| after.to_str().ok());
                let seconds: Option<u64> = retry_after.and_then(|after| after.trim().parse().ok());
                Answer {
                    status: Some(status.as_u16()),
                    retry_after_ms: seconds.map(|seconds| seconds.saturating_mul(1000)),
                    error: (!status.is_success()).then(|| format!("the receiver answered {status}")),
                }
            }
            Err(error) => failed(error.to_string()),
        }
    }
}

/// The event as its receiver gets it.
fn event(telling: &Telling) -> serde_json::Result<String> {
    let data: Value = serde_json::from_str(&telling.data)?;
    serde_json::to_string(&EventV1 {
        specversion: "1.0".into(),
        id: telling.event.clone(),
        source: SOURCE.into(),
        kind: telling.kind.clone(),
        subject: (!telling.trial.is_empty()).then(|| telling.trial.clone()),
        time: instant(telling.at_ms),
        datacontenttype: "application/json".into(),
        data,
    })
}

/// By the secret, and for a while after a rotation by the one before too.
fn signatures(
    hook: &Hook,
    event: &str,
    at_s: i64,
    body: &str,
    now_ms: u64,
) -> Result<String, standardwebhooks::WebhookError> {
    let old = hook.old_secret.as_ref().filter(|(_, until_ms)| now_ms < *until_ms).map(|(secret, _)| secret);
    let secrets = std::iter::once(&hook.secret).chain(old);
    let sign = |secret: &String| Webhook::new(secret)?.sign(event, at_s, body.as_bytes());
    Ok(secrets.map(sign).collect::<Result<Vec<_>, _>>()?.join(" "))
}
