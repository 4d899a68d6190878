//! `cargo xtask schemathesis`: the running collector against the document that it serves of itself, by invented requests.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};

use anyhow::{Context, Result, ensure};
use xshell::cmd;

use crate::house::House;
use crate::setup::PythonProgram;

/// The one that was tried; a newer one may want other arguments.
const VERSION: &str = "4.32.5";

#[derive(clap::Args)]
pub(crate) struct Options {
    /// How many requests are invented for each door
    #[arg(long, default_value_t = 25, value_parser = clap::value_parser!(u32).range(1..))]
    examples: u32,
    /// Another seed, other requests
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// What is checked of each answer. Answers to what the document does not allow are not among them: the collector takes some
/// of it, as headers that it does not look at.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
    response_headers_conformance,response_schema_conformance";

/// The collector's secret key and public key, which are nobody's.
const SECRET: &str = "sk_schemathesis";
const KEY: &str = "pk_schemathesis";

/// True if nothing was found.
pub(crate) fn run(house: &House, options: &Options) -> Result<ExitCode> {
    let schemathesis = PythonProgram::find_or_install(house, "schemathesis", VERSION, "schemathesis.cli")?;
    eprintln!("building the collector");
    cmd!(house.shell, "cargo build --package moment-collector").quiet().run().context("building the collector")?;
    let folder = house.target.join("schemathesis");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let program = house.target.join("debug").join("second-moment");
    let data = folder.join("data");
    let token = cmd!(house.shell, "{program} token --data {data} --role admin --name schemathesis");
    let token = token.quiet().ignore_stderr().read().context("making a token")?;
    let collector = Collector::start(house, &program, &data)?;
    let config = folder.join("schemathesis.toml");
    std::fs::write(&config, configuration())?;
    // It leaves notes of its own where it runs.
    let _there = house.shell.push_dir(&folder);
    let clean = schemathesis
        .command(house)
        .arg("--config-file")
        .arg(&config)
        .arg("run")
        .arg(format!("{}/openapi.json", collector.address))
        .arg(format!("--header=Authorization: Bearer {token}"))
        .arg(format!("--checks={CHECKS}"))
        .arg(format!("--max-examples={}", options.examples))
        .arg(format!("--seed={}", options.seed))
        .args(["--phases=examples,coverage,fuzzing", "--generation-database=none"])
        // The token stands in the command.
        .quiet()
        .run()
        .is_ok();
    drop(collector);
    std::fs::remove_dir_all(&folder)?;
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What lets invented requests come past the browser's doors, and past the backend's, where the token is none.
fn configuration() -> String {
    format!(
        "[parameters]\nkey = \"{KEY}\"\n\n[[operations]]\ninclude-name = \"POST /v1/outcomes\"\n\
         headers = {{ Authorization = \"Bearer {SECRET}\" }}\n"
    )
}

/// A collector on this machine alone, which ends with this.
struct Collector {
    child: Child,
    address: String,
}

impl Collector {
    fn start(house: &House, program: &Path, data: &Path) -> Result<Self> {
        let child = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--key", KEY, "--secret", SECRET, "--log-level", "error"])
            .args(["--limit-key", "0", "--limit-trial", "0", "--limit-address", "0", "--stripe-secret", "whsec_none"])
            .arg("--playbook")
            .arg(house.root.join("playbook.toml"))
            .arg("--data")
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .context("starting the collector")?;
        let mut collector = Self { child, address: String::new() };
        let out = collector.child.stdout.take().context("it has an output")?;
        BufReader::new(out).read_line(&mut collector.address)?;
        collector.address = collector.address.trim().to_owned();
        ensure!(collector.address.starts_with("http://"), "the collector does not start");
        Ok(collector)
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        // It may have ended already; nothing that it kept is needed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
