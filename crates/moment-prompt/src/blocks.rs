//! The pages of a prompt: each block of words as elements.

use std::rc::Rc;

use moment_core::limit::LimitUse;
use moment_wire::decimal::decimal;
use moment_wire::prompt::answer;
use moment_wire::words::{BlockV1, ButtonV1, FrameWord, ItemV1, PageV1, PlanV1, language, role};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use crate::scene::Scene;
use crate::script::{get, record};
use crate::view::{El, TEXT, el};
use crate::{deeds, focus, open};

/// The classes of a moment that was reached, and of the next one.
const DONE: &str = "item done";
const NEXT: &str = "item next";

/// Longer comments are refused: see `moment_wire::comment`.
const WORDS_MAX: &str = "2000";

/// All pages; those that are not shown are hidden.
pub(crate) fn view(scene: &Scene) -> Vec<El> {
    scene.prompt().words.pages.iter().enumerate().map(|(place, page)| page_view(scene, place, page)).collect()
}

/// The id of what is read with the heading of a dialog, on the page at `place`.
pub(crate) fn text_id(place: usize) -> String {
    "text".to_owned() + &decimal(place as u64)
}

fn page_view(scene: &Scene, place: usize, page: &PageV1) -> El {
    let blocks = page.blocks.iter().enumerate().map(|(at, block)| {
        let view = block_view(scene, block);
        // What is read with the heading of a dialog.
        if at == 0 { view.with("id", text_id(place)) } else { view }
    });
    let here = scene.clone();
    el("div", "page", "").hidden(move || here.at() != place).children(blocks)
}

fn block_view(scene: &Scene, block: &BlockV1) -> El {
    match block {
        BlockV1::Text(text) => {
            let body = el("p", "", "body").live(TEXT, filled(scene, text));
            if text.starts_with("{reply}") { body.with("dir", "auto") } else { body }
        }
        BlockV1::Quote(text) => el("blockquote", "", "quote").with("dir", "auto").live(TEXT, filled(scene, text)),
        BlockV1::Items(items) => {
            let items = (0..items.len()).map(|place| item_view(scene, items, place));
            el("ul", "items", "items").with("role", "list").children(items)
        }
        BlockV1::Gauge { label } => gauge(scene, label),
        BlockV1::Scale { labels, page } => scale(scene, labels, (*page).into()),
        BlockV1::Field { label, send, page } => field(scene, label, send, (*page).into()),
        BlockV1::Plans(plans) => el("div", "plans", "plans").children(plans.iter().map(|plan| plan_view(scene, plan))),
        BlockV1::Buttons(buttons) => {
            let buttons = buttons.iter().enumerate().map(|(place, button)| button_view(scene, button, place == 0));
            el("div", "actions", "").children(buttons)
        }
    }
}

fn filled(scene: &Scene, text: &str) -> impl Fn() -> Option<String> + use<> {
    let (scene, text) = (scene.clone(), text.to_owned());
    move || Some(scene.filled(&text))
}

/// The name of a button for tests and the page's style sheet, by what it means.
fn part(button: &ButtonV1) -> &'static str {
    match button.role {
        role::ACCEPT => "accept",
        role::DECLINE => "decline",
        role::GO => "next",
        role::HELP => "help",
        role::HELPED => "helped",
        _ => "done",
    }
}

fn button_view(scene: &Scene, button: &ButtonV1, is_main: bool) -> El {
    let is_main = is_main && button.role != role::DECLINE && button.role != role::DONE;
    let (here, pressed) = (scene.clone(), button.clone());
    el("button", if is_main { "main" } else { "" }, part(button))
        .live(TEXT, filled(scene, &button.label))
        .press(move |event| deeds::press(&here, &pressed, &event))
}

/// A moment: what was reached is told by its mark, and read out; one that is not can be pressed.
fn item_view(scene: &Scene, items: &[ItemV1], place: usize) -> El {
    let item = &items[place];
    let names: Rc<[String]> = items[..=place].iter().map(|item| item.moment.clone()).collect();
    let class = || {
        let (here, names) = (scene.clone(), Rc::clone(&names));
        move || item_class(&here, &names)
    };
    let (look, step, plain, pressed, said) = (class(), class(), class(), class(), class());
    let (here, actions, frame) = (scene.clone(), item.actions.clone(), scene.clone());
    let is_plain = actions.is_empty();
    let label = scene.filled(&item.label);
    let text = el("span", "", "").text(label.clone()).hidden(move || plain() != DONE && !is_plain);
    let button = el("button", "link", "follow").text(label).hidden(move || pressed() == DONE || is_plain);
    let told = move || {
        let word = if said() == DONE { FrameWord::Done } else { FrameWord::ToDo };
        Some(frame.frame(word))
    };
    el("li", "", "item")
        .live("class", move || Some(look().to_owned()))
        .live("aria-current", move || (step() == NEXT).then(|| "step".to_owned()))
        .child(text)
        .child(button.press(move |_| deeds::go(&here, here.at_now(), &actions)))
        .child(el("span", "unseen", "").live(TEXT, told))
}

/// Of the last of these moments: reached, the first that is not, or one that comes later.
fn item_class(scene: &Scene, moments: &[String]) -> &'static str {
    scene.with_standing(|standing| {
        let open = moments.iter().filter(|moment| !standing.is_reached(moment)).count();
        match (moments.last().is_some_and(|moment| standing.is_reached(moment)), open) {
            (true, _) => DONE,
            (false, 1) => NEXT,
            _ => "item",
        }
    })
}

fn gauge(scene: &Scene, label: &str) -> El {
    let of = |look: fn(LimitUse) -> u32| {
        let here = scene.clone();
        move || Some(decimal(here.with_standing(|standing| look(standing.limit())).into()))
    };
    let (used, said, width, full) = (scene.clone(), scene.clone(), of(|limit| limit.percent().min(100)), scene.clone());
    let bar = el("span", "", "").live("~inline-size", move || width().map(|percent| percent + "%"));
    let meter = el("div", "bar", "meter")
        .with("role", "meter")
        .with("aria-label", scene.filled(label))
        .with("aria-valuemin", "0")
        .live("aria-valuemax", of(|limit| limit.of))
        .live("aria-valuenow", of(|limit| limit.used.min(limit.of)))
        .live("aria-valuetext", move || Some(said.frame(FrameWord::Used)))
        .live("class", move || {
            let class = full.with_standing(|standing| if standing.is_full() { "bar full" } else { "bar" });
            Some(class.to_owned())
        })
        .child(bar);
    let numbers = el("p", "numbers", "numbers").live(TEXT, move || Some(used.frame(FrameWord::Used)));
    el("div", "gauge", "").child(meter).child(numbers.with("aria-hidden", "true"))
}

/// The tap counts at once: the customer may say no more.
fn scale(scene: &Scene, labels: &[String], page: usize) -> El {
    let taps = labels.iter().enumerate().map(|(place, label)| {
        let score = u32::try_from(place + 1).unwrap_or(0);
        let here = scene.clone();
        let number = scene.fill().number(score.into());
        // What can be seen is part of the name: who speaks to the browser says what they see.
        el("button", "tap", "tap")
            .text(number.clone())
            .with("title", label)
            .with("aria-label", number + " " + language::split(label).1)
            .press(move |_| {
                here.go(page);
                open::tell(answer::REACTED, &[score.into()]);
            })
    });
    let row = el("div", "row", "scale").with("role", "group").with("aria-labelledby", "title").children(taps);
    let ends = [labels.first(), labels.last()].into_iter().flatten().map(|end| el("span", "", "").text(end));
    el("div", "scale", "").child(row).child(el("div", "ends", "").with("aria-hidden", "true").children(ends))
}

/// Words go the way of comments; none are sent as long as none are written.
fn field(scene: &Scene, label: &str, send: &str, page: usize) -> El {
    let here = scene.clone();
    let label = scene.filled(label);
    let area =
        el("textarea", "", "words").with("aria-label", label.clone()).with("rows", "3").with("maxlength", WORDS_MAX);
    let area = area.with("dir", "auto");
    let send = el("button", "main", "send").text(send).press(move |event| {
        let Some(area) = area_of(&event) else { return };
        let words = get(&area, "value").as_string().unwrap_or_default();
        if words.trim().is_empty() {
            return focus::put_on(area.unchecked_ref());
        }
        let about = record(&[("about", here.prompt().words.about.as_str().into())]);
        open::tell("comment", &[words.into(), about]);
        deeds::go(&here, page, &[]);
    });
    el("div", "field", "").child(el("p", "label", "").text(label).with("aria-hidden", "true")).child(area).child(send)
}

fn area_of(event: &Event) -> Option<Element> {
    let button: Element = event.current_target()?.dyn_into().ok()?;
    button.parent_element()?.query_selector("textarea").ok()?
}

fn plan_view(scene: &Scene, plan: &PlanV1) -> El {
    let points = plan.points.iter().map(|point| el("li", "", "").text(scene.filled(point)));
    el("section", "plan", "plan")
        .with("aria-label", scene.filled(&plan.name))
        .child(el("h3", "", "").text(scene.filled(&plan.name)))
        .child(el("p", "price", "").text(scene.filled(&plan.price)))
        .child(el("ul", "points", "").with("role", "list").children(points))
        .children(plan.button.as_ref().map(|button| button_view(scene, button, true)))
}
