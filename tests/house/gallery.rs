//! Every kind of prompt in every look: in pictures for eyes (`cargo xtask gallery`), and before axe-core, which must find
//! nothing.

use std::cell::RefCell;
use std::path::PathBuf;
use std::{env, fs};

use serde_json::Value;

use crate::browser::Browser;
use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{House, Plan};

/// Of each look: its name, the customer's language, what the browser is asked for, and the window's size.
struct Look {
    name: &'static str,
    locale: &'static str,
    media: &'static [(&'static str, &'static str)],
    size: (u32, u32),
}

const DESK: (u32, u32) = (1280, 800);
const STILL: (&str, &str) = ("prefers-reduced-motion", "reduce");

const LOOKS: [Look; 7] = [
    Look { name: "light", locale: "en", media: &[STILL, ("prefers-color-scheme", "light")], size: DESK },
    Look { name: "dark", locale: "en", media: &[STILL, ("prefers-color-scheme", "dark")], size: DESK },
    Look { name: "rtl", locale: "ar", media: &[STILL, ("prefers-color-scheme", "light")], size: DESK },
    Look { name: "phone", locale: "de", media: &[STILL, ("prefers-color-scheme", "light")], size: (320, 640) },
    Look { name: "japanese", locale: "ja", media: &[STILL, ("prefers-color-scheme", "dark")], size: (390, 780) },
    Look { name: "forced", locale: "en", media: &[STILL, ("forced-colors", "active")], size: DESK },
    // 200 % of a window of 1280 pixels.
    Look { name: "zoomed", locale: "de", media: &[STILL, ("prefers-color-scheme", "dark")], size: (640, 400) },
];

/// What goes wrong with words: each is far too long, and none can be broken where words end.
const STRAINED: Look = Look { name: "strained", ..LOOKS[3] };

/// Of the demo's prompts, in every language.
const STRAINED_PLAN: Plan = Plan { prompts: Some(strained_prompts), ..Plan::DEMO };

fn strained_prompts() -> String {
    let playbook =
        include_str!("../../playbook.toml").replace("status = \"running\"            # tour", "status = \"draft\"");
    let (_, prompts) = playbook.split_once("[[prompts]]").expect("playbook.toml has prompts");
    let (prompts, _) = prompts.split_once("[theme]").expect("playbook.toml has a theme");
    let long = "Rechtsschutzversicherungsgesellschaftsangestelltenvertretungen";
    let strain =
        |words: String, name: &str| words.replace(&format!("{name} = \""), &format!("{name} = \"{long}_{long} "));
    let words = ["title", "body", "accept", "decline", "ask", "call_me", "price"];
    words.into_iter().fold(format!("[[prompts]]{prompts}"), strain)
}

/// Each prompt of the demo, with what is pressed in it for each further state.
const STATES: [(&str, &[&[&str]]); 10] = [
    ("sent_first", &[&["why"], &["fewer"], &["data"], &["data", "forget"]]),
    ("limit_near", &[&["next"], &["data"]]),
    ("find_export", &[&["why"]]),
    ("trial_ends", &[&["fewer"]]),
    ("way_in", &[&["fold"]]),
    ("invoices_left", &[&["data"]]),
    ("how_was_sending", &[&["tap"], &["tap", "send"]]),
    ("stuck", &[&["help"], &["next"]]),
    ("tell_a_friend", &[]),
    ("answered", &[&["next"]]),
];

#[tokio::test(flavor = "multi_thread")]
#[ignore = "makes pictures and tests nothing: cargo xtask gallery"]
async fn gallery() {
    let folder = PathBuf::from(env::var_os("SM_PICTURES").unwrap_or_else(|| env!("CARGO_TARGET_TMPDIR").into()));
    let look = env::var("SM_LOOK").unwrap_or_default();
    for_each_state(&look, async |browser, name| {
        let picture = browser.client.screenshot().await.expect("a picture");
        let path = folder.join(format!("{name}.png"));
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder for the pictures");
        fs::write(&path, &picture).expect("the picture is kept");
    })
    .await;
}

/// The rules of WCAG 2.2, A and AA. A contrast of which axe cannot be sure is a finding, too.
const FINDINGS: &str = "
    const host = document.querySelector('second-moment-prompt');
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    return axe.run(host, { runOnly: tags }).then(({ violations, incomplete, passes }) => [
      passes.length,
      [...violations, ...incomplete.filter(({ id }) => id === 'color-contrast')].flatMap(({ id, nodes }) => nodes
        .map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`)
        // What is scrolled away is covered by what stands at the edge.
        .filter((finding) => !finding.includes('partially obscured'))),
    ])";

/// What is wrong with the box: it does not stand in the window as a whole, or it scrolls to the side. One in a slot goes
/// with its page.
const MISPLACED: &str = "
    const host = document.querySelector('second-moment-prompt');
    const box = host.shadowRoot.querySelector('.box');
    const { left, top, right, bottom } = box.getBoundingClientRect();
    const isIn = left >= 0 && right <= innerWidth && (host.hasAttribute('slotted') || top >= 0 && bottom <= innerHeight);
    return [
      !isIn && `the box is at ${[left, top, right, bottom]} in ${[innerWidth, innerHeight]}`,
      box.scrollWidth > box.clientWidth && `it scrolls to the side: ${box.scrollWidth} in ${box.clientWidth}`,
    ].filter(Boolean)";

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_in_any_kind_of_prompt_in_any_look() {
    let folder = env::var_os("SM_LIBRARIES").expect("SM_LIBRARIES names the folder of the npm packages for tests");
    let axe = fs::read_to_string(PathBuf::from(folder).join("axe-core/axe.min.js")).expect("axe-core is installed");
    let findings = RefCell::new(Vec::new());
    for_each_state(&env::var("SM_LOOK").unwrap_or_default(), async |browser, name| {
        if browser.eval("return typeof axe").await != "object" {
            // Outside the page's own policy, which lets nothing foreign in.
            browser.sees(&format!("{axe}; 0")).await;
        }
        let told = browser.eval(FINDINGS).await;
        assert!(told[0].as_u64() > Some(3), "axe looked at {} rules in {name}", told[0]);
        let misplaced = browser.eval(MISPLACED).await;
        let all = [&told[1], &misplaced].into_iter().flat_map(|all| all.as_array().into_iter().flatten());
        findings.borrow_mut().extend(all.map(|finding| format!("{name}: {finding}")));
    })
    .await;
    assert!(findings.borrow().is_empty(), "{:#?}", findings.borrow());
}

/// Shows every state in each look of this name, or in all looks.
async fn for_each_state(look: &str, see: impl AsyncFn(&Browser, &str)) {
    for_each_of(Plan::DEMO, &LOOKS, look, &see).await;
    for_each_of(STRAINED_PLAN, &[STRAINED], look, &see).await;
}

async fn for_each_of(plan: Plan, looks: &[Look], look: &str, see: &impl AsyncFn(&Browser, &str)) {
    if !looks.iter().any(|known| look.is_empty() || known.name == look) {
        return;
    }
    let house = House::open(plan).await;
    let customer = Customer::arrives(&house).await;
    customer.creates_invoice("Northwind Bakery").await;
    let path = customer.eval("return location.pathname").await.as_str().unwrap_or_default().to_owned();
    for Look { name, locale, media, size } in looks.iter().filter(|known| look.is_empty() || known.name == look) {
        customer.emulates(media, *size).await;
        customer.visit(&format!("{path}?locale={locale}")).await;
        customer.runs().await;
        for (prompt, states) in STATES {
            for presses in [&[][..]].iter().chain(states) {
                previews(&customer, prompt).await;
                for part in *presses {
                    customer.answers(part).await;
                }
                let state: Vec<&str> = [prompt].into_iter().chain(presses.iter().copied()).collect();
                see(&customer, &format!("{name}/{}", state.join("-"))).await;
            }
        }
    }
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
    let kept = customer.kept().await.expect("a kept trial");
    let untouched = kept.prompts.iter().all(|prompt| prompt.shown.total() == 0 && prompt.dismissed == 0);
    assert!(untouched && kept.reactions.is_empty(), "a preview records nothing: {kept:?}");
    let comments = house.heard_of_customers().into_iter().filter(|line| line.contains("/v1/comments")).count();
    assert_eq!(comments, 0, "a preview sends no words");
}

/// Shows a prompt with sample data, in place of the one that is open.
async fn previews(browser: &Browser, prompt: &str) {
    let title = "document.querySelector('second-moment-prompt')?.shadowRoot.querySelector('[part=title]')";
    // What is pointed at must be in sight.
    let script = format!(
        "document.querySelector('second-moment-prompt')?.remove();
         document.querySelector('[data-testid=export-invoice]').scrollIntoView({{ block: 'center', behavior: 'instant' }});
         secondMoment('preview', '{prompt}')"
    );
    browser.eval(&script).await;
    eventually(&format!("`{prompt}` in preview"), async || {
        let shown = browser.eval(&format!("return [{title}?.textContent ?? '', seen.said.at(-1) ?? '']")).await;
        if shown[0] == "" { Err(shown.to_string()) } else { Ok(()) }
    })
    .await;
    settles_at("fonts and pictures", Value::Bool(true), async || {
        browser.eval("return document.fonts.status === 'loaded' && !document.querySelector('.toast')").await
    })
    .await;
}
