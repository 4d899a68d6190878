//! Readiness vectors: a playbook, a summary and an instant, and every number that follows from them.

use std::collections::BTreeMap;
use std::fmt::Display;

use moment_core::playbook::Playbook;
use moment_core::reading::View;
use moment_core::summary::Summary;
use moment_core::time::Second;

use crate::block::Block;
use crate::bytes;

/// The numbers that follow, by the names of their fields, as they stand in the file.
pub type Answer = [(&'static str, String); 6];

/// The plan, the language and the page of every vector.
pub const PLAN: &str = "team";
/// See [`PLAN`].
pub const LOCALE: &str = "de-AT";
/// See [`PLAN`].
pub const PATH: &str = "/invoices/17";

/// A file of vectors. Playbooks and summaries stand before the vectors that name them.
#[derive(Debug)]
pub struct Library {
    playbooks: BTreeMap<String, Playbook>,
    summaries: BTreeMap<String, Summary>,
    vectors: Vec<Block>,
}

/// What one vector's numbers follow from.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// The rules.
    pub playbook: &'a Playbook,
    /// The state.
    pub summary: &'a Summary,
    /// How long the trial is.
    pub length_days: u16,
    /// The instant.
    pub now_s: Second,
}

impl Library {
    /// Reads a file. Errors: a block that cannot be read, with its name.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut library = Self { playbooks: BTreeMap::new(), summaries: BTreeMap::new(), vectors: Vec::new() };
        for block in Block::read_all(text) {
            let name = block.name().to_owned();
            let bytes = || block.bytes("bytes");
            match block.kind() {
                "playbook" => {
                    let playbook = bytes::to_playbook(&bytes()?).map_err(|fault| block.fault(fault))?;
                    library.playbooks.insert(name, playbook.rules);
                }
                "summary" => {
                    let summary = bytes::to_summary(&bytes()?).map_err(|fault| block.fault(fault))?;
                    library.summaries.insert(name, summary);
                }
                "vector" => library.vectors.push(block),
                _ => return Err(block.fault("neither playbook, summary nor vector")),
            }
        }
        Ok(library)
    }

    /// What the core says otherwise than the vectors, a line each; empty when all agree. A file without vectors agrees
    /// with nothing.
    pub fn check(&self) -> String {
        if self.vectors.is_empty() {
            return "there are no vectors".to_owned();
        }
        let differences = |vector: &Block| match self.given(vector) {
            Ok(given) => vector.differences(&given.answer()),
            Err(fault) => vec![fault],
        };
        self.vectors.iter().flat_map(differences).collect::<Vec<_>>().join("\n")
    }

    /// How many vectors there are.
    pub fn len(&self) -> usize {
        self.vectors.len()
    }

    /// Whether there is no vector.
    pub fn is_empty(&self) -> bool {
        self.vectors.is_empty()
    }

    /// What the vector of this name is given. Errors: there is none, or it cannot be read.
    pub fn named(&self, name: &str) -> Result<Given<'_>, String> {
        let vector = self.vectors.iter().find(|vector| vector.name() == name);
        self.given(vector.ok_or_else(|| format!("there is no vector {name}"))?)
    }

    fn given(&self, vector: &Block) -> Result<Given<'_>, String> {
        let playbook = self.playbooks.get(vector.text("playbook")?);
        let summary = self.summaries.get(vector.text("summary")?);
        Ok(Given {
            playbook: playbook.ok_or_else(|| vector.fault("its playbook is not in the file"))?,
            summary: summary.ok_or_else(|| vector.fault("its summary is not in the file"))?,
            length_days: vector.number("length_days")?,
            now_s: vector.number("now_s")?,
        })
    }
}

impl Given<'_> {
    /// All numbers: each weight's reading first, because bins hide what is wrong with it.
    pub fn answer(&self) -> Answer {
        let Self { playbook, summary, length_days, now_s } = *self;
        let [plan, locale, path] = [PLAN, LOCALE, PATH];
        let view = View { plan, locale, path, ..View::new(playbook, summary, now_s, length_days) };
        let readiness = playbook.scorecard.readiness(&view);
        let values = playbook.scorecard.weights.iter().map(|weight| weight.reading.value(&view));
        [
            ("values", list(values)),
            ("points", readiness.points.to_string()),
            ("probability", format!("{:016x}", readiness.probability.to_bits())),
            ("score", readiness.score.to_string()),
            ("band", readiness.band.name().to_owned()),
            ("contributions", list(readiness.contributions)),
        ]
    }
}

fn list(items: impl IntoIterator<Item: Display>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(" ")
}
