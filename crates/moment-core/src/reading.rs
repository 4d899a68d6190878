//! Readings: the numbers that rules and models read from a trial's state at one instant.

use alloc::string::String;

use crate::day_counts::DayCounts;
use crate::decay::Decay;
use crate::feature::{FeatureUse, Role};
use crate::friction::FrictionKind;
use crate::playbook::Playbook;
use crate::readiness::Readiness;
use crate::summary::Summary;
use crate::time::{Day, HOUR_S, MINUTE_S, Second, day_of};

/// What a reading is read from.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The names that readings refer to by place.
    pub playbook: &'a Playbook,
    /// The trial, all replicas together.
    pub summary: &'a Summary,
    /// The instant.
    pub now_s: Second,
    /// How long the trial is.
    pub length_days: u16,
    /// The plan's name; empty when the vendor gave none.
    pub plan: &'a str,
    /// The customer's language, a BCP 47 tag; empty when nobody said.
    pub locale: &'a str,
    /// The page's path; empty outside a page.
    pub path: &'a str,
    /// How ready the trial is, where that is known already: prompts may ask, moments and models may not.
    pub readiness: Option<&'a Readiness>,
}

impl<'a> View<'a> {
    /// A view of a trial with nothing else known: no plan, no language, no page, no readiness.
    #[must_use]
    pub fn new(playbook: &'a Playbook, summary: &'a Summary, now_s: Second, length_days: u16) -> Self {
        Self { playbook, summary, now_s, length_days, plan: "", locale: "", path: "", readiness: None }
    }
}

/// One number of the vocabulary. A place is an index into the playbook's list of features, moments, limits or texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// How much of something there was. Decayed it is in tenths.
    Count {
        /// Of what.
        of: Counted,
        /// Over which time.
        over: Over,
    },
    /// How deep a feature is used: the whole part of the binary logarithm of one more than its uses.
    Depth {
        /// Which feature.
        feature: u8,
    },
    /// Hours since the last use of a feature; -1 before the first.
    HoursSince {
        /// Which feature.
        feature: u8,
    },
    /// Days with any activity.
    ActiveDays {
        /// On how many last days; 0 is all time.
        within_days: u8,
    },
    /// How many different features were used.
    Breadth,
    /// Active days in a row.
    Streak,
    /// Visits.
    Sessions,
    /// Hours since the last activity.
    RecencyHours,
    /// Days since the trial began.
    TrialDay,
    /// Percent of the trial that has passed; over 100 afterwards.
    TrialProgress,
    /// Whether a moment was reached: 1 or 0.
    Moment {
        /// Which moment.
        moment: u8,
        /// On how many last days; 0 is ever.
        within_days: u8,
    },
    /// How many moments were reached.
    Moments,
    /// Hours from the start to a moment; -1 while it is not reached.
    HoursTo {
        /// Which moment.
        moment: u8,
    },
    /// Percent of a limit that is used; 0 while nothing was told.
    Limit {
        /// Which limit.
        limit: u8,
    },
    /// The largest percentage of any of the playbook's limits.
    LimitPressure,
    /// Signs of trouble in a hundred uses.
    FrictionRate,
    /// The newest reaction to a moment, 1 to 5; 0 while there is none.
    Reaction {
        /// Which moment.
        moment: u8,
    },
    /// The newest reaction of all, 1 to 5; 0 while there is none.
    LastReaction,
    /// Whether the plan is called so: 1 or 0.
    Plan {
        /// Which of the playbook's texts.
        text: u8,
    },
    /// Whether the customer's language is this or a variant of it: 1 or 0.
    Locale {
        /// Which of the playbook's texts.
        text: u8,
    },
    /// Whether the page fits a pattern: 1 or 0.
    Route {
        /// Which of the playbook's texts.
        text: u8,
    },
    /// The readiness score, 0 to 100.
    Score,
    /// The readiness band, 0 (cold) to 3 (urgent).
    Band,
}

/// What is counted by day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Uses of one feature.
    Feature(u8),
    /// Uses of all features that play one role.
    Role(Role),
    /// Uses of all features.
    Uses,
    /// Minutes of engaged time.
    EngagedMinutes,
    /// Friction of one kind.
    Friction(FrictionKind),
    /// Friction of any kind.
    Trouble,
}

/// Over which time something is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// All time.
    All,
    /// The last so many days, today included.
    Days(u8),
    /// All days of the window, each losing half its weight with every so many days.
    HalfLife(u8),
}

impl Reading {
    /// The reading's value now. A place that the playbook does not have reads as 0.
    #[must_use]
    pub fn value(self, view: &View) -> i32 {
        let summary = view.summary;
        let today = day_of(view.now_s);
        match self {
            Self::Count { of, over } => of.amount(view, over),
            Self::Depth { feature } => depth(feature_use(view, feature)),
            Self::HoursSince { feature } => {
                feature_use(view, feature).map_or(-1, |used| hours(view.now_s.saturating_sub(used.last_s)))
            }
            Self::ActiveDays { within_days: 0 } => whole(summary.active_days.len()),
            Self::ActiveDays { within_days } => whole(summary.active_days.within(today, within_days)),
            Self::Breadth => length(summary.features.len()),
            Self::Streak => whole(summary.active_days.streak(today)),
            Self::Sessions => whole(summary.sessions),
            Self::RecencyHours => hours(view.now_s.saturating_sub(summary.last_s)),
            Self::TrialDay => i32::from(today),
            Self::TrialProgress => i32::from(today) * 100 / i32::from(view.length_days.max(1)),
            Self::Moment { moment, within_days } => {
                let is_recent = |at| within_days == 0 || today.saturating_sub(day_of(at)) < Day::from(within_days);
                i32::from(reached(view, moment).is_some_and(is_recent))
            }
            Self::Moments => length(summary.moments.len()),
            Self::HoursTo { moment } => reached(view, moment).map_or(-1, hours),
            Self::Limit { limit } => view.playbook.limits.get(usize::from(limit)).map_or(0, |name| percent(view, name)),
            Self::LimitPressure => view.playbook.limits.iter().map(|name| percent(view, name)).max().unwrap_or(0),
            Self::FrictionRate => {
                let all = |of: Counted| i64::from(of.amount(view, Over::All));
                let rate = all(Counted::Trouble) * 100 / all(Counted::Uses).max(1);
                i32::try_from(rate).unwrap_or(i32::MAX)
            }
            Self::Reaction { moment } => {
                let name = view.playbook.moments.get(usize::from(moment)).map(|rule| &rule.name);
                name.and_then(|name| summary.reaction(name)).map_or(0, i32::from)
            }
            Self::LastReaction => summary.last_reaction().map_or(0, i32::from),
            Self::Plan { text } => i32::from(text_of(view, text) == Some(view.plan)),
            Self::Locale { text } => i32::from(text_of(view, text).is_some_and(|tag| is_language(view.locale, tag))),
            Self::Route { text } => i32::from(text_of(view, text).is_some_and(|route| fits(route, view.path))),
            Self::Score => view.readiness.map_or(0, |readiness| i32::from(readiness.score)),
            Self::Band => view.readiness.map_or(0, |readiness| readiness.band as i32),
        }
    }
}

impl Counted {
    fn amount(self, view: &View, over: Over) -> i32 {
        let today = day_of(view.now_s);
        let mut sum = 0.0;
        match over {
            Over::All => self.each(view, &mut |counts| sum += f64::from(counts.total())),
            Over::Days(days) => self.each(view, &mut |counts| sum += f64::from(counts.within(today, days))),
            Over::HalfLife(days) => {
                let mut decay = Decay::new(days, today);
                self.each(view, &mut |counts| decay.add(counts));
                sum = 10.0 * decay.sum();
            }
        }
        if self == Self::EngagedMinutes {
            sum /= f64::from(MINUTE_S);
        }
        saturated(sum)
    }

    /// Calls `add` with the counts of everything that is meant.
    fn each(self, view: &View, add: &mut dyn FnMut(&DayCounts)) {
        let summary = view.summary;
        match self {
            Self::Feature(feature) => {
                if let Some(used) = feature_use(view, feature) {
                    add(&used.counts);
                }
            }
            Self::Role(role) => {
                for rule in view.playbook.features.iter().filter(|rule| rule.role == Some(role)) {
                    if let Some(used) = summary.feature(&rule.name) {
                        add(&used.counts);
                    }
                }
            }
            Self::Uses => summary.features.iter().for_each(|used| add(&used.counts)),
            Self::EngagedMinutes => add(&summary.engaged),
            Self::Friction(kind) => add(&summary.friction[kind as usize].counts),
            Self::Trouble => summary.friction.iter().for_each(|friction| add(&friction.counts)),
        }
    }
}

/// Whether `tag` is the language `wanted` or a variant of it: `de-AT` is `de`.
#[must_use]
pub fn is_language(tag: &str, wanted: &str) -> bool {
    let (tag, wanted) = (tag.as_bytes(), wanted.as_bytes());
    let begin = tag.get(..wanted.len());
    begin.is_some_and(|begin| begin.eq_ignore_ascii_case(wanted)) && matches!(tag.get(wanted.len()), None | Some(b'-'))
}

fn feature_use<'a>(view: &View<'a>, feature: u8) -> Option<&'a FeatureUse> {
    view.summary.feature(&view.playbook.features.get(usize::from(feature))?.name)
}

fn depth(used: Option<&FeatureUse>) -> i32 {
    let total = used.map_or(0, |used| used.counts.total());
    whole(total.saturating_add(1).ilog2())
}

fn reached(view: &View, moment: u8) -> Option<Second> {
    view.summary.moment(&view.playbook.moments.get(usize::from(moment))?.name)
}

fn percent(view: &View, limit: &str) -> i32 {
    view.summary.limit(limit).map_or(0, |standing| whole(standing.percent()))
}

fn text_of<'a>(view: &View<'a>, text: u8) -> Option<&'a str> {
    view.playbook.texts.get(usize::from(text)).map(String::as_str)
}

fn fits(route: &str, path: &str) -> bool {
    crate::route::fits(route.as_bytes(), path.as_bytes())
}

fn hours(seconds: Second) -> i32 {
    whole(seconds / HOUR_S)
}

fn whole(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn length(len: usize) -> i32 {
    i32::try_from(len).unwrap_or(i32::MAX)
}

#[expect(clippy::cast_possible_truncation, reason = "a float that is out of range becomes the nearest whole number")]
fn saturated(sum: f64) -> i32 {
    sum as i32
}
