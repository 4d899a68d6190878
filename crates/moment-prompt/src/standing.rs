//! How things stand with the trial, as a prompt tells it: limits, moments, the budget, the days that are left.

use js_sys::Date;
use moment_core::budget::{Cap, FEWER};
use moment_core::exposure::PromptRecord;
use moment_core::limit::{Limit, LimitUse};
use moment_core::moment::Reached;
use moment_core::prompt::PromptKind;
use moment_core::summary::BudgetChoice;
use moment_core::time::{Second, day_of, second_of};
use moment_wire::prompt::{PromptV3, ReplyV1, unpaintable};
use moment_wire::saved::SavedV4;

use crate::fill::Value;
use crate::replies;

const DAY_MS: f64 = 86_400_000.0;

/// The prompt and what is known of the trial.
pub(crate) struct Standing<'a> {
    pub(crate) prompt: &'a PromptV3,
    pub(crate) facts: &'a SavedV4,
}

impl Standing<'_> {
    /// What a place in a text stands for.
    pub(crate) fn place(&self, name: &str) -> Option<Value> {
        let LimitUse { used, of, .. } = self.limit();
        let reply = self.prompt.reply.as_ref();
        Some(match name {
            "used" => Value::Number(used.into()),
            "of" => Value::Number(of.into()),
            "left" => Value::Number(of.saturating_sub(used).into()),
            "percent" => Value::Number(self.limit().percent().into()),
            "day" => Value::Number(day_of(self.now_s()).into()),
            "days_left" => Value::Number((ms(self.prompt.ends_ms) - Date::now()).max(0.0).div_euclid(DAY_MS)),
            "ends" => Value::Date(ms(self.prompt.ends_ms)),
            "comment" => Value::Text(reply?.comment.clone()),
            "reply" => Value::Text(reply?.words.clone()),
            "by" => Value::Text(reply?.by.clone()),
            "at" => Value::Date(ms(reply?.at_ms)),
            _ => return None,
        })
    }

    /// The limit of which the prompt speaks; nothing of nothing where nobody told it.
    pub(crate) fn limit(&self) -> LimitUse {
        let known = self.facts.summary.limits.iter().find(|limit| limit.name == self.prompt.words.limit);
        known.map(|limit| limit.standing).unwrap_or_default()
    }

    pub(crate) fn is_full(&self) -> bool {
        let LimitUse { used, of, .. } = self.limit();
        of > 0 && used >= of
    }

    pub(crate) fn is_reached(&self, moment: &str) -> bool {
        self.facts.summary.moment(moment).is_some()
    }

    pub(crate) fn choice(&self) -> BudgetChoice {
        self.facts.summary.budget.choice
    }

    /// Each bound on prompts that sell, with how many are left of it now.
    pub(crate) fn caps(&self) -> Vec<(Cap, u32)> {
        let surround = &self.prompt.surround;
        let guides = |record: &&PromptRecord| !surround.guides.contains(&record.id);
        let chosen = (self.choice() == BudgetChoice::Fewer).then_some(FEWER);
        let caps = surround.caps.iter().copied().filter(|_| chosen.is_none()).chain(chosen);
        caps.map(|cap| {
            let selling = self.facts.summary.prompts.iter().filter(guides);
            let shown: u32 = selling.map(|record| record.shown.within(day_of(self.now_s()), cap.period_days)).sum();
            (cap, u32::from(cap.cap).saturating_sub(shown))
        })
        .collect()
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the clock counts on from 1970")]
    fn now_s(&self) -> Second {
        second_of(self.facts.started_ms, Date::now() as u64)
    }

    /// What is known, or for a preview what shows the prompt at its best: a limit nearly used up, the first moments
    /// reached.
    pub(crate) fn sample_or(prompt: &PromptV3) -> SavedV4 {
        let mut facts = prompt.facts.clone();
        let summary = &mut facts.summary;
        if prompt.is_preview {
            let standing = LimitUse { used: 4, of: 5, ..LimitUse::default() };
            summary.limits = [Limit { name: prompt.words.limit.clone(), standing }].into();
            let reached = prompt.words.items().take(1);
            summary.moments = reached.map(|item| Reached { name: item.moment.clone(), at_s: 0 }).collect();
        }
        facts
    }
}

/// A prompt out of its bytes, and its kind. Errors: why it cannot be painted, a word of [`unpaintable`].
pub(crate) fn read(bytes: &[u8]) -> Result<(PromptV3, PromptKind), &'static str> {
    let prompt = PromptV3::decode(bytes).ok().filter(|prompt| !prompt.words.pages.is_empty());
    let prompt = replies::put_into(with_sample_reply(prompt.ok_or(unpaintable::NOT_VISIBLE)?));
    let kind = PromptKind::ALL.get(usize::from(prompt.kind)).copied().ok_or(unpaintable::NOT_VISIBLE)?;
    if kind == PromptKind::Reply && prompt.reply.is_none() { Err(unpaintable::NOT_FOUND) } else { Ok((prompt, kind)) }
}

/// The vendor's answer as a preview has it.
fn with_sample_reply(mut prompt: PromptV3) -> PromptV3 {
    if prompt.is_preview && prompt.kind == PromptKind::Reply as u8 {
        prompt.reply = Some(ReplyV1 {
            comment: "Can I send this to my accountant?".to_owned(),
            words: "Yes: open it, then choose Export. We made it easier to find.".to_owned(),
            by: "Mia".to_owned(),
            at_ms: prompt.facts.started_ms,
        });
    }
    prompt
}

#[expect(clippy::cast_precision_loss, reason = "an instant is far smaller than 2 to the 53")]
fn ms(ms: u64) -> f64 {
    ms as f64
}
