//! The trees that the browser keeps: files of the page's own, which nobody else
//! sees and which are never uploaded.

use js_sys::{AsyncIterator, Promise, Reflect};
use kconfig::bundle::{TreeEntry, digest};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    File, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions,
    FileSystemGetFileOptions, FileSystemSyncAccessHandle, WorkerGlobalScope,
};

use super::reading::{BlobReader, worker_scope};

/// The folder of the trees, as other pages of the same host may keep things too.
const FOLDER: &str = "kconfig-playground-trees";

/// A browser that keeps nothing, and why, in its own words.
#[derive(Debug)]
pub(super) struct Refused(pub(super) String);

impl From<JsValue> for Refused {
    fn from(error: JsValue) -> Self {
        Self(words(&error))
    }
}

/// What an exception says of itself.
pub(super) fn words(error: &JsValue) -> String {
    let property =
        |name: &str| Reflect::get(error, &name.into()).ok()?.as_string().filter(|it| !it.is_empty());
    match (property("name"), property("message")) {
        (Some(name), Some(message)) => format!("{name}: {message}"),
        (one, other) => one.or(other).unwrap_or_else(|| "no reason was given".to_owned()),
    }
}

/// Lists the kept trees by name.
pub(super) async fn names() -> Result<Vec<String>, Refused> {
    names_in(&folder(FOLDER).await?).await
}

/// Lists the files of a folder by name.
pub(super) async fn names_in(folder: &FileSystemDirectoryHandle) -> Result<Vec<String>, Refused> {
    let keys: AsyncIterator = folder.keys();
    let mut names = Vec::new();
    loop {
        let next = JsFuture::from(keys.next()?).await?;
        if Reflect::get(&next, &"done".into())?.is_truthy() {
            break;
        }
        names.extend(Reflect::get(&next, &"value".into())?.as_string());
    }
    names.sort();
    Ok(names)
}

/// Returns a kept tree's bundle.
pub(super) async fn get(name: &str) -> Result<File, Refused> {
    get_from(&folder(FOLDER).await?, name).await
}

/// Returns a file of a folder.
pub(super) async fn get_from(folder: &FileSystemDirectoryHandle, name: &str) -> Result<File, Refused> {
    let handle = JsFuture::from(folder.get_file_handle(name)).await?;
    let handle: FileSystemFileHandle = handle.unchecked_into();
    Ok(JsFuture::from(handle.get_file()).await?.unchecked_into())
}

/// Returns the name under which a tree can be kept, and whether it is there.
///
/// Another tree of the same name stays what it is: the new one gets a number.
pub(super) async fn name_for(wanted: &str, checksum: u32, listed: &[TreeEntry]) -> (String, bool) {
    let mut name = wanted.to_owned();
    let is_listed = |name: &str| listed.iter().any(|tree| tree.name == name && !tree.is_of(checksum));
    for number in 2..100 {
        if is_listed(&name) {
            name = format!("{wanted}~{number}");
            continue;
        }
        let Ok(kept) = get(&name).await else { return (name, false) };
        let bytes = BlobReader::new(&kept).and_then(BlobReader::all);
        // What cannot be read is written anew.
        match bytes.map(|bytes| digest(&bytes)) {
            Ok(other) if other != checksum => name = format!("{wanted}~{number}"),
            Ok(_) => return (name, true),
            Err(_) => return (name, false),
        }
    }
    (name, false)
}

/// Keeps a tree's bundle.
pub(super) async fn put(name: &str, bytes: &[u8]) -> Result<(), Refused> {
    put_in(&folder(FOLDER).await?, name, bytes).await
}

/// Writes a file of a folder.
pub(super) async fn put_in(
    folder: &FileSystemDirectoryHandle,
    name: &str,
    bytes: &[u8],
) -> Result<(), Refused> {
    let options = FileSystemGetFileOptions::new();
    options.set_create(true);
    let handle = JsFuture::from(folder.get_file_handle_with_options(name, &options)).await?;
    let handle: FileSystemFileHandle = handle.unchecked_into();
    let access = JsFuture::from(handle.create_sync_access_handle()).await?;
    let access: FileSystemSyncAccessHandle = access.unchecked_into();
    let written = access
        .truncate_with_u32(0)
        .and_then(|()| access.write_with_u8_array(bytes))
        .and_then(|n| access.flush().map(|()| n));
    access.close();
    match written {
        Ok(n) if n == bytes.len() as f64 => Ok(()),
        other => {
            // Half a file is none.
            let _ = JsFuture::from(folder.remove_entry(name)).await;
            Err(other.err().map_or_else(|| Refused("its storage is full".to_owned()), Refused::from))
        }
    }
}

/// Forgets a tree.
pub(super) async fn remove(name: &str) -> Result<(), Refused> {
    remove_from(&folder(FOLDER).await?, name).await
}

/// Removes a file of a folder.
pub(super) async fn remove_from(folder: &FileSystemDirectoryHandle, name: &str) -> Result<(), Refused> {
    JsFuture::from(folder.remove_entry(name)).await?;
    Ok(())
}

/// Returns a folder of the page's own; makes it where there is none.
pub(super) async fn folder(name: &str) -> Result<FileSystemDirectoryHandle, Refused> {
    let scope: WorkerGlobalScope = worker_scope();
    // A page that came over plain http has none of this.
    let storage = Reflect::get(&scope.navigator(), &"storage".into())?;
    let has_folder = storage.is_object() && Reflect::has(&storage, &"getDirectory".into())?;
    if !has_folder {
        return Err(Refused("it has no storage for this page".to_owned()));
    }
    let root: Promise = scope.navigator().storage().get_directory();
    let root: FileSystemDirectoryHandle = JsFuture::from(root).await?.unchecked_into();
    let options = FileSystemGetDirectoryOptions::new();
    options.set_create(true);
    let folder = JsFuture::from(root.get_directory_handle_with_options(name, &options)).await?;
    Ok(folder.unchecked_into())
}
