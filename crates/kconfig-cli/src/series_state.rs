//! A state of a series on a tree, evaluated once: for a link to it, and from one.

use std::path::Path;

use kconfig::bundle::{Bundle, arches, arches_together, kernel_version, tree_digest, tree_name, tree_title};
use kconfig::series::{Carried, Patch, Step, apply_series, carry, is_carried, is_kept};
use kconfig::series_link::{
    LinkOrRecipe, LinkProblem, LinkSeries, ReadLink, SeenHere, Sent, given_base, link_or_recipe, selected,
    series_digest,
};
use kconfig::sweep::Sweep;
use kconfig::tree::{Preset, Vfs};
use kconfig::view::{ALL_ARCHES, Selection, State};
use kconfig::{state_config, wrap};

use crate::bundle::{self, problem_text};
use crate::disk::read_lossy;
use crate::series_sweep::{Answers, Wanted, host};
use crate::series_text;

/// A tree, and who answers what it asks.
pub(crate) struct Tree {
    pub(crate) files: Vfs,
    pub(crate) answers: Answers,
}

impl Tree {
    /// Reads a kernel's folder.
    pub(crate) fn of_folder(folder: &Path) -> Result<Self, String> {
        if !folder.join("Kconfig").is_file() {
            let folder = folder.display();
            return Err(format!("{folder}: no Kconfig file here; --tree names a kernel's folder"));
        }
        let path = std::fs::canonicalize(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(Self { files: bundle::files_of(folder, is_kept)?, answers: Answers::Machine(path) })
    }

    /// Takes a bundle with the answers of a toolchain.
    pub(crate) fn of_bundle(bundle: Bundle, profile: Option<String>) -> Self {
        Self { files: bundle.files.clone(), answers: Answers::Recorded(bundle, profile) }
    }
}

/// What a state of a series is.
struct Looked {
    patches: Vec<Patch>,
    steps: Vec<Step>,
    config: String,
}

/// Puts the chosen patches on a tree and evaluates the state.
fn look(tree: &Tree, series: &Carried, state: &State, given: Option<&str>) -> Result<Looked, String> {
    let n = series.patches.len();
    let patches = selected(&state.selection, &series.patches)
        .map_err(|id| format!("the series has {n} patches, and no patch `{id}`"))?;
    let steps = apply_series(&tree.files, &patches, is_carried);
    let last = steps.iter().rev().find_map(|step| match step {
        Step::InTree => None,
        Step::Put(outcome) => Some(&outcome.tree),
    });
    let files = last.unwrap_or(&tree.files);
    let all = arches(files.iter().map(|(path, _)| path));
    let state = &State { arch: one_arch(state, &all)?, ..state.clone() };
    let host = host(&tree.answers, &state.arch)?;
    let config = state_config(&tree.files, files, &*host, state, given);
    let config = config.map_err(|problem| problem_text(&problem))?;
    Ok(Looked { patches, steps, config })
}

/// The arch that a state shows; of all arches the first.
fn one_arch(state: &State, all: &[String]) -> Result<String, String> {
    if state.arch == ALL_ARCHES {
        return arches_together(all).into_iter().next().ok_or_else(|| "the tree has no arch".to_owned());
    }
    if all.contains(&state.arch) {
        return Ok(state.arch.clone());
    }
    Err(format!("the state is on {}; the tree has {}", state.arch, all.join(", ")))
}

fn version(files: &Vfs) -> Option<String> {
    let version = files.get("Makefile").map(|makefile| kernel_version(makefile))?;
    version.starts_with(|c: char| c.is_ascii_digit()).then_some(version)
}

/// Gives the link of a state of a series, or its recipe, with a line break at its end;
/// tells whether all of the series goes on.
///
/// `file` is the tree's folder or bundle, `page` the address of a page, or "".
pub(crate) fn link(
    tree: &Tree,
    file: &Path,
    (message_id, patches): (Option<&str>, &[Patch]),
    wanted: &Wanted,
    page: &str,
) -> Result<(String, bool), String> {
    let arch = match &*wanted.arches {
        [arch] if arch != "all" && arch != "none" => arch,
        _ => return Err("--link is about one state: it needs one --arch".into()),
    };
    let base = match &*wanted.bases {
        [] => "alldef",
        [base] => base,
        _ => return Err("--link is about one state: not with more than one --base".into()),
    };
    let (base, given) = base_of(base)?;
    let carried = carry(&tree.files, message_id, patches).map_err(|error| format!("--link: {error}"))?;
    let version = version(&tree.files);
    let file = std::fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let name = tree_name(&file.file_name().unwrap_or_default().to_string_lossy(), version.as_deref());
    let state = State {
        tree: name.clone(),
        selection: wanted.patch.map_or(Selection::After, |n| Selection::UpTo(n.to_string())),
        arch: arch.clone(),
        base,
        values: wanted.values.iter().cloned().collect(),
        profile: match &tree.answers {
            Answers::Recorded(_, profile) => profile.clone(),
            Answers::Machine(_) => None,
        },
        ..State::default()
    };
    let looked = look(tree, &carried, &state, given.as_deref())?;
    let trees = looked.steps.iter().filter_map(|step| match step {
        Step::InTree => None,
        Step::Put(outcome) => Some(outcome.tree.clone()),
    });
    let sweep = Sweep::new([tree.files.clone()].into_iter().chain(trees).collect(), Vec::new());
    if let Some((name, _)) = wanted.values.iter().find(|(name, _)| !sweep.is_defined(name)) {
        return Err(format!("--set {name}: no tree of the series has such a symbol"));
    }
    let sent = link_or_recipe(&Sent {
        state: &state,
        tree_title: &tree_title(&name, version.as_deref()),
        tree_digest: tree_digest(&tree.files),
        result_digest: kconfig::bundle::digest(looked.config.as_bytes()),
        series: &carried,
        address: page,
    });
    let text = match sent {
        LinkOrRecipe::Link(link) => format!("{link}\n"),
        LinkOrRecipe::Recipe(recipe) => recipe,
    };
    let is_whole =
        |step: &Step| matches!(step, Step::InTree) || matches!(step, Step::Put(put) if put.is_whole());
    Ok((text, looked.steps.iter().all(is_whole)))
}

/// What a base config is called in a state, and its text where it is a file.
fn base_of(base: &str) -> Result<(String, Option<String>), String> {
    if Preset::parse(base).is_some() || base.starts_with("rand-") {
        return Ok((base.to_owned(), None));
    }
    if let Some(name) = base.strip_prefix("defconfig:") {
        return Ok((name.to_owned(), None));
    }
    let text = read_lossy(base.as_ref()).map_err(|error| format!("--base {base}: {error}"))?;
    Ok((given_base(&text), Some(text.to_string())))
}

/// What a link's state gives here.
pub(crate) struct Replayed {
    /// Whether that is what the sender saw.
    pub(crate) is_match: bool,
    /// `MATCH` or `MISMATCH`, and what differs.
    pub(crate) notice: String,
    /// The patches and the state, in 72 columns.
    pub(crate) text: String,
}

/// Puts a link's series on a tree and compares; `fetched` is what was given for a series
/// that the link only names.
pub(crate) fn replay(
    tree: &Tree,
    link: &ReadLink,
    fetched: Option<&[Patch]>,
    given: Option<&str>,
) -> Result<Replayed, String> {
    let (carried, named) = match (&link.series, fetched) {
        (Some(LinkSeries::Carried(_)), Some(_)) => {
            return Err("--series is for a recipe: this link brings its series along".into());
        }
        (Some(LinkSeries::Carried(carried)), None) => (carried.clone(), None),
        (Some(LinkSeries::Named { message_id, .. }), Some(patches)) => {
            let carried = carry(&tree.files, message_id.as_deref(), patches);
            (carried.map_err(|error| format!("--series: {error}"))?, message_id.clone())
        }
        (Some(LinkSeries::Named { message_id, digest }), None) => {
            return Err(which_series(message_id.as_deref(), *digest));
        }
        (None, _) => return Err("the link is of no series".into()),
    };
    let looked = look(tree, &carried, &link.state, given)?;
    let here = SeenHere {
        tree_digest: tree_digest(&tree.files),
        series_digest: series_digest(&carried),
        result_digest: kconfig::bundle::digest(looked.config.as_bytes()),
    };
    let (is_match, notice) = link.compare(&here);
    let id = carried.message_id.or(named);
    Ok(Replayed {
        is_match,
        notice,
        text: text(tree, &link.state, &looked, carried.patches.len(), id.as_deref()),
    })
}

/// Says which tree a link is about.
pub(crate) fn which_tree(link: &ReadLink) -> String {
    format!(
        "the link is about a series on the tree {} (digest {:08x}): name it with --tree DIR or --bundle FILE",
        link.state.tree, link.tree_digest
    )
}

fn which_series(message_id: Option<&str>, digest: u32) -> String {
    let id = message_id.map_or_else(
        || "ask its sender for the series".to_owned(),
        |id| format!("fetch the one with the Message-ID <{id}>"),
    );
    format!(
        "the link names its series (digest {digest:08x}) and does not bring it along: {id}, and name its file with --series FILE"
    )
}

/// Says what was put on the tree, and what the state's symbols got.
fn text(tree: &Tree, state: &State, looked: &Looked, n: usize, id: Option<&str>) -> String {
    let mut out = String::new();
    let title = tree_title(&state.tree, version(&tree.files).as_deref());
    let id = id.map_or(String::new(), |id| format!(" <{id}>"));
    let patches = series_text::count(n, "patch", "patches");
    wrap(&mut out, "", &format!("{title}, with {} of {patches} of the series{id}", looked.patches.len()));
    for (patch, step) in looked.patches.iter().zip(&looked.steps) {
        out.push_str(&series_text::patch(patch, step, false));
    }
    wrap(&mut out, "", &format!("On {}, from {}:", state.arch, state.base));
    let focus = state.focus.iter().filter(|focus| !state.values.contains_key(*focus));
    for name in state.values.keys().chain(focus) {
        let asked = state.values.get(name).map_or(String::new(), |value| format!("asked for {value}, "));
        wrap(&mut out, "  ", &format!("{name}: {asked}got {}", value_in(&looked.config, name)));
    }
    let n_set = looked.config.lines().filter(|line| line.starts_with("CONFIG_")).count();
    wrap(&mut out, "  ", &format!("{n_set} symbols are set in the .config."));
    out
}

/// The value that a .config has for a symbol.
fn value_in<'a>(config: &'a str, name: &str) -> &'a str {
    let value =
        config.lines().find_map(|line| line.strip_prefix("CONFIG_")?.strip_prefix(name)?.strip_prefix('='));
    value.unwrap_or(if config.contains(&format!("# CONFIG_{name} is not set\n")) { "n" } else { "no line" })
}

/// Says why a text is no link of a series that can be replayed.
pub(crate) fn refusal(problem: &LinkProblem) -> String {
    let state = problem.state.as_ref().map_or(String::new(), |state| {
        format!("; what can be read of it is about {} on {}, from {}", state.tree, state.arch, state.base)
    });
    format!("{}{state}", problem.message)
}
