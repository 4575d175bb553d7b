//! What the program's own threads need of a city: steps that may or may not act, and a handle that keeps nothing open.

use super::{City, Inner};
use crate::policy::Actor;
use crate::tx::Tx;
use base::Result;
use std::sync::{Arc, Weak};

/// A handle that does not keep the city open: threads of the program hold it between their steps.
#[derive(Clone)]
pub struct WeakCity(Weak<Inner>);

impl WeakCity {
    /// The city while somebody else still holds it.
    pub fn upgrade(&self) -> Option<City> {
        self.0.upgrade().map(City)
    }
}

impl City {
    /// A handle that does not keep the city open.
    pub fn downgrade(&self) -> WeakCity {
        WeakCity(Arc::downgrade(&self.0))
    }

    /// One step of a follower or a job, by the program under `name`. What it writes, the act that it may record and
    /// the move of its cursor commit together or not at all.
    pub(crate) fn step_blocking<T, F>(&self, name: &'static str, step: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let (received, vault) = (self.now(), Arc::clone(&self.0.vault));
        self.0.writer.act_blocking(move |write, scribe| {
            let actor = Actor::System(name);
            step(&mut Tx::new(write.parts(), scribe, &vault, actor, None, received)?)
        })
    }
}
