//! How much may come, and behind which proxies the collector stands.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::limits::address::{Proxies, ProxyHeader};
use crate::limits::slots::Ticks;
use crate::limits::{Limits, Rates, Room};

/// Options of what serves strangers.
#[derive(Debug, Clone, clap::Args)]
#[group(skip)]
pub struct Options {
    /// Requests a second that may come with the public key, ten seconds' worth of them at once; 0 is no limit
    #[arg(long, env = "SM_LIMIT_KEY", default_value_t = Rates::USUAL.key)]
    limit_key: u32,
    /// The same for one trial
    #[arg(long, env = "SM_LIMIT_TRIAL", default_value_t = Rates::USUAL.trial)]
    limit_trial: u32,
    /// The same for one address, of IPv6 one network of 64 bits; addresses are neither stored nor logged
    #[arg(long, env = "SM_LIMIT_ADDRESS", default_value_t = Rates::USUAL.address)]
    limit_address: u32,
    /// Connections that may be open at once; further ones wait
    #[arg(long, env = "SM_LIMIT_CONNECTIONS", default_value_t = Room::USUAL.connections)]
    limit_connections: u32,
    /// The same for one address, where further ones are closed; trusted proxies have as many as they want
    #[arg(long, env = "SM_LIMIT_CONNECTIONS_ADDRESS", default_value_t = Room::USUAL.connections_of_address)]
    limit_connections_address: u32,
    /// A network of proxies that are believed about whom they speak for, such as `10.0.0.0/8`; once for each
    #[arg(long = "trusted-proxy", env = "SM_TRUSTED_PROXIES", value_delimiter = ',', value_parser = network)]
    trusted_proxies: Vec<IpNet>,
    /// The header in which they say it
    #[arg(long, env = "SM_PROXY_HEADER", value_enum, default_value_t = ProxyHeader::default())]
    proxy_header: ProxyHeader,
}

impl Options {
    pub(super) fn limits(&self) -> Limits {
        let rates = Rates { key: self.limit_key, trial: self.limit_trial, address: self.limit_address };
        let proxies = Proxies { networks: self.trusted_proxies.clone(), header: self.proxy_header };
        let room = Room {
            connections: self.limit_connections,
            connections_of_address: self.limit_connections_address,
            ..Room::USUAL
        };
        Limits::new(rates, proxies, Ticks::since_now()).with_room(room)
    }
}

/// A network, or one address.
fn network(text: &str) -> Result<IpNet, String> {
    let one = || text.parse::<IpAddr>().map(IpNet::from).ok();
    text.parse().ok().or_else(one).ok_or_else(|| "expected a network such as 10.0.0.0/8, or an address".to_owned())
}
