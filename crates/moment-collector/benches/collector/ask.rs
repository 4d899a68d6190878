//! What the console asks, and how long it waits.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::fill::TOKEN;

/// How often each is asked; one that takes long less often.
const TIMES: usize = 40;
const LONG: Duration = Duration::from_secs(8);

/// How often it is looked whether anything is left to be done: seldom, for to look is work too.
const LOOK_EACH: Duration = Duration::from_millis(50);

/// The console's questions; the last looks for what nobody is called.
const QUESTIONS: [(&str, &str); 7] = [
    ("overview", "/v1/overview"),
    ("trials, first page", "/v1/trials?limit=50"),
    ("trials, a page in the middle", "/v1/trials?limit=50&cursor=50.t_00500000"),
    ("trials, the cold ones", "/v1/trials?limit=50&band=cold"),
    ("trials, the activated ones", "/v1/trials?limit=50&activated=true"),
    ("one trial", "/v1/trials/t_00000777"),
    ("trials, a search without a hit", "/v1/trials?limit=50&q=nobody"),
];

pub(crate) fn all(address: &str) -> Result<Vec<Value>> {
    QUESTIONS.iter().map(|(name, path)| ask(address, name, path)).collect()
}

/// Waits until nothing is left in the inbox.
pub(crate) fn until_all_is_joined(address: &str) -> Result<()> {
    let agent = ureq::Agent::new_with_defaults();
    loop {
        let mut answer = agent
            .get(format!("http://{address}/metrics"))
            .header("authorization", format!("Bearer {TOKEN}"))
            .call()
            .context("/metrics is not answered")?;
        if answer.body_mut().read_to_string()?.lines().any(|line| line == "second_moment_inbox_waiting 0") {
            return Ok(());
        }
        std::thread::sleep(LOOK_EACH);
    }
}

fn ask(address: &str, name: &str, path: &str) -> Result<Value> {
    let agent = ureq::Agent::new_with_defaults();
    let mut spent = Vec::with_capacity(TIMES);
    let mut first = Duration::ZERO;
    let start = Instant::now();
    for time in 0..=TIMES {
        if time > 1 && start.elapsed() > LONG {
            break;
        }
        let began = Instant::now();
        let mut answer = agent
            .get(format!("http://{address}{path}"))
            .header("authorization", format!("Bearer {TOKEN}"))
            .call()
            .with_context(|| format!("{path} is not answered"))?;
        answer.body_mut().read_to_vec()?;
        // The first one may read from the disk.
        if time == 0 { first = began.elapsed() } else { spent.push(began.elapsed()) }
    }
    spent.sort_unstable();
    let ms = |spent: Duration| spent.as_secs_f64() * 1e3;
    Ok(json!({
        "name": name, "first_ms": ms(first), "p50_ms": ms(spent[spent.len() / 2]), "p99_ms": ms(spent[spent.len() * 99 / 100]),
    }))
}
