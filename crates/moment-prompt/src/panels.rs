//! What every prompt tells of itself on demand: why it is there, how many there may be, and what is known.

use moment_core::summary::BudgetChoice;
use moment_core::time::MINUTE_S;
use moment_wire::prompt::answer;
use moment_wire::words::FrameWord;
use reactive_graph::signal::RwSignal;
use reactive_graph::traits::{Get, GetUntracked, Set};

use crate::fill::Value;
use crate::open;
use crate::scene::Scene;
use crate::view::{El, TEXT, el};

/// Below this a bar looks like dirt.
const PERCENT_MIN: i32 = 6;

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
    let open = scene.panel();
    el("button", "link opener", part)
        .text(scene.frame(word))
        .with("aria-controls", format!("panel{number}"))
        .live("aria-expanded", move || Some((open.get() == number).to_string()))
        .press(move |_| open.set(if open.get_untracked() == number { 0 } else { number }))
}

fn panel(scene: &Scene, number: usize, part: &'static str) -> El {
    let open = scene.panel();
    el("div", "panel", part).with("id", format!("panel{number}")).hidden(move || open.get() != number)
}

/// The readings that speak for the prompt, each with a bar as long as it weighs.
fn why(scene: &Scene) -> Vec<El> {
    let reasons = scene.prompt().reasons();
    let Some(most) = reasons.first().map(|(_, points)| *points) else {
        return vec![el("p", "", "").text(scene.frame(FrameWord::WhyNone))];
    };
    let rows = reasons.iter().map(|(text, points)| {
        let bar = el("span", "", "").with("~inline-size", format!("{}%", percent(*points, most)));
        let reason = el("span", "", "").text(scene.filled(text));
        el("li", "", "").child(reason).child(el("span", "bar", "").child(bar))
    });
    let intro = el("p", "", "").text(scene.frame(FrameWord::WhyIntro));
    vec![intro, el("ul", "", "").with("role", "list").children(rows)]
}

/// The budget, line by line, and what lowers it.
fn fewer(scene: &Scene) -> Vec<El> {
    let (lines, choice) = scene.with_standing(|standing| (standing.caps(), standing.choice()));
    let line = scene.prompt().surround.frame.get(FrameWord::Budget);
    let lines = lines.into_iter().map(|(cap, left)| {
        let place = |name: &str| match name {
            "cap" => Some(Value::Number(cap.cap.into())),
            "days" => Some(Value::Number(cap.period_days.into())),
            _ => Some(Value::Number(left.into())),
        };
        el("p", "", "budget").text(scene.fill().fill(line, place))
    });
    let is_fewer = choice == BudgetChoice::Fewer;
    let chosen = is_fewer.then(|| el("p", "", "").text(scene.frame(FrameWord::BudgetChosen)));
    let button =
        |word, part, choose: fn()| el("button", "small", part).text(scene.frame(word)).press(move |_| choose());
    let other = if is_fewer {
        button(FrameWord::BudgetNormal, "budget-normal", || {
            open::tell("budget", &["normal".into()]);
            open::end(answer::DISMISSED);
        })
    } else {
        button(FrameWord::BudgetFewer, "budget-fewer", || open::end(answer::FEWER))
    };
    let none = button(FrameWord::BudgetNone, "budget-none", || {
        open::tell("budget", &["none".into()]);
        open::end(answer::DISMISSED);
    });
    lines.chain(chosen).chain([el("div", "choices", "").child(other).child(none)]).collect()
}

/// What was counted, in plain words, and how to end it.
fn data(scene: &Scene) -> Vec<El> {
    let surround = &scene.prompt().surround;
    let row = |name: &str, value: String| {
        el("li", "", "").child(el("span", "", "").text(name)).child(el("span", "", "").text(value))
    };
    let number = |number: u32| scene.fill().number(number.into());
    let rows = scene.with_standing(|standing| {
        let summary = &standing.facts.summary;
        let uses = summary.features.iter();
        let uses = uses.map(|used| row(surround.label(&used.name), number(used.counts.total())));
        let moments = summary.moments.iter();
        let moments = moments.map(|reached| row(surround.label(&reached.name), scene.frame(FrameWord::Done)));
        let minutes = row(&scene.frame(FrameWord::Minutes), number(summary.engaged.total() / MINUTE_S));
        uses.chain(moments).chain([minutes]).collect::<Vec<_>>()
    });
    let doubt = scene.doubt();
    let here = scene.clone();
    let forget = el("button", "small", "forget")
        .live(TEXT, move || Some(here.frame(if doubt.get() == 0 { FrameWord::Forget } else { FrameWord::ForgetSure })))
        .press(move |_| forget_if_sure(doubt));
    let withdraw = el("button", "small", "withdraw").text(scene.frame(FrameWord::Withdraw)).press(|_| {
        open::tell("consent", &["denied".into()]);
        open::hide();
    });
    vec![
        el("p", "", "").text(scene.frame(FrameWord::DataIntro)),
        el("ul", "counts", "").with("role", "list").children(rows),
        el("p", "", "").text(scene.frame(FrameWord::DataConsent)),
        el("div", "choices", "").child(withdraw).child(forget),
    ]
}

/// Nobody is forgotten by a slip.
fn forget_if_sure(doubt: RwSignal<usize>) {
    if doubt.get_untracked() == 0 {
        return doubt.set(1);
    }
    open::tell("forget", &[]);
    open::hide();
}

/// Of the longest bar.
fn percent(points: i32, most: i32) -> i32 {
    let share = i64::from(points) * 100 / i64::from(most.max(1));
    i32::try_from(share).unwrap_or(100).clamp(PERCENT_MIN, 100)
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
