//! The words that page and worker exchange.

use kconfig::view::{
    AnswerRow, ArchSteps, Ask, ConfigView, EffectGroup, EffectsView, GivenAs, GivenConfig, GraphView,
    LossView, MatrixView, MenuView, OpenedLink, PatchText, Problem, ScenarioView, State, StateView,
    VerdictView,
};
use serde::{Deserialize, Serialize};

use super::Packed;
use super::tree_protocol::{OpeningProgress, Picked, SeriesSource, TreeInfo, TreeList, TreeSource};

/// The number of this protocol; it grows whenever a message changes its shape.
///
/// The worker's files have no hash in their names, so a browser may pair a
/// fresh page with a cached worker. Both say their number first.
pub const PROTOCOL: u32 = 10;

/// What the page asks of the worker.
///
/// An `id` comes back with the answer, so that the page can tell an answer to
/// its newest question from one that is no longer of interest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Says which protocol the page speaks. Its shape never changes.
    Hello {
        /// The page's [`PROTOCOL`].
        protocol: u32,
    },
    /// Opens the scenario of this name; every other request needs one.
    Open {
        /// Its folder's name.
        name: String,
    },
    /// Asks for all about one state.
    View {
        /// The question's number.
        id: u32,
        /// The state.
        state: State,
        /// What of it is looked at.
        ask: Ask,
    },
    /// Asks for another part of the menu and the .config of one state.
    Look {
        /// The question's number.
        id: u32,
        /// The state.
        state: State,
        /// What of it is looked at.
        ask: Ask,
    },
    /// Asks for the graph around the symbol in focus of one state.
    Graph {
        /// The question's number.
        id: u32,
        /// The state.
        state: State,
    },
    /// Asks what the arch of one state asks the shell.
    Answers {
        /// The state.
        state: State,
    },
    /// Asks for the whole .config of one state, or its defconfig.
    Config {
        /// The question's number.
        id: u32,
        /// The state.
        state: State,
        /// Whether only what differs from the defaults is wanted.
        is_defconfig: bool,
    },
    /// Gives a .config, a defconfig or a fragment.
    Give {
        /// The question's number.
        id: u32,
        /// The state that it goes on top of.
        state: State,
        /// The name of its file; "" for a text that was pasted.
        name: String,
        /// Its text.
        text: String,
        /// What it is taken as.
        given_as: GivenAs,
    },
    /// Asks for the symbols by arches under one state's user values.
    ///
    /// Arches that are not loaded come later, in further answers.
    Matrix {
        /// The question's number.
        id: u32,
        /// The state.
        state: State,
        /// The menu whose symbols are looked at, and which rows are.
        ask: Ask,
    },
    /// Forgets a .config that was given for a tree.
    ForgetConfig {
        /// The tree.
        tree: String,
        /// What the .config is called as a base config.
        base: String,
    },
    /// Asks what is wrong: with the series at the step of a state, or with a state of
    /// a tree.
    Verdict {
        /// The state.
        about: State,
    },
    /// Asks what a state asks for and does not get.
    Losses {
        /// The question's number.
        id: u32,
        /// The state.
        state: State,
    },
    /// Asks for one row of the table "Claims by arch".
    Steps {
        /// The row's arch.
        arch: String,
    },
    /// Asks for the review text of one state.
    Review {
        /// The question's number.
        id: u32,
        /// The state.
        state: State,
        /// The public address of the page, before the `#` of its links; "" where it has
        /// none.
        address: String,
    },
    /// Asks what a link means.
    Link {
        /// The question's number.
        id: u32,
        /// The link, or its fragment, as it was pasted.
        text: String,
    },
    /// Asks for the trees that can be opened by name.
    Trees,
    /// Brings some files of the folder that is opened next.
    Picked {
        /// The opening's number.
        id: u32,
        /// The files.
        files: Vec<Picked>,
    },
    /// Opens a tree; the opening before it is stopped.
    OpenTree {
        /// The opening's number.
        id: u32,
        /// Where it comes from.
        source: TreeSource,
    },
    /// Stops the opening that is under way.
    CancelOpening,
    /// Closes the opened tree.
    CloseTree,
    /// Forgets a tree that the browser keeps.
    ForgetTree {
        /// Its name.
        name: String,
    },
    /// Puts a series on a tree, in place of the one that was there.
    PutSeries {
        /// The question's number.
        id: u32,
        /// The tree.
        tree: String,
        /// The series.
        source: SeriesSource,
    },
    /// Asks what each patch does on all arches, with the base config and the values of a
    /// state; what was asked before is given up.
    Sweep {
        /// The question's number.
        id: u32,
        /// The state.
        state: State,
    },
    /// Stops to look at what patches do; what is known stays.
    StopSweep,
    /// Asks what one patch does, as far as it is known, and for its text.
    Effect {
        /// The question's number.
        id: u32,
        /// The state that is shown.
        state: State,
        /// The patch; "" for all together.
        patch: String,
    },
    /// Asks for the text of a file with all patches on it, to be edited, and which Kconfig
    /// files there are.
    FileText {
        /// The question's number.
        id: u32,
        /// The state that is shown.
        state: State,
        /// The file's path; "" is none.
        path: String,
    },
    /// Edits a file: what differs becomes the last patch.
    Edit {
        /// The question's number.
        id: u32,
        /// The tree.
        tree: String,
        /// The file's path and text; none takes all edits back.
        file: Option<(String, String)>,
    },
    /// Holds a claims file against the series of a tree, in the sweep that follows.
    HoldClaims {
        /// The question's number.
        id: u32,
        /// The tree.
        tree: String,
        /// The file's text; "" is none.
        text: String,
    },
    /// Takes the series off a tree.
    TakeSeriesOff {
        /// The question's number.
        id: u32,
        /// The tree.
        tree: String,
    },
}

/// An answer on its way: all of it goes as bytes but the greeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sent {
    /// [`Answer::Hello`]. Its shape never changes, so that each side can read the other's
    /// number.
    Hello {
        /// The worker's [`PROTOCOL`].
        protocol: u32,
        /// The worker's version, such as `0.1.0`.
        version: String,
    },
    /// Any other answer.
    Answer(Packed<Answer>),
}

impl From<Answer> for Sent {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Hello { protocol, version } => Self::Hello { protocol, version },
            answer => Self::Answer(Packed::new(answer)),
        }
    }
}

impl From<Sent> for Answer {
    fn from(sent: Sent) -> Self {
        match sent {
            Sent::Hello { protocol, version } => Self::Hello { protocol, version },
            Sent::Answer(answer) => *answer.0,
        }
    }
}

/// What the worker says to the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// Answers [`Request::Hello`].
    Hello {
        /// The worker's [`PROTOCOL`].
        protocol: u32,
        /// The worker's version, such as `0.1.0`.
        version: String,
    },
    /// Answers [`Request::Open`].
    Opened(Result<Box<ScenarioView>, Problem>),
    /// Answers [`Request::View`].
    View {
        /// The question's number.
        id: u32,
        /// What there is to show.
        result: Result<Box<StateView>, Problem>,
    },
    /// Answers [`Request::Look`].
    Look {
        /// The question's number.
        id: u32,
        /// What there is to show.
        result: Result<Box<(MenuView, ConfigView)>, Problem>,
    },
    /// Answers [`Request::Graph`].
    Graph {
        /// The question's number.
        id: u32,
        /// The graph.
        result: Result<Box<GraphView>, Problem>,
    },
    /// Answers [`Request::Answers`].
    Answers(Vec<AnswerRow>),
    /// Answers [`Request::Give`].
    Given {
        /// The question's number.
        id: u32,
        /// The state that it gives.
        result: Result<Box<State>, Problem>,
    },
    /// Says which .config files a tree has been given, when there are others.
    Configs {
        /// The tree.
        tree: String,
        /// The files, the oldest first.
        given: Vec<GivenConfig>,
    },
    /// Answers [`Request::Verdict`].
    Verdict {
        /// The state that was asked about.
        about: Box<State>,
        /// What is wrong.
        result: Result<Box<VerdictView>, Problem>,
    },
    /// Answers [`Request::Losses`].
    Losses {
        /// The question's number.
        id: u32,
        /// The rows.
        result: Result<Box<LossView>, Problem>,
    },
    /// Answers [`Request::Config`].
    Config {
        /// The question's number.
        id: u32,
        /// The text.
        result: Result<String, Problem>,
    },
    /// Answers [`Request::Matrix`].
    Matrix {
        /// The question's number.
        id: u32,
        /// What there is to show.
        result: Result<Box<MatrixView>, Problem>,
    },
    /// Answers [`Request::Steps`].
    Steps(Box<ArchSteps>),
    /// Answers [`Request::Review`].
    Review {
        /// The question's number.
        id: u32,
        /// The text.
        result: Result<String, Problem>,
    },
    /// Answers [`Request::Link`].
    Link {
        /// The question's number.
        id: u32,
        /// What came of reading it.
        opened: Box<OpenedLink>,
    },
    /// Answers [`Request::Link`] where the tree that the link is about is not here, or the
    /// .config that it starts from: the link waits until that is opened, and
    /// [`Answer::Link`] follows then.
    LinkWaits {
        /// The question's number.
        id: u32,
        /// The tree's name.
        tree: String,
        /// What the .config is called as a base config, where that is what is not here.
        base: Option<String>,
    },
    /// Answers [`Request::Trees`], and says when there are others.
    Trees(TreeList),
    /// Says how far an opening is.
    Opening {
        /// The opening's number.
        id: u32,
        /// How far it is.
        progress: OpeningProgress,
    },
    /// Answers [`Request::OpenTree`], unless it was stopped.
    TreeOpened {
        /// The opening's number.
        id: u32,
        /// The tree; the one before stays where this cannot be opened.
        result: Result<Box<(TreeInfo, ScenarioView)>, Problem>,
    },
    /// Answers [`Request::FileText`].
    FileText {
        /// The question's number.
        id: u32,
        /// The paths of the tree's Kconfig files.
        paths: Vec<String>,
        /// The text.
        text: Result<String, Problem>,
    },
    /// Answers [`Request::PutSeries`], [`Request::TakeSeriesOff`],
    /// [`Request::Edit`] and [`Request::HoldClaims`].
    SeriesPut {
        /// The question's number.
        id: u32,
        /// The tree with the series; the one before stays where this cannot be read.
        result: Result<Box<ScenarioView>, Problem>,
    },
    /// Answers [`Request::Sweep`], again and again until all is done.
    Sweep {
        /// The question's number.
        id: u32,
        /// What is known.
        result: Result<Box<EffectsView>, Problem>,
    },
    /// Answers [`Request::Effect`].
    Effect {
        /// The question's number.
        id: u32,
        /// What the patch does.
        groups: Vec<EffectGroup>,
        /// The patch as it was written; none of all together.
        text: Option<Box<PatchText>>,
    },
    /// Says that the browser does not keep a tree or a .config; it stays open.
    NotKept {
        /// Its name.
        name: String,
        /// The browser's words.
        why: String,
    },
}
