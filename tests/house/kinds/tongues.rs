//! What a prompt's language leaves out is said in another one, and says so: else it would be read out as gibberish.

use serde_json::json;

use super::acts::Prompting;
use super::{CHECKLIST, PAUSED};
use crate::customer::Customer;
use crate::eventually::settles_at;
use crate::world::{House, Plan};

/// The checklist, whose Arabic lacks its decline and one of its items.
const GAPS: Plan = Plan {
    playbook: &[
        PAUSED,
        CHECKLIST.playbook[1],
        ("decline = \"إخفاء القائمة\"\n", ""),
        (", team_joined = \"ادعُ زميلًا\"", ""),
    ],
    ..CHECKLIST
};

#[tokio::test(flavor = "multi_thread")]
async fn words_in_another_language_than_the_prompts_say_which_and_which_way_it_runs() {
    let house = House::open(GAPS).await;
    let customer = Customer::waits(&house).await;
    customer.visit("/?locale=ar").await;
    customer.sees_prompt().await;
    let spoken = |part: &str| {
        format!(
            "all('[part={part}]').map((element) => [element, ...element.children].map(({{ lang, dir }}) => lang + dir))"
        )
    };
    let foreign = "find('[part=decline] bdi')";
    let told = format!("[{foreign}.textContent, {foreign}.lang, {foreign}.dir, getComputedStyle({foreign}).direction]");
    assert_eq!(customer.in_prompt(&told).await, json!(["Hide this list", "en", "ltr", "ltr"]));
    // What it stands in is placed as the prompt is.
    assert_eq!(customer.in_prompt("getComputedStyle(find('[part=decline]')).direction").await, json!("rtl"));
    let item = "all('[part=item]').at(-1).querySelector('[part=follow] bdi')";
    assert_eq!(
        customer.in_prompt(&format!("[{item}.textContent, {item}.lang]")).await,
        json!(["Invite a colleague", "en"])
    );
    // All else is the prompt's own language, which stands outside.
    for part in ["title", "why", "snooze", "close"] {
        assert_eq!(customer.in_prompt(&spoken(part)).await, json!([[""]]), "{part}");
    }
    let own = "[find('.pane').lang, find('.pane').dir]";
    settles_at("the prompt's own", json!(["ar", "rtl"]), async || customer.in_prompt(own).await).await;
}
