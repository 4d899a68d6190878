//! A replica while a batch is at it: read once, joined with whatever was told of it, and written once.

use moment_core::merge::join;
use moment_wire::beacon::BeaconV4;

use crate::judge::read;
use crate::store::Replica;

/// A replica and what its bytes say.
pub(super) struct Known {
    replica: Replica,
    /// `None` if the bytes cannot be read any more, though they could when they came.
    beacon: Option<BeaconV4>,
    /// Whether the bytes are older than the beacon.
    is_joined: bool,
}

impl Known {
    pub(super) fn of(replica: Replica) -> Self {
        Self { beacon: read(&replica), replica, is_joined: false }
    }

    pub(super) fn number(&self) -> u64 {
        self.replica.replica
    }

    pub(super) fn is_signed(&self) -> bool {
        self.replica.signed
    }

    pub(super) fn received_ms(&self) -> u64 {
        self.replica.received_ms
    }

    /// With what was told later: the newer head, and the least state that holds both, so that a late, repeated or reordered
    /// beacon changes nothing.
    pub(super) fn joined(self, told: Self) -> Self {
        let beacon = match (self.beacon, told.beacon) {
            (Some(old), Some(new)) => {
                let summary = join(&old.summary, &new.summary);
                Some(BeaconV4 { summary, ..newer(old, new) })
            }
            (old, new) => new.or(old),
        };
        let (kept, told) = (self.replica, told.replica);
        Self {
            replica: Replica {
                replica: kept.replica,
                beacon: told.beacon,
                received_ms: told.received_ms.max(kept.received_ms),
                skew_ms: told.skew_ms,
                // Signed means that everything in it was.
                signed: told.signed && kept.signed,
            },
            beacon,
            is_joined: true,
        }
    }

    /// As it is to be kept.
    pub(super) fn written(&mut self) -> &Replica {
        if let Some(beacon) = self.beacon.as_ref().filter(|_| self.is_joined) {
            self.replica.beacon = beacon.encode();
            self.is_joined = false;
        }
        &self.replica
    }

    /// What it says, when it was received last, and whether it is signed.
    pub(super) fn into_read(self) -> Option<(BeaconV4, u64, bool)> {
        let Replica { received_ms, signed, .. } = self.replica;
        self.beacon.map(|beacon| (beacon, received_ms, signed))
    }
}

fn newer(old: BeaconV4, new: BeaconV4) -> BeaconV4 {
    if new.sent_ms >= old.sent_ms { new } else { old }
}
