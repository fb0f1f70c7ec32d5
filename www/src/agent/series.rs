//! A series in the worker: read, put on its tree, looked at step by step.

use gloo_worker::{HandlerId, WorkerScope};
use kconfig::Workspace;
use kconfig::series::Input;
use kconfig::sweep::StepwiseSweep;
use kconfig::view::{Problem, ScenarioView, State};

use super::protocol::Answer;
use super::reading::BlobReader;
use super::tree_protocol::SeriesSource;
use super::worker::{Evaluator, Message, respond};

/// How many bytes the files of a series may have together: 64 MiB, as much as is read
/// of a mailbox.
const MAX_FILES: f64 = 67_108_864.0;

/// A sweep over the patches of a series.
pub(super) struct Sweeping {
    asker: HandlerId,
    id: u32,
    pub(super) sweep: StepwiseSweep,
    /// Whether it goes on.
    pub(super) is_running: bool,
}

impl Evaluator {
    /// Starts to look at what the patches do.
    pub(super) fn start_sweep(
        &mut self,
        scope: &WorkerScope<Self>,
        asker: HandlerId,
        id: u32,
        state: &State,
    ) {
        self.sweep = None;
        let Some(result) = self.workspace(state).map(|workspace| workspace.sweep(state)) else { return };
        match result {
            Ok(sweep) => {
                self.sweep = Some(Sweeping { asker, id, sweep, is_running: true });
                self.go_on(scope, id);
            }
            Err(problem) => respond(scope, asker, Answer::Sweep { id, result: Err(problem) }),
        }
    }

    /// Goes one step on with the sweep, says how far it is, and goes on after whatever
    /// else is asked meanwhile.
    pub(super) fn go_on(&mut self, scope: &WorkerScope<Self>, number: u32) {
        let Some(Sweeping { asker, id, sweep, is_running: true }) = &mut self.sweep else { return };
        if *id != number {
            return;
        }
        let before = sweep.n_done();
        let goes_on = sweep.step();
        if !goes_on || sweep.n_done() != before {
            respond(scope, *asker, Answer::Sweep { id: *id, result: Ok(Box::new(sweep.view())) });
        }
        if goes_on {
            let scope = scope.clone();
            wasm_bindgen_futures::spawn_local(async move {
                crate::pause::pause().await;
                scope.send_message(Message::NextSweep(number));
            });
        }
    }

    /// Puts a series on a tree, or takes it off.
    pub(super) fn series(
        &mut self,
        tree: &str,
        source: Option<&SeriesSource>,
    ) -> Result<Box<ScenarioView>, Problem> {
        let Some(source) = source else {
            return self.change(tree, |workspace| {
                workspace.take_series_off();
                Ok(())
            });
        };
        let inputs = inputs(source)?;
        let inputs: Vec<Input<'_>> = inputs.iter().map(|(name, bytes)| Input { name, bytes }).collect();
        self.change(tree, |workspace| workspace.put_series(&inputs))
    }

    /// Changes the tree that is open, of which a sweep is then no longer true.
    pub(super) fn change(
        &mut self,
        tree: &str,
        change: impl FnOnce(&mut Workspace) -> Result<(), Problem>,
    ) -> Result<Box<ScenarioView>, Problem> {
        let named = self.tree.as_mut().filter(|workspace| workspace.scenario().name == tree);
        let workspace = named.ok_or_else(no_tree)?;
        change(workspace)?;
        let view = workspace.scenario().clone();
        self.sweep = None;
        Ok(Box::new(view))
    }
}

/// Reads what a series comes from: what each is called, and its bytes.
///
/// # Errors
/// The files are too large, or the browser cannot read one.
fn inputs(source: &SeriesSource) -> Result<Vec<(String, Vec<u8>)>, Problem> {
    let size: f64 = source.files.iter().map(|picked| picked.file.size()).sum();
    if size > MAX_FILES {
        return Err(Problem {
            message: format!("The files have {:.0} MB; 64 MB is the most that is read.", size / 1_048_576.0),
            details: Vec::new(),
            help: "Take the mails of the series out of the mailbox, for instance with `b4 am`.".to_owned(),
        });
    }
    let mut inputs: Vec<(String, Vec<u8>)> = Vec::new();
    for text in &source.texts {
        inputs.push(("what was pasted".to_owned(), text.clone().into_bytes()));
    }
    for picked in &source.files {
        let bytes = BlobReader::new(&picked.file).and_then(BlobReader::all).map_err(|error| Problem {
            message: format!("{} cannot be read.", picked.path),
            details: vec![error.to_string()],
            help: "Choose it again.".to_owned(),
        })?;
        inputs.push((picked.path.clone(), bytes));
    }
    Ok(inputs)
}

/// Says that there is no kernel's tree that takes a series.
fn no_tree() -> Problem {
    Problem {
        message: "There is no kernel's tree to put the series on.".to_owned(),
        details: Vec::new(),
        help: "Open the tree that the series is for first.".to_owned(),
    }
}
