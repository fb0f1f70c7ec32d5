//! What the page knows of kernel trees: which there are, which is being opened,
//! which is open.

use std::rc::Rc;

use kconfig::view::Problem;

use crate::agent::protocol::{Answer, Request};
use crate::agent::tree_protocol::{
    LINKED, OpeningProgress, Phase, SeriesSource, TreeInfo, TreeList, TreeSource,
};

/// A tree that is being opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// What it is called until more is known.
    pub name: String,
    /// How far it is.
    pub progress: OpeningProgress,
}

/// Everything that the page knows of trees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trees {
    /// The trees that can be opened by name.
    pub list: Rc<TreeList>,
    /// What is being opened.
    pub opening: Option<Opening>,
    /// What is open; the scenario where this is none.
    pub opened: Option<Rc<TreeInfo>>,
    /// Why the last one could not be opened.
    pub problem: Option<Problem>,
    /// The number of the newest request to the worker, and the request.
    pub asked: (u32, Option<Request>),
    /// The number of the newest opening.
    id: u32,
}

/// What can happen to trees.
#[derive(Clone, Debug)]
pub enum TreeAction {
    /// A folder's files are looked for; its name, and how many there are so far.
    Look(String, u32),
    /// A tree is chosen.
    Open(TreeSource),
    /// The opening is stopped.
    Cancel,
    /// What was chosen cannot be looked at.
    Fail(Problem),
    /// The scenario is chosen.
    Close,
    /// A kept tree is to be forgotten.
    Forget(String),
    /// A series is put on the tree that is open.
    PutSeries(SeriesSource),
    /// The series is taken off the tree that is open.
    TakeSeriesOff,
    /// The words about what went wrong have been read.
    Dismiss,
}

impl Trees {
    /// Returns whether the browser keeps the tree that is open.
    pub fn is_kept(&self) -> bool {
        self.opened.as_ref().is_some_and(|tree| self.list.kept.contains(&tree.name))
    }

    /// Follows what the person at the page does; returns what to say about it.
    pub fn act(&mut self, action: TreeAction) -> Option<String> {
        match action {
            TreeAction::Look(name, n_files) => {
                let is_new = self.opening.as_ref().is_none_or(|it| it.progress.phase != Phase::Looking);
                if is_new {
                    self.id += 1;
                    self.problem = None;
                    self.ask(Request::CancelOpening);
                }
                let said = is_new.then(|| format!("Looking through {name}."));
                let progress = OpeningProgress { phase: Phase::Looking, percent: None, n_files };
                self.opening = Some(Opening { name, progress });
                said
            }
            TreeAction::Open(source) => {
                self.id += 1;
                self.problem = None;
                let name = source.name().to_owned();
                let progress = OpeningProgress { phase: Phase::Reading, percent: None, n_files: 0 };
                self.opening = Some(Opening { name: name.clone(), progress });
                self.ask(Request::OpenTree { id: self.id, source });
                Some(format!("Opening {name}."))
            }
            TreeAction::Cancel => {
                let opening = self.opening.take()?;
                self.id += 1;
                self.ask(Request::CancelOpening);
                Some(format!("The opening of {} was cancelled.", opening.name))
            }
            TreeAction::Fail(problem) => Some(self.fail(problem)),
            TreeAction::Close => {
                self.id += 1;
                self.opening = None;
                self.problem = None;
                self.opened.take()?;
                self.ask(Request::CloseTree);
                Some("The series is shown.".to_owned())
            }
            TreeAction::Forget(name) => {
                let said = format!("This browser keeps {name} no longer.");
                self.ask(Request::ForgetTree { name });
                Some(said)
            }
            TreeAction::PutSeries(source) => Some(self.put_series(source)),
            TreeAction::TakeSeriesOff => {
                let tree = self.opened.as_ref()?.name.clone();
                self.id += 1;
                self.problem = None;
                self.ask(Request::TakeSeriesOff { id: self.id, tree });
                None
            }
            TreeAction::Dismiss => {
                self.problem = None;
                None
            }
        }
    }

    /// Takes what the worker says of trees; returns what to say about it.
    pub fn answer(&mut self, answer: Answer) -> Option<String> {
        match answer {
            Answer::Trees(list) => {
                self.list = Rc::new(list);
                None
            }
            Answer::Opening { id, progress } if id == self.id => {
                self.opening.as_mut()?.progress = progress;
                None
            }
            Answer::TreeOpened { id, result } => match result {
                // Also one that was cancelled too late: the worker has it.
                Ok(opened) => {
                    let (tree, _) = *opened;
                    if id == self.id {
                        self.opening = None;
                    }
                    let said = sentence(&tree);
                    self.opened = Some(Rc::new(tree));
                    Some(said)
                }
                Err(problem) if id == self.id || id == LINKED => Some(self.fail(problem)),
                Err(_) => None,
            },
            Answer::SeriesPut { id, result: Err(problem) } if id == self.id => Some(self.fail(problem)),
            Answer::NotKept { name, why } => {
                let opened = self.opened.as_ref().filter(|tree| tree.name == name);
                let said = opened.map(|tree| sentence(tree)).unwrap_or_default();
                Some(format!("{said} This browser does not keep it ({why}).").trim().to_owned())
            }
            _ => None,
        }
    }

    fn put_series(&mut self, source: SeriesSource) -> String {
        // Where none is open, the worker says so.
        let tree = self.opened.as_ref().map(|tree| tree.name.clone()).unwrap_or_default();
        self.id += 1;
        self.problem = None;
        self.ask(Request::PutSeries { id: self.id, tree, source });
        "Reading the series.".to_owned()
    }

    /// Asks for an edit of a file, or to take all edits back.
    pub(super) fn edit(&mut self, tree: String, file: Option<(String, String)>) {
        self.id += 1;
        self.problem = None;
        self.ask(Request::Edit { id: self.id, tree, file });
    }

    /// Asks to hold a claims file against the series.
    pub(super) fn hold_claims(&mut self, tree: String, text: String) {
        self.id += 1;
        self.problem = None;
        self.ask(Request::HoldClaims { id: self.id, tree, text });
    }

    /// Returns whether a number is that of the newest opening or series.
    pub fn is_newest(&self, id: u32) -> bool {
        id == self.id
    }

    fn ask(&mut self, request: Request) {
        self.asked = (self.asked.0 + 1, Some(request));
    }

    fn fail(&mut self, problem: Problem) -> String {
        self.opening = None;
        self.problem = Some(problem);
        "The page still shows the state before.".to_owned()
    }
}

/// `Linux 6.12.48 is open: 21 arches, 2,044 files of Kconfig.`
fn sentence(tree: &TreeInfo) -> String {
    let arches = match tree.arches.len() {
        1 => "1 arch".to_owned(),
        n => format!("{n} arches"),
    };
    format!("{} is open: {arches}, {} of Kconfig.", tree.title, files(tree.n_files))
}

/// `2,044 files`, `1 file`.
pub fn files(n: u32) -> String {
    match n {
        1 => "1 file".to_owned(),
        0..1000 => format!("{n} files"),
        _ => format!("{},{:03} files", n / 1000, n % 1000),
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use kconfig::view::ScenarioView;

    fn tree(name: &str) -> TreeInfo {
        TreeInfo {
            name: name.to_owned(),
            title: "Linux 6.12.48".to_owned(),
            digest: 1,
            arches: vec!["arm64".to_owned(), "x86_64".to_owned()],
            profiles: Vec::new(),
            n_files: 2044,
        }
    }

    fn opened(name: &str) -> Result<Box<(TreeInfo, ScenarioView)>, Problem> {
        Ok(Box::new((tree(name), ScenarioView::default())))
    }

    fn problem() -> Problem {
        Problem { message: "Bad.".to_owned(), details: Vec::new(), help: String::new() }
    }

    fn open(trees: &mut Trees, name: &str) -> u32 {
        trees.act(TreeAction::Open(TreeSource::Kept(name.to_owned())));
        match &trees.asked.1 {
            Some(Request::OpenTree { id, .. }) => *id,
            other => panic!("{other:?}"),
        }
    }

    #[wasm_bindgen_test]
    fn an_opened_tree_is_said_and_kept() {
        let mut trees = Trees::default();
        let id = open(&mut trees, "a");
        let progress = OpeningProgress { phase: Phase::Reading, percent: Some(45), n_files: 312 };
        assert_eq!(trees.answer(Answer::Opening { id, progress }), None);
        assert_eq!(trees.opening.as_ref().map(|opening| opening.progress), Some(progress));
        let said = trees.answer(Answer::TreeOpened { id, result: opened("a") });
        assert_eq!(said.as_deref(), Some("Linux 6.12.48 is open: 2 arches, 2,044 files of Kconfig."));
        assert!(trees.opening.is_none() && !trees.is_kept());
        trees.answer(Answer::Trees(TreeList { listed: Vec::new(), kept: vec!["a".to_owned()] }));
        assert!(trees.is_kept());
        let said = trees.answer(Answer::NotKept { name: "a".to_owned(), why: "it is full".to_owned() });
        assert!(
            said.is_some_and(|said| said.ends_with("Kconfig. This browser does not keep it (it is full)."))
        );
        trees.act(TreeAction::Close);
        assert!(trees.opened.is_none() && trees.asked.1 == Some(Request::CloseTree));
    }

    #[wasm_bindgen_test]
    fn a_bad_one_leaves_the_one_before() {
        let mut trees = Trees::default();
        let id = open(&mut trees, "a");
        trees.answer(Answer::TreeOpened { id, result: opened("a") });
        let id = open(&mut trees, "b");
        trees.answer(Answer::TreeOpened { id, result: Err(problem()) });
        assert_eq!(trees.problem, Some(problem()));
        assert_eq!(trees.opened.as_ref().map(|tree| &*tree.name), Some("a"));
        trees.act(TreeAction::Dismiss);
        assert_eq!((trees.problem, trees.opening), (None, None));
    }

    #[wasm_bindgen_test]
    fn answers_to_a_former_opening_are_not_of_interest() {
        let mut trees = Trees::default();
        let first = open(&mut trees, "a");
        let said = trees.act(TreeAction::Cancel);
        assert_eq!(said.as_deref(), Some("The opening of a was cancelled."));
        assert_eq!(trees.asked.1, Some(Request::CancelOpening));
        assert_eq!(trees.answer(Answer::TreeOpened { id: first, result: Err(problem()) }), None);
        assert_eq!(trees.problem, None);
        trees.act(TreeAction::Look("linux".to_owned(), 0));
        let number = trees.asked.0;
        trees.act(TreeAction::Look("linux".to_owned(), 200));
        assert_eq!(trees.asked.0, number, "the worker is told once");
        // It was open before it heard of the end.
        trees.answer(Answer::TreeOpened { id: first, result: opened("a") });
        assert!(trees.opened.is_some() && trees.opening.is_some());
    }

    #[wasm_bindgen_test]
    fn numbers_are_read_in_groups() {
        assert_eq!(
            [files(0), files(1), files(999), files(12_005)],
            ["0 files", "1 file", "999 files", "12,005 files"]
        );
    }
}
