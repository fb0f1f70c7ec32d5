//! The texts and files of a series, read in the worker.

use kconfig::view::Problem;

use super::reading::BlobReader;
use super::tree_protocol::SeriesSource;

/// How many bytes the files of a series may have together: 64 MiB, as much as is read
/// of a mailbox.
const MAX_FILES: f64 = 67_108_864.0;

/// Reads what a series comes from: what each is called, and its bytes.
///
/// # Errors
/// The files are too large, or the browser cannot read one.
pub(super) fn inputs(source: &SeriesSource) -> Result<Vec<(String, Vec<u8>)>, Problem> {
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
pub(super) fn no_tree() -> Problem {
    Problem {
        message: "There is no kernel's tree to put the series on.".to_owned(),
        details: Vec::new(),
        help: "Open the tree that the series is for first.".to_owned(),
    }
}
