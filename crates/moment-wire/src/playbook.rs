//! The playbook on its way to a browser: compiled, in one language.

use alloc::string::String;
use alloc::vec::Vec;

use moment_core::budget::{Cap, Frequency};
use moment_core::feature::Role;
use moment_core::moment::{MomentRule, Stage};
use moment_core::playbook::{FeatureRule, Playbook};
use moment_core::prompt::{PromptKind, PromptRule, Status, Variant};
use moment_core::readiness::{Scorecard, Weight};
use moment_core::route::Pattern;
use moment_core::schedule::{Edge, Schedule};

use crate::codec::{Reader, Writer};
use crate::rule::{put_reading, put_rule, take_reading, take_rule};

/// The most bytes that a model may take on the wire.
pub const MODEL_BYTES_MAX: usize = 2048;

/// Version 3: the rules, which the core reads, and beside them what only the widget and the customer read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaybookV3 {
    /// A number made from the playbook's text: another text, another number.
    pub version: u32,
    /// The rules. Whether everything is paused is no part of a playbook's text: the start message says it.
    pub rules: Playbook,
    /// For each feature its CSS selectors; a click, submit or change on what matches counts.
    pub selectors: Vec<Vec<String>>,
    /// For each prompt its words, packed (see [`crate::words::PromptWordsV1`]), for each of its variants or once; none
    /// when there are none in the customer's language nor in the fallback.
    pub words: Vec<Vec<Vec<u8>>>,
    /// What stands around every prompt, packed: see [`crate::words::SurroundV1`].
    pub surround: Vec<u8>,
}

impl PlaybookV3 {
    /// Puts the playbook.
    pub fn put(&self, writer: &mut Writer) {
        writer.number(self.version);
        put_rules(writer, &self.rules);
        writer.list(&self.selectors, |writer, selectors| put_texts(writer, selectors));
        writer.list(&self.words, |writer, words| writer.list(words, |writer, words| writer.packed(words)));
        writer.packed(&self.surround);
    }

    /// Takes a playbook.
    pub fn take(reader: &mut Reader) -> Self {
        let mut playbook = Self {
            version: reader.u32(),
            rules: take_rules(reader),
            selectors: reader.list(take_texts),
            words: reader.list(|reader| reader.list(|reader| reader.bytes().to_vec())),
            surround: reader.bytes().to_vec(),
        };
        for (rule, words) in playbook.rules.prompts.iter_mut().zip(&playbook.words) {
            rule.has_words = !words.is_empty();
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
        // 0 is none.
        writer.byte(feature.role.map_or(0, |role| role as u8 + 1));
    });
    writer.list(&rules.moments, |writer, moment| {
        writer.text(&moment.name);
        writer.byte(moment.stage as u8);
        writer.flag(moment.activation);
        writer.option(moment.when.as_ref(), put_rule);
    });
    put_texts(writer, &rules.limits);
    put_texts(writer, &rules.texts);
    writer.byte(rules.holdout_percent);
    writer.text(&rules.salt);
    put_frequency(writer, &rules.budget);
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
        features: reader.list(|reader| FeatureRule {
            name: reader.text(),
            routes: take_routes(reader),
            role: Role::ALL.get(usize::from(reader.byte()).wrapping_sub(1)).copied(),
        }),
        moments: reader.list(|reader| MomentRule {
            name: reader.text(),
            stage: Stage::ALL.get(usize::from(reader.byte())).copied().unwrap_or(Stage::Value),
            activation: reader.flag(),
            when: reader.option(take_rule),
        }),
        limits: take_texts(reader),
        texts: take_texts(reader),
        holdout_percent: reader.byte(),
        salt: reader.text(),
        budget: take_frequency(reader),
        scorecard: take_scorecard(reader),
        prompts: reader.list(take_prompt),
    }
}

/// The bytes that a model takes on the wire.
#[must_use]
pub fn model_bytes(scorecard: &Scorecard) -> usize {
    let mut writer = Writer::default();
    put_scorecard(&mut writer, scorecard);
    writer.finish().len()
}

fn put_scorecard(writer: &mut Writer, scorecard: &Scorecard) {
    writer.signed(scorecard.base);
    writer.list(&scorecard.weights, |writer, weight| {
        put_reading(writer, weight.reading);
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
            reading: take_reading(reader),
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
    put_rule(writer, &rule.when);
    writer.option(rule.unless.as_ref(), put_rule);
    writer.byte(rule.score_min);
    put_routes(writer, &rule.routes);
    writer.byte(rule.devices);
    put_frequency(writer, &rule.frequency);
    writer.byte(rule.control_percent);
    writer.list(&rule.variants, |writer, variant| {
        writer.text(&variant.key);
        writer.byte(variant.weight);
    });
    put_schedule(writer, &rule.schedule);
    writer.option(rule.about, Writer::byte);
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
        when: take_rule(reader),
        unless: reader.option(take_rule),
        score_min: reader.byte(),
        routes: take_routes(reader),
        devices: reader.byte(),
        frequency: take_frequency(reader),
        control_percent: reader.byte(),
        variants: reader.list(|reader| Variant { key: reader.text(), weight: reader.byte() }),
        schedule: take_schedule(reader),
        about: reader.option(Reader::byte),
        has_words: false,
    }
}

fn put_frequency(writer: &mut Writer, frequency: &Frequency) {
    writer.byte(frequency.lifetime);
    writer.list(&frequency.caps, |writer, cap| writer.raw(&[cap.cap, cap.period_days]));
    writer.number(frequency.cooldown_s);
}

fn take_frequency(reader: &mut Reader) -> Frequency {
    Frequency {
        lifetime: reader.byte(),
        caps: reader.list(|reader| Cap { cap: reader.byte(), period_days: reader.byte() }),
        cooldown_s: reader.u32(),
    }
}

fn put_schedule(writer: &mut Writer, schedule: &Schedule) {
    for edge in [schedule.from, schedule.until] {
        writer.option(edge, |writer, edge| {
            writer.number(edge.ms);
            writer.flag(edge.local);
        });
    }
    writer.byte(schedule.weekdays);
    writer.number(schedule.from_minute);
    writer.number(schedule.until_minute);
    writer.byte(schedule.every_days);
}

fn take_schedule(reader: &mut Reader) -> Schedule {
    Schedule {
        from: reader.option(take_edge),
        until: reader.option(take_edge),
        weekdays: reader.byte(),
        from_minute: reader.u16(),
        until_minute: reader.u16(),
        every_days: reader.byte(),
    }
}

fn take_edge(reader: &mut Reader) -> Edge {
    Edge { ms: reader.u64(), local: reader.flag() }
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
