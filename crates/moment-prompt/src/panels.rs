//! What every prompt tells of itself on demand: why it is there, how many there may be, and what is known.

use moment_core::summary::BudgetChoice;
use moment_wire::decimal::decimal;
use moment_wire::prompt::answer;
use moment_wire::words::FrameWord;
use reactive_graph::traits::{Get, GetUntracked, Set};

use crate::attribute::truth;
use crate::open;
use crate::scene::{Scene, Signal};
use crate::view::{CELL, El, ROW, ROWS, TEXT, el};

/// Below this a bar looks like dirt.
const PERCENT_MIN: u64 = 6;

/// The foot: a button for each panel, what puts the prompt off, and the panel that is open.
pub(crate) fn view(scene: &Scene) -> El {
    let snooze = el("button", "link", "snooze").text(scene.frame(FrameWord::Snooze));
    el("div", "foot", "")
        .child(opener(scene, 1, FrameWord::Why, "why"))
        .child(snooze.press(|_| open::end(answer::SNOOZED)))
        .child(opener(scene, 2, FrameWord::Fewer, "fewer"))
        .child(opener(scene, 3, FrameWord::Data, "data"))
        .child(panel(scene, 1, "why-list").children(why(scene)))
        .child(panel(scene, 2, "fewer-list").children(fewer(scene)))
        .child(panel(scene, 3, "data-list").children(data(scene)))
}

fn opener(scene: &Scene, number: usize, word: FrameWord, part: &'static str) -> El {
    let (open, pressed) = (scene.panel(), scene.panel());
    el("button", "link opener", part)
        .text(scene.frame(word))
        .with("aria-controls", panel_id(number))
        .live("aria-expanded", move || truth(open.get() == number))
        .press(move |_| pressed.set(if pressed.get_untracked() == number { 0 } else { number }))
}

fn panel_id(number: usize) -> String {
    "panel".to_owned() + &decimal(number as u64)
}

fn panel(scene: &Scene, number: usize, part: &'static str) -> El {
    let open = scene.panel();
    el("div", "panel", part).with("id", panel_id(number)).hidden(move || open.get() != number)
}

/// The readings that speak for the prompt, each with a bar as long as it weighs; or what else does.
fn why(scene: &Scene) -> Vec<El> {
    let reasons = scene.reasons();
    let intro = el("p", "", "").text(scene.why());
    let Some(most) = reasons.first().map(|(_, points)| *points) else { return vec![intro] };
    let rows = reasons.iter().map(|(text, points)| {
        let bar = el("span", "", "").with("~inline-size", decimal(percent(*points, most)) + "%");
        let reason = el("span", "", "").text(scene.filled(text));
        el("li", "", "").child(reason).child(el("span", "bar", "").child(bar))
    });
    vec![intro, el("ul", "", "").with("role", "list").children(rows)]
}

/// The budget, line by line, and what lowers it. The prompt itself is counted as soon as it is seen.
fn fewer(scene: &Scene) -> Vec<El> {
    let lines = (0..scene.prompt().surround.caps.len().max(1)).map(|place| {
        let here = scene.clone();
        el("p", "", "budget").live(TEXT, move || here.budget().into_iter().nth(place))
    });
    let is_fewer = || {
        let here = scene.clone();
        move || here.with_standing(|standing| standing.choice() == BudgetChoice::Fewer)
    };
    let (says_so, can_lower, can_raise) = (is_fewer(), is_fewer(), is_fewer());
    let button =
        |word, part, choose: fn()| el("button", "small", part).text(scene.frame(word)).press(move |_| choose());
    let chosen = el("p", "", "").text(scene.frame(FrameWord::BudgetChosen)).hidden(move || !says_so());
    // It stays: to want more is no answer to this one.
    let normal = button(FrameWord::BudgetNormal, "budget-normal", || open::tell("budget", &["normal".into()]));
    let fewer = button(FrameWord::BudgetFewer, "budget-fewer", || open::end(answer::FEWER));
    let none = button(FrameWord::BudgetNone, "budget-none", || {
        open::tell("budget", &["none".into()]);
        open::end(answer::DISMISSED);
    });
    let choices = el("div", "choices", "")
        .child(normal.hidden(move || !can_raise()))
        .child(fewer.hidden(move || can_lower()))
        .child(none);
    lines.chain([chosen, choices]).collect()
}

/// What was counted, in plain words, and how to end it.
fn data(scene: &Scene) -> Vec<El> {
    let told = scene.clone();
    let rows = move || {
        let mut rows = String::new();
        for (name, value) in told.counted() {
            rows.push_str(&name);
            rows.push(CELL);
            rows.push_str(&value);
            rows.push(ROW);
        }
        Some(rows)
    };
    let (doubt, pressed) = (scene.doubt(), scene.doubt());
    let here = scene.clone();
    let forget = el("button", "small", "forget")
        .live(TEXT, move || Some(here.frame(if doubt.get() == 0 { FrameWord::Forget } else { FrameWord::ForgetSure })))
        .press(move |_| forget_if_sure(&pressed));
    let withdraw = el("button", "small", "withdraw").text(scene.frame(FrameWord::Withdraw)).press(|_| {
        open::tell("consent", &["denied".into()]);
        open::hide();
    });
    vec![
        el("p", "", "").text(scene.frame(FrameWord::DataIntro)),
        el("ul", "counts", "").with("role", "list").live(ROWS, rows),
        el("p", "", "").text(scene.frame(FrameWord::DataConsent)),
        el("div", "choices", "").child(withdraw).child(forget),
    ]
}

/// Nobody is forgotten by a slip.
fn forget_if_sure(doubt: &Signal) {
    if doubt.get_untracked() == 0 {
        return doubt.set(1);
    }
    open::tell("forget", &[]);
    open::hide();
}

/// Of the longest bar.
fn percent(points: i32, most: i32) -> u64 {
    let share = i64::from(points) * 100 / i64::from(most.max(1));
    u64::try_from(share).unwrap_or(0).clamp(PERCENT_MIN, 100)
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn the_strongest_reason_has_the_longest_bar() {
        assert_eq!([percent(40, 40), percent(10, 40), percent(1, 400)], [100, 25, 6]);
    }

    #[test]
    fn strange_points_give_a_bar_that_fits() {
        assert_eq!([percent(0, 0), percent(-5, -5), percent(i32::MIN, i32::MAX), percent(i32::MAX, 1)], [6, 6, 6, 100]);
    }
}
