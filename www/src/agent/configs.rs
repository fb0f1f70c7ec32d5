//! The .config files that the browser keeps with their trees: files of the page's
//! own, which nobody else sees and which are never uploaded.

use super::reading::BlobReader;
use super::store::{Refused, folder, names_in, put_in, remove_from};

/// The folder, beside that of the trees.
const FOLDER: &str = "kconfig-playground-configs";

/// The longest name of a file that is kept, in letters; the rest is cut.
const MAX_NAME: usize = 100;

/// A kept .config.
pub(super) struct KeptConfig {
    /// The name of its file.
    pub(super) name: String,
    /// Its text.
    pub(super) text: String,
}

/// Returns what is kept of a tree, by the names of the files.
pub(super) async fn of_tree(tree: &str) -> Result<Vec<KeptConfig>, Refused> {
    let folder = folder(FOLDER).await?;
    let mut configs = Vec::new();
    for file in names_in(&folder).await? {
        let Some((_, name)) = parts(&file).filter(|((of, _), _)| *of == tree) else { continue };
        let bytes = super::store::get_from(&folder, &file).await.ok();
        let bytes = bytes.and_then(|file| BlobReader::new(&file).and_then(BlobReader::all).ok());
        // One that cannot be read is as if it had not been kept.
        let Some(bytes) = bytes else { continue };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        configs.push(KeptConfig { name: name.to_owned(), text });
    }
    configs.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(configs)
}

/// Keeps a .config under its tree, what it is called as a base config, and the name
/// of its file.
pub(super) async fn put(tree: &str, base: &str, name: &str, text: &str) -> Result<(), Refused> {
    let name: String =
        name.chars().filter(|c| !c.is_control() && !"/\\".contains(*c)).take(MAX_NAME).collect();
    put_in(&folder(FOLDER).await?, &format!("{tree} {base} {name}"), text.as_bytes()).await
}

/// Forgets one .config of a tree, or all of them.
pub(super) async fn remove(tree: &str, base: Option<&str>) -> Result<(), Refused> {
    let folder = folder(FOLDER).await?;
    for file in names_in(&folder).await? {
        let is_it =
            parts(&file).is_some_and(|((of, is), _)| of == tree && base.is_none_or(|base| base == is));
        if is_it {
            remove_from(&folder, &file).await?;
        }
    }
    Ok(())
}

/// Splits the name of a kept file: tree, base config, name. The first two have no
/// blanks.
fn parts(file: &str) -> Option<((&str, &str), &str)> {
    let (tree, rest) = file.split_once(' ')?;
    let (base, name) = rest.split_once(' ')?;
    Some(((tree, base), name))
}
