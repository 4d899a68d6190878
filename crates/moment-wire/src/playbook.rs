//! The playbook on its way to a browser: compiled, in one language.

use alloc::string::String;
use alloc::vec::Vec;

use moment_core::budget::Budget;
use moment_core::moment::{MomentRule, Stage};
use moment_core::playbook::{FeatureRule, Playbook};
use moment_core::prompt::{PromptKind, PromptRule, Status};
use moment_core::readiness::{Scorecard, Weight};
use moment_core::route::Pattern;

use crate::codec::{Reader, Writer};
use crate::rule::{put_reading_v1, put_rule_v1, take_reading_v1, take_rule_v1};
use crate::words::{FrameWordsV1, PromptWordsV1, ThemeV1};

/// Version 1: the rules, which the core reads, and beside them what only the widget and the customer read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaybookV1 {
    /// A number made from the playbook's text: another text, another number.
    pub version: u32,
    /// The rules. Whether everything is paused is no part of a playbook's text: the start message says it.
    pub rules: Playbook,
    /// For each feature its CSS selectors; a click, submit or change on what matches counts.
    pub selectors: Vec<Vec<String>>,
    /// For each weight what a customer reads when it speaks for a prompt; empty when it is never told.
    pub reasons: Vec<String>,
    /// For each prompt its words; none when there are none in the customer's language nor in the fallback.
    pub words: Vec<Option<PromptWordsV1>>,
    /// What stands around every prompt.
    pub frame: FrameWordsV1,
    /// How prompts look.
    pub theme: ThemeV1,
}

impl PlaybookV1 {
    /// Puts the playbook.
    pub fn put(&self, writer: &mut Writer) {
        writer.number(self.version);
        put_rules(writer, &self.rules);
        writer.list(&self.selectors, |writer, selectors| put_texts(writer, selectors));
        put_texts(writer, &self.reasons);
        writer.list(&self.words, |writer, words| writer.option(words.as_ref(), |writer, words| words.put(writer)));
        self.frame.put(writer);
        self.theme.put(writer);
    }

    /// Takes a playbook.
    pub fn take(reader: &mut Reader) -> Self {
        let mut playbook = Self {
            version: reader.u32(),
            rules: take_rules(reader),
            selectors: reader.list(take_texts),
            reasons: take_texts(reader),
            words: reader.list(|reader| reader.option(PromptWordsV1::take)),
            frame: FrameWordsV1::take(reader),
            theme: ThemeV1::take(reader),
        };
        for (rule, words) in playbook.rules.prompts.iter_mut().zip(&playbook.words) {
            rule.has_words = words.is_some();
        }
        playbook
    }
}

fn put_rules(writer: &mut Writer, rules: &Playbook) {
    for seconds in [rules.stale_after_s, rules.settle_s, rules.recovery_s, rules.snooze_s] {
        writer.number(seconds);
    }
    writer.list(&rules.features, |writer, feature| {
        writer.text(&feature.name);
        put_routes(writer, &feature.routes);
    });
    writer.list(&rules.moments, |writer, moment| {
        writer.text(&moment.name);
        writer.byte(moment.stage as u8);
        writer.flag(moment.activation);
        writer.option(moment.when.as_ref(), put_rule_v1);
    });
    put_texts(writer, &rules.limits);
    writer.byte(rules.holdout_percent);
    writer.text(&rules.salt);
    writer.byte(rules.budget.prompts_per_day_max);
    writer.byte(rules.budget.prompts_per_week_max);
    writer.number(rules.budget.cooldown_s);
    put_scorecard(writer, &rules.scorecard);
    writer.list(&rules.prompts, put_prompt);
}

fn take_rules(reader: &mut Reader) -> Playbook {
    Playbook {
        paused: false,
        stale_after_s: reader.u32(),
        settle_s: reader.u32(),
        recovery_s: reader.u32(),
        snooze_s: reader.u32(),
        features: reader.list(|reader| FeatureRule { name: reader.text(), routes: take_routes(reader) }),
        moments: reader.list(|reader| MomentRule {
            name: reader.text(),
            stage: Stage::ALL.get(usize::from(reader.byte())).copied().unwrap_or(Stage::Value),
            activation: reader.flag(),
            when: reader.option(take_rule_v1),
        }),
        limits: take_texts(reader),
        holdout_percent: reader.byte(),
        salt: reader.text(),
        budget: Budget {
            prompts_per_day_max: reader.byte(),
            prompts_per_week_max: reader.byte(),
            cooldown_s: reader.u32(),
        },
        scorecard: take_scorecard(reader),
        prompts: reader.list(take_prompt),
    }
}

fn put_scorecard(writer: &mut Writer, scorecard: &Scorecard) {
    writer.signed(scorecard.base);
    writer.list(&scorecard.weights, |writer, weight| {
        put_reading_v1(writer, weight.reading);
        writer.list(&weight.bins, |writer, bin| writer.signed(*bin));
        writer.list(&weight.points, |writer, points| writer.signed(*points));
        writer.signed(weight.mean);
    });
    writer.raw(&scorecard.bands);
}

fn take_scorecard(reader: &mut Reader) -> Scorecard {
    Scorecard {
        base: reader.i32(),
        weights: reader.list(|reader| Weight {
            reading: take_reading_v1(reader),
            bins: reader.list(Reader::i32),
            points: reader.list(Reader::i32),
            mean: reader.i32(),
        }),
        bands: [reader.byte(), reader.byte(), reader.byte()],
    }
}

fn put_prompt(writer: &mut Writer, rule: &PromptRule) {
    writer.text(&rule.id);
    writer.byte(rule.kind as u8);
    writer.byte(rule.status as u8);
    writer.flag(rule.commercial);
    writer.signed(rule.priority.into());
    put_rule_v1(writer, &rule.when);
    writer.option(rule.unless.as_ref(), put_rule_v1);
    writer.byte(rule.score_min);
    put_routes(writer, &rule.routes);
    writer.byte(rule.lifetime_max);
    writer.byte(rule.control_percent);
    writer.option(rule.from_ms, Writer::number);
    writer.option(rule.until_ms, Writer::number);
}

fn take_prompt(reader: &mut Reader) -> PromptRule {
    let id = reader.text();
    // A kind that came after this program cannot be painted here, so such a prompt is not running here.
    let kind = PromptKind::ALL.get(usize::from(reader.byte())).copied();
    let status = Status::ALL.get(usize::from(reader.byte())).copied().filter(|_| kind.is_some());
    PromptRule {
        id,
        kind: kind.unwrap_or(PromptKind::Card),
        status: status.unwrap_or_default(),
        commercial: reader.flag(),
        priority: i16::try_from(reader.i32()).unwrap_or(0),
        when: take_rule_v1(reader),
        unless: reader.option(take_rule_v1),
        score_min: reader.byte(),
        routes: take_routes(reader),
        lifetime_max: reader.byte(),
        control_percent: reader.byte(),
        from_ms: reader.option(Reader::u64),
        until_ms: reader.option(Reader::u64),
        has_words: false,
    }
}

fn put_routes(writer: &mut Writer, routes: &[Pattern]) {
    writer.list(routes, |writer, route| writer.text(&route.0));
}

fn take_routes(reader: &mut Reader) -> Vec<Pattern> {
    reader.list(|reader| Pattern(reader.text()))
}

fn put_texts(writer: &mut Writer, texts: &[String]) {
    writer.list(texts, |writer, text| writer.text(text));
}

fn take_texts(reader: &mut Reader) -> Vec<String> {
    reader.list(Reader::text)
}
