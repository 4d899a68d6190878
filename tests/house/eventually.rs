//! Waiting for a fact: no test sleeps, each looks until what it waits for is so.

use std::time::{Duration, Instant};

/// The longest wait that is by design is the 15 seconds after which an open prompt is confirmed; a busy machine gets
/// as much again.
const DEADLINE: Duration = Duration::from_secs(30);
const BETWEEN_LOOKS: Duration = Duration::from_millis(40);

/// What `look` gives once it gives something. Panics at the deadline with what was seen last.
pub(crate) async fn eventually<T>(what: &str, mut look: impl AsyncFnMut() -> Result<T, String>) -> T {
    let begin = Instant::now();
    loop {
        match look().await {
            Ok(fact) => return fact,
            Err(seen) if begin.elapsed() > DEADLINE => {
                panic!("waited {} s in vain: {what}; seen last: {seen}", DEADLINE.as_secs())
            }
            Err(_) => tokio::time::sleep(BETWEEN_LOOKS).await,
        }
    }
}

/// Waits until `look` gives `wanted`.
pub(crate) async fn settles_at<T: PartialEq + std::fmt::Debug>(
    what: &str,
    wanted: T,
    mut look: impl AsyncFnMut() -> T,
) {
    eventually(what, async || {
        let seen = look().await;
        if seen == wanted { Ok(()) } else { Err(format!("{seen:?}, wanted {wanted:?}")) }
    })
    .await;
}
