//! "Why am I seeing this?": the readings that speak for the prompt, each with a bar as long as it weighs.

use leptos::prelude::*;

pub(crate) const CSS: &str = include_str!("reasons/reasons.css");

/// Below this a bar looks like dirt.
const PERCENT_MIN: i32 = 6;

pub(crate) struct Words {
    /// Asks for the reasons.
    pub(crate) why: String,
    /// Stands above them.
    pub(crate) intro: String,
    /// Stands in their place when there are none.
    pub(crate) none: String,
}

pub(crate) fn view(words: Words, reasons: Vec<(String, i32)>) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let text = if reasons.is_empty() { words.none } else { words.intro };
    view! {
        <button
            class="link why"
            data-testid="why"
            aria-expanded=move || if is_open.get() { "true" } else { "false" }
            aria-controls="why"
            on:click:capture=move |_| is_open.update(|is_open| *is_open = !*is_open)
        >
            {words.why}
        </button>
        <div class="reasons" id="why" data-testid="why-list" hidden=move || !is_open.get()>
            <p>{text}</p>
            {list(reasons)}
        </div>
    }
}

fn list(reasons: Vec<(String, i32)>) -> Option<impl IntoView> {
    let most = reasons.iter().map(|(_, points)| *points).max()?;
    let rows = reasons.into_iter().map(|(text, points)| {
        let share = percent(points, most);
        view! {
            <li>
                {text}
                <span class="bar"><span style:inline-size=format!("{share}%")></span></span>
            </li>
        }
    });
    Some(view! { <ul role="list">{rows.collect::<Vec<_>>()}</ul> })
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
