//! `second-moment demo`: the whole house on one machine, on an embedded store.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context, Result};
use tokio::net::TcpListener;

use crate::demo::access::Access;
use crate::demo::product::{Product, product};
use crate::demo::visitors::{Crowd, send_crowd};
use crate::limits::Limits;
use crate::links::Links;
use crate::retention::Retention;
use crate::server::{GRACE, Running, Setup, stop_signal};
use crate::store::Change;

/// Options of `demo`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The playbook, a TOML file
    #[arg(long, default_value = "playbook.toml")]
    playbook: PathBuf,
    /// The folder in which everything is kept
    #[arg(long, default_value = "demo-data")]
    data: PathBuf,
    /// The folder that holds the demo product: its `index.html` and `www/demo/`
    #[arg(long, default_value = ".")]
    product: PathBuf,
    /// The folder of built files, if not those that the program carries
    #[arg(long)]
    assets: Option<PathBuf>,
    /// The port of the demo product; 0 takes a free one
    #[arg(long, default_value_t = 4180)]
    port: u16,
    /// The port of the collector and its console; 0 takes a free one
    #[arg(long, default_value_t = 4181)]
    console_port: u16,
    /// How many simulated trials to add; they are labelled as simulated wherever they show
    #[arg(long, default_value_t = 0)]
    visitors: u32,
    /// Another seed, another crowd
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Serves product and collector until it is told to stop.
pub fn run(options: &Options) -> Result<()> {
    super::start_log();
    let playbook = super::read_playbook(&options.playbook)?;
    if let Some(left) = super::lints_left(&options.playbook, &playbook) {
        tracing::warn!("{left}");
    }
    let assets = super::read_assets(options.assets.as_deref())?;
    std::fs::create_dir_all(&options.data).context("cannot make the data folder")?;
    let access = Access::read_or_make(&options.data)?;
    tokio::runtime::Runtime::new()?.block_on(async {
        let product_listener = bind(options.port).await?;
        let collector_listener = bind(options.console_port).await?;
        let product_origin = origin(&product_listener)?;
        let collector_origin = origin(&collector_listener)?;
        let key = access.key(std::slice::from_ref(&product_origin));
        let crowd = Crowd {
            count: options.visitors,
            seed: options.seed,
            playbook: playbook.clone(),
            collector: collector_origin.clone(),
            origin: product_origin.clone(),
            key: key.clone(),
        };
        let holdout = (playbook.rules.salt.clone(), playbook.rules.holdout_percent);
        let setup = Setup {
            playbook,
            data: options.data.clone(),
            keys: vec![key.clone()],
            assets,
            links: Links::default(),
            clock: super::wall_clock(),
            grace: GRACE,
            limits: Limits::none(),
            retention: Retention::USUAL,
        };
        let running = Running::start(setup)?;
        running.parts.store.commit(&[Change::Token(access.token_hash())])?;
        let product = product(Product {
            folder: options.product.clone(),
            collector: collector_origin.clone(),
            key,
            clock: super::wall_clock(),
            holdout,
        });
        println!(
            "\n  demo product  {product_origin}/\n  console       {collector_origin}/console/#token={}",
            access.token
        );
        println!("                (the token alone: {})\n\n  Ctrl-C ends it.\n", access.token);
        let visits = tokio::task::spawn_blocking(move || send_crowd(&crowd));
        let shop =
            tokio::spawn(
                async move { axum::serve(product_listener, product).with_graceful_shutdown(stop_signal()).await },
            );
        running.serve(collector_listener, stop_signal()).await?;
        shop.await??;
        visits.abort();
        Ok(())
    })
}

async fn bind(port: u16) -> Result<TcpListener> {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen on {address}: is another demo running? --port and --console-port choose other ports")
    })
}

fn origin(listener: &TcpListener) -> Result<String> {
    Ok(format!("http://{}", listener.local_addr()?))
}
