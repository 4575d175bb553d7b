//! What happened and what comes next, in order, with the state of each step in words.

use base::words::Words;
use maud::{Markup, html};

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    Done,
    /// Somebody is on it.
    Now,
    Next,
    /// Its day has passed.
    Overdue,
}

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    pub state: StepState,
    /// Date or period, from `date::when`.
    pub when: Option<Markup>,
    pub title: Markup,
    /// Who, on what evidence, at what position.
    pub below: Option<Markup>,
}

impl Step {
    pub fn new(state: StepState, title: &str) -> Step {
        Step { state, when: None, title: html! { (title) }, below: None }
    }

    pub fn when(mut self, when: Markup) -> Step {
        self.when = Some(when);
        self
    }

    pub fn below(mut self, below: Markup) -> Step {
        self.below = Some(below);
        self
    }
}

/// Steps from top to bottom.
pub fn timeline(steps: &[Step], t: &Words) -> Markup {
    html! {
        ol.timeline {
            @for step in steps {
                @let (class, word) = match step.state {
                    StepState::Done => ("done", t.get("web-step-done")),
                    StepState::Now => ("now", t.get("web-step-now")),
                    StepState::Next => ("next", t.get("web-step-next")),
                    StepState::Overdue => ("overdue", t.get("web-step-overdue")),
                };
                li class=(class) aria-current=[(step.state == StepState::Now).then_some("step")] {
                    @if let Some(when) = &step.when { p.step-when.num { (when) } }
                    p.step-title {
                        (step.title) " "
                        span.step-word.hidden[step.state == StepState::Done] { (word) }
                    }
                    @if let Some(below) = &step.below { div.step-below { (below) } }
                }
            }
        }
    }
}
