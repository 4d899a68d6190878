//! Every kind of prompt, put off, declined and answered, by mouse and by keyboard alone: a table of what is pressed and
//! what is kept of it.

use moment_core::exposure::PromptRecord;
use moment_wire::report::CommentsPageV1;
use serde_json::json;

use super::acts::{Prompting, Way};
use crate::browser::WITNESS;
use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{House, Plan};

/// One kind of prompt.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// What its prompts have besides what all have, and what their words have.
    rule: &'static str,
    words: &'static str,
    /// A second step of the prompt that is answered; the others have one.
    more: &'static str,
    /// What is pressed to answer it, one after the other.
    answer: &'static [&'static str],
    /// What declines it.
    decline: &'static str,
    /// What is kept of the answer: clicks and completions.
    kept: (u32, u32),
}

const OFFER: &str = "accept = \"Yes\"";
const PLAIN: Kind =
    Kind { name: "", rule: "", words: OFFER, more: "", answer: &["accept"], decline: "decline", kept: (1, 0) };

/// A reaction comes before the wish to recommend, which only the delighted are told.
pub(crate) const KINDS: [Kind; 10] = [
    Kind { name: "card", ..PLAIN },
    Kind { name: "modal", more: "{ title = \"Then\", body = \"Two.\" }", answer: &["next", "accept"], ..PLAIN },
    Kind { name: "spotlight", rule: "anchor = \"[data-testid='nav-reports']\"", ..PLAIN },
    Kind { name: "banner", ..PLAIN },
    Kind {
        name: "checklist",
        rule: "items = [{ moment = \"first_invoice\", action = { track = \"search_used\" } }]",
        words: "",
        answer: &["follow"],
        kept: (0, 0),
        ..PLAIN
    },
    Kind { name: "meter", rule: "limit = \"invoices\"", ..PLAIN },
    Kind { name: "reaction", words: "", answer: &["tap", "done"], kept: (0, 1), ..PLAIN },
    Kind { name: "help", answer: &["help", "helped"], kept: (1, 1), ..PLAIN },
    Kind { name: "advocacy", ..PLAIN },
    Kind {
        name: "reply",
        words: "accept = \"Write back\"\nask = \"Your words\"",
        answer: &["next", "words", "send", "done"],
        decline: "close",
        kept: (0, 1),
        ..PLAIN
    },
];

/// What is done to a prompt. Each is done to one of its own, on a route of its own.
const DEEDS: [&str; 3] = ["snooze", "decline", "answer"];

/// A product with the prompts of the table.
const TABLE: Plan = Plan { prompts: Some(prompts), ..Plan::DEMO };

/// The same for browsers into whose pages a test puts nothing by itself.
pub(crate) const TABLE_WITNESSED: Plan = Plan {
    prompts: Some(prompts),
    page: &[(
        "<script async src=",
        "<script src=\"/www/demo/witness.js\"></script>\n<script src=\"/www/demo/quick.js\"></script>\n<script async src=",
    )],
    files: &[("witness.js", WITNESS), ("quick.js", QUICK)],
    ..Plan::WITNESSED
};

fn prompts() -> String {
    let prompt = |kind: &Kind, deed: &str| {
        let Kind { name, rule, words, more, .. } = kind;
        let id = format!("{name}_{deed}");
        let more = if deed == "answer" { more } else { "" };
        format!(
            "[[prompts]]\nid = \"{id}\"\nkind = \"{name}\"\nstatus = \"running\"\ncommercial = false\nwhen = \"sessions >= 1\"
             routes = [\"/try/{id}\"]\n{rule}\n[prompts.words.en]\ndecline = \"No\"\n{words}
             steps = [{{ title = \"{id}\", body = \"One.\" }}, {more}]\n\n"
        )
    };
    KINDS.iter().flat_map(|kind| DEEDS.map(|deed| prompt(kind, deed))).collect()
}

/// The widget's second is a tenth of one, so that nobody waits for it.
const QUICK: &str = "
    const every = window.setInterval;
    window.setInterval = (act, ms) => every(act, ms === 1000 ? 100 : ms);
";

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_is_put_off_declined_and_answered_by_mouse() {
    goes_through_all(Way::Mouse).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_is_put_off_declined_and_answered_by_keyboard_alone() {
    goes_through_all(Way::Keyboard).await;
}

async fn goes_through_all(way: Way) {
    let house = House::open(TABLE).await;
    let customer = Customer::waits(&house).await;
    customer.before_each_page(QUICK).await;
    customer.visit("/reports").await;
    customer.runs().await;
    // The last thing in the page before a prompt.
    customer.eval("document.getElementById('start-over').focus()").await;
    for kind in &KINDS {
        for deed in DEEDS {
            // One that was put off is declined then; the next would come at once.
            if kind.name == "reply" && deed != "decline" {
                is_answered(&house, &customer).await;
            }
            does(&customer, way, kind, deed).await;
            // After one step and after several, out of a dialog and out of what is none.
            let what = format!("after `{deed}` of a {} the focus is where it was", kind.name);
            settles_at(&what, "start-over".to_owned(), async || customer.focused().await).await;
        }
    }
    is_told(&house, &customer).await;
}

/// The customer writes, and is answered.
pub(crate) async fn is_answered(house: &House, customer: &Customer<'_>) {
    let comments = async || house.ask::<CommentsPageV1>("/v1/comments").await.map(|page| page.comments);
    let before = comments().await.map_or(0, |all| all.len());
    customer.eval("secondMoment('comment', 'How?')").await;
    let newest = eventually("the comment", async || {
        let all = comments().await?;
        all.into_iter().rev().nth(before).ok_or_else(|| "it is not there".to_owned())
    })
    .await;
    let path = format!("/v1/comments/{}/reply", newest.id);
    house.tell(&path, json!({ "trial": newest.trial, "words": "So." })).await;
}

/// Goes to the prompt's route, and does it.
pub(crate) async fn does(customer: &Customer<'_>, way: Way, kind: &Kind, deed: &str) {
    let id = format!("{}_{deed}", kind.name);
    customer.eval(&format!("history.pushState(null, '', '/try/{id}')")).await;
    settles_at(&format!("`{id}`"), json!(id), async || customer.in_prompt("find('[part=title]').textContent").await)
        .await;
    settles_at(&format!("the exposure of `{id}`"), 1, async || customer.record(&id).await.shown.total()).await;
    let parts = match deed {
        "snooze" => &["snooze"][..],
        "decline" => &[kind.decline][..],
        _ => kind.answer,
    };
    for part in parts {
        customer.uses(way, part).await;
    }
    if parts == ["follow"] {
        // It stays, until the customer goes elsewhere.
        customer.has_used("search_used", 1).await;
        customer.eval("history.pushState(null, '', '/try/nothing')").await;
    }
    customer.sees_no_prompt().await;
}

/// What the browser keeps of all of it, and the collector in the end.
async fn is_told(house: &House, customer: &Customer<'_>) {
    let wanted: Vec<(String, Counts)> =
        KINDS.iter().flat_map(|kind| DEEDS.map(|deed| (format!("{}_{deed}", kind.name), counts(kind, deed)))).collect();
    settles_at("what is kept", wanted.clone(), async || {
        let kept = customer.kept().await.unwrap_or_default();
        wanted.iter().map(|(id, _)| (id.clone(), counted(kept.prompt(id)))).collect()
    })
    .await;
    let kept = customer.kept().await.expect("a kept trial");
    assert_eq!(kept.reactions.iter().map(|reaction| reaction.score).collect::<Vec<_>>(), [5]);
    let id = customer.trial().await;
    customer.leaves().await;
    house
        .told_when(&id, |told| {
            wanted.iter().all(|(id, [shown, clicked, _, dismissed, snoozed])| {
                told.prompts.iter().any(|prompt| {
                    let known = [prompt.shown, prompt.clicked, prompt.dismissed, prompt.snoozed];
                    &prompt.id == id && known == [*shown, *clicked, *dismissed, *snoozed]
                })
            })
        })
        .await;
}

/// Shown, clicked, completed, dismissed, snoozed.
pub(crate) type Counts = [u32; 5];

pub(crate) fn counts(kind: &Kind, deed: &str) -> Counts {
    match deed {
        "snooze" => [1, 0, 0, 0, 1],
        "decline" => [1, 0, 0, 1, 0],
        _ => [1, kind.kept.0, kind.kept.1, 0, 0],
    }
}

pub(crate) fn counted(record: Option<&PromptRecord>) -> Counts {
    record.map_or([0; 5], |record| {
        [record.shown.total(), record.clicked, record.completed, record.dismissed, record.snoozed]
    })
}
