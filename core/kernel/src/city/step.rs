//! What the program's own threads need of a city: steps that may or may not act, and a handle that keeps nothing open.

use super::{City, Inner};
use crate::policy::Actor;
use crate::tx::Tx;
use base::{Fault, Result};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{Context, Poll};

/// One step of a follower: it may write, and record one act.
pub(crate) type Step = Box<dyn FnOnce(&mut Tx<'_>) -> Result<()> + Send>;

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

    /// Steps of a follower or a job, by the program under `name`. What one writes, the act that it may record and the
    /// move of its cursor commit together or not at all. They run in this order and share commits, so that catching
    /// up is not one sync per entry; each step must refuse by itself what depends on one before it that failed.
    pub(crate) fn steps_blocking(&self, name: &'static str, steps: Vec<Step>) -> Result<Vec<Result<()>>> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .map_err(|e| Fault::new("starting a follower's step", e))?;
        let mut running: Vec<Running<'_>> =
            steps.into_iter().map(|step| Running::Waits(Box::pin(self.step(name, step)))).collect();
        // The first poll of each hands it to the writer, so polling in order is sending in order.
        runtime.block_on(poll_fn(|context| {
            let mut over = true;
            for one in &mut running {
                over &= one.is_over(context);
            }
            if over { Poll::Ready(()) } else { Poll::Pending }
        }));
        Ok(running.into_iter().filter_map(Running::result).collect())
    }

    async fn step(&self, name: &'static str, step: Step) -> Result<()> {
        let (received, vault, zone) = (self.now(), Arc::clone(&self.0.vault), self.zone());
        let act = move |write: &mut db::Write<'_>, scribe: &mut crate::scribe::Scribe| {
            let actor = Actor::System(name);
            step(&mut Tx::new(write.parts(), scribe, &vault, actor, None, (received, &zone))?)
        };
        self.writer()?.act(act).await
    }
}

/// A step on its way.
enum Running<'a> {
    Waits(Pin<Box<dyn Future<Output = Result<()>> + 'a>>),
    Over(Result<()>),
}

impl Running<'_> {
    fn is_over(&mut self, context: &mut Context<'_>) -> bool {
        if let Running::Waits(step) = self {
            match step.as_mut().poll(context) {
                Poll::Ready(result) => *self = Running::Over(result),
                Poll::Pending => return false,
            }
        }
        true
    }

    fn result(self) -> Option<Result<()>> {
        match self {
            Running::Over(result) => Some(result),
            Running::Waits(_) => None,
        }
    }
}
