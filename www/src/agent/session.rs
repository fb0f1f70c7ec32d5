//! What is open in the worker: a scenario, or a kernel's tree.

use kconfig::series::Input;
use kconfig::sweep::StepwiseSweep;
use kconfig::view::{
    AnswerRow, ArchSteps, Ask, ConfigView, GivenAs, GraphView, LossView, MatrixView, MenuView, OpenedLink,
    PatchText, Problem, ScenarioView, State, StateView, VerdictView,
};
use kconfig::{KernelTree, Workspace, tree_of_link};

/// What is open.
pub(super) enum Session {
    Scenario(Box<Workspace>),
    Kernel(Box<KernelTree>),
}

impl Session {
    pub(super) fn scenario(&self) -> &ScenarioView {
        match self {
            Self::Scenario(workspace) => workspace.scenario(),
            Self::Kernel(tree) => tree.scenario(),
        }
    }

    pub(super) fn view(&mut self, state: &State, ask: &Ask) -> Result<StateView, Problem> {
        match self {
            Self::Scenario(workspace) => workspace.view(state, ask),
            Self::Kernel(tree) => tree.view(state, ask),
        }
    }

    pub(super) fn look(&mut self, state: &State, ask: &Ask) -> Result<(MenuView, ConfigView), Problem> {
        match self {
            Self::Scenario(workspace) => workspace.look(state, ask),
            Self::Kernel(tree) => tree.look(state, ask),
        }
    }

    pub(super) fn graph(&mut self, state: &State) -> Result<GraphView, Problem> {
        match self {
            Self::Scenario(workspace) => workspace.graph(state),
            Self::Kernel(tree) => tree.graph(state),
        }
    }

    pub(super) fn matrix(&mut self, state: &State, ask: &Ask) -> Result<MatrixView, Problem> {
        match self {
            Self::Scenario(workspace) => workspace.matrix(state, ask),
            Self::Kernel(tree) => tree.matrix(state, ask),
        }
    }

    pub(super) fn answers(&mut self, state: &State) -> Option<Vec<AnswerRow>> {
        match self {
            Self::Scenario(_) => None,
            Self::Kernel(tree) => tree.answers(state).ok(),
        }
    }

    pub(super) fn config(&mut self, state: &State, is_defconfig: bool) -> Result<String, Problem> {
        match self {
            Self::Scenario(workspace) => workspace.config(state),
            Self::Kernel(tree) if is_defconfig => tree.defconfig(state),
            Self::Kernel(tree) => tree.config(state),
        }
    }

    /// Takes a file with values; only a kernel's tree does.
    pub(super) fn give(
        &mut self,
        state: &State,
        name: &str,
        text: &str,
        given_as: GivenAs,
    ) -> Result<State, Problem> {
        match self {
            Self::Kernel(tree) => tree.give(state, name, text, given_as),
            Self::Scenario(_) => Err(Problem {
                message: "The series has base configs of its own.".into(),
                details: Vec::new(),
                help: "Open a kernel's tree to load a .config.".into(),
            }),
        }
    }

    pub(super) fn steps(&mut self, arch: &str) -> Option<ArchSteps> {
        match self {
            Self::Scenario(workspace) => Some(workspace.steps(arch)),
            Self::Kernel(_) => None,
        }
    }

    pub(super) fn review_text(&mut self, state: &State, address: &str) -> Result<String, Problem> {
        match self {
            Self::Scenario(workspace) => workspace.review_text(state, address),
            Self::Kernel(tree) => tree.review_text(state, address),
        }
    }

    pub(super) fn verdict(&mut self, state: &State) -> Result<VerdictView, Problem> {
        match self {
            Self::Scenario(workspace) => workspace.verdict(state),
            Self::Kernel(tree) => tree.verdict(state),
        }
    }

    /// Lists what was asked for and not got; a series has no files to ask.
    pub(super) fn losses(&mut self, state: &State) -> Result<LossView, Problem> {
        match self {
            Self::Scenario(_) => Ok(LossView::default()),
            Self::Kernel(tree) => tree.losses(state),
        }
    }

    /// Puts a series on a kernel's tree, or takes it off where there is none.
    pub(super) fn series(&mut self, inputs: Option<&[(String, Vec<u8>)]>) -> Result<(), Problem> {
        let Self::Kernel(tree) = self else { return Err(super::series::no_tree()) };
        let Some(inputs) = inputs else {
            tree.take_series_off();
            return Ok(());
        };
        let inputs: Vec<Input<'_>> = inputs.iter().map(|(name, bytes)| Input { name, bytes }).collect();
        tree.put_series(&inputs)
    }

    /// Gives a patch as it was written.
    pub(super) fn patch_text(&mut self, state: &State, id: &str) -> Option<PatchText> {
        match self {
            Self::Kernel(tree) => tree.patch_text(state, id).ok().flatten(),
            Self::Scenario(_) => None,
        }
    }

    /// Starts to look at what a series does on all arches; a scenario has claims for that.
    pub(super) fn sweep(&mut self, state: &State) -> Option<Result<StepwiseSweep, Problem>> {
        match self {
            Self::Kernel(tree) => Some(tree.sweep(state)),
            Self::Scenario(_) => None,
        }
    }

    /// Forgets a .config that was given.
    pub(super) fn forget(&mut self, base: &str) {
        if let Self::Kernel(tree) = self {
            tree.forget(base);
        }
    }

    /// Whether a link is about what is open: it names that, or files that are the same.
    pub(super) fn is_about(&self, link: &str) -> bool {
        match self {
            Self::Scenario(workspace) => tree_of_link(link).as_ref() == Some(&workspace.scenario().name),
            Self::Kernel(tree) => tree.is_about(link),
        }
    }

    pub(super) fn open_link(&mut self, text: &str) -> OpenedLink {
        match self {
            Self::Scenario(workspace) => workspace.open_link(text),
            Self::Kernel(tree) => tree.open_link(text),
        }
    }

    /// Names the .config that a link starts from where it is not here.
    pub(super) fn lacks(&self, link: &str) -> Option<String> {
        match self {
            Self::Scenario(_) => None,
            Self::Kernel(tree) => tree.lacks(link),
        }
    }

    /// Loads one more arch for the matrix of a state; tells whether there was one.
    pub(super) fn load_next_arch(&mut self, state: &State) -> bool {
        let Self::Kernel(tree) = self else { return false };
        let Some(arch) = tree.next_arch(state) else { return false };
        tree.load_arch(state, &arch);
        true
    }
}
