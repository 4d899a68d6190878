//! Prompts that no log can bring to the screen.

use serde_json::json;

use super::desk::{Desk, line};
use crate::scene::PLAYBOOK;

/// A reply, of higher priority than the card `offer`.
fn reply(id: &str, status: &str) -> String {
    let words = "{ accept = \"See\", decline = \"No\", steps = [{ title = \"Look\", body = \"There.\" }] }";
    format!(
        "[[prompts]]\nid = \"{id}\"\nkind = \"reply\"\nstatus = \"{status}\"\npriority = 9\nwhen = \"made\"\nwords.en = {words}\n"
    )
}

/// Makes and shares in one visit, and is back the next day.
fn desk() -> Desk {
    let log = [
        line("ann", 0, "made", "null"),
        line("ann", 5, "shared", "null"),
        line("ann", 90_000, "made", "null"),
        line("ann", 90_020, "made", "null"),
    ];
    let desk = Desk::with(log.concat());
    desk.put("playbook.toml", format!("{PLAYBOOK}\n{}{}", reply("strip", "running"), reply("later", "draft")));
    desk
}

#[test]
fn a_reply_that_no_log_has_is_not_shown_and_takes_nobodys_place() {
    let document = desk().json(&[]);
    let trial = &document["trials"][0];
    let offer = json!([{ "id": "offer", "times": 1, "first_day": 0, "first_at_s": 15 }]);
    assert_eq!(trial["shown"], offer, "in the very second in which the reply could not be");
    let due: Vec<_> = trial["due"].as_array().unwrap().iter().map(|due| (&due["id"], &due["at_s"])).collect();
    assert_eq!(due, [(&json!("offer"), &json!(15))]);
    assert_eq!(trial["waits"]["strip"]["trigger_not_fired"], 2, "once in each page: {trial}");
    let strip = &document["totals"]["prompts"][1];
    assert_eq!((&strip["id"], &strip["shown"], &strip["due"]), (&json!("strip"), &json!(0), &json!(0)));
}

#[test]
fn running_prompts_that_cannot_be_painted_are_named() {
    assert_eq!(desk().json(&[])["totals"]["unpaintable"], json!(["strip"]));
    let line = "replies, which no log can bring: strip\n";
    let text = desk().text(&[]);
    assert!(text.contains(line), "{text}");
    let plain = Desk::with(log_of_one());
    assert_eq!(plain.json(&[])["totals"]["unpaintable"], json!([]));
    assert!(!plain.text(&[]).contains("no log can bring"));
}

fn log_of_one() -> String {
    line("ann", 0, "made", "null")
}
