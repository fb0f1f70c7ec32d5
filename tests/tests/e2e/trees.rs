//! Kernel trees come into the page, are kept there, and are forgotten.

use std::path::Path;
use std::time::Duration;

use kconfig_tests::browser::{Page, built_site};
use kconfig_tests::small_tree::{FILES, NAME, OPEN, SmallTree, header, site_with};
use kconfig_tests::{Result, role};
use thirtyfour::Key;

use crate::READY;
use crate::hands::{gone, key, press};

pub(crate) const SCENARIO: &str = "Split crash out from kexec and clean up related config items";
pub(crate) const FILE: &str = "Open bundle or tarball";
const FOLDER: &str = "Open folder";

/// Chooses a file or folder, as a person does in the browser's dialog.
pub(crate) async fn choose_file(page: &Page, label: &str, file: &Path) -> Result<()> {
    page.by_role("button", label).await?.send_keys(file.to_string_lossy()).await?;
    Ok(())
}

/// In place of the browser's dialog for folders, which nobody can drive: gives a
/// folder of the page's own, a real one, with these files. `null` is what it gives
/// to a person who chooses nothing.
const PICKER: &str = r#"
const [files, done] = arguments;
(async () => {
    const home = await navigator.storage.getDirectory();
    const root = await home.getDirectoryHandle('linux', { create: true });
    for (const [path, text] of files ?? []) {
        const names = path.split('/');
        const last = names.pop();
        let folder = root;
        for (const name of names) folder = await folder.getDirectoryHandle(name, { create: true });
        const writable = await (await folder.getFileHandle(last, { create: true })).createWritable();
        await writable.write(text);
        await writable.close();
    }
    window.showDirectoryPicker = async () => {
        if (!files) throw new DOMException('nothing was chosen', 'AbortError');
        return root;
    };
    done(true);
})();
"#;

/// Chooses a tree by its name.
pub(crate) async fn choose_tree(page: &Page, name: &str) -> Result<()> {
    let trees = page.by_role("combobox", "Tree").await?;
    page.by_role_in(&trees, "option", name).await?.click().await?;
    Ok(())
}

/// Chooses the scenario, which is the first of the combobox "Tree".
pub(crate) async fn back(page: &Page) -> Result<()> {
    let trees = page.by_role("combobox", "Tree").await?;
    page.by_role_in(&trees, "option", SCENARIO).await?.click().await?;
    page.status("The series is shown.").await
}

/// What the combobox "Tree" shows.
async fn shown_tree(page: &Page) -> Result<String> {
    Ok(page.by_role("combobox", "Tree").await?.prop("value").await?.unwrap_or_default())
}

/// The names that the combobox "Tree" has.
async fn names(page: &Page) -> Result<Vec<String>> {
    let trees = page.by_role("combobox", "Tree").await?;
    // At once: the page may change them meanwhile.
    let script = "return [...arguments[0].options].map(option => option.value)";
    Ok(page.driver.execute(script, vec![trees.to_json()?]).await?.convert()?)
}

/// Waits until the combobox "Tree" has as many trees beside the scenario.
pub(crate) async fn n_trees(page: &Page, wanted: usize) -> Result<()> {
    let mut there = Vec::new();
    for _ in 0..100 {
        there = names(page).await?;
        if there.len() == wanted + 1 {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err(format!("there are {there:?}").into())
}

#[tokio::test]
async fn a_bundle_is_opened_kept_and_forgotten() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    let tree = SmallTree::new("kept")?;
    let bundle = tree.bundle()?;
    page.status(READY).await?;
    let before = page.site.requests();
    choose_file(&page, FILE, &bundle).await?;
    page.status(OPEN).await?;
    assert_eq!(shown_tree(&page).await?, NAME);
    page.by_role("button", "Forget this tree").await?;
    assert!(
        !page.site.requests()[before.len()..]
            .iter()
            .any(|request| request.contains("/trees/") && !request.contains("index.json"))
    );
    // The scenario is still there, and the tree too.
    back(&page).await?;
    page.reload().await?;
    page.status(READY).await?;
    choose_tree(&page, NAME).await?;
    page.status(OPEN).await?;
    // The same again is not kept twice.
    choose_file(&page, FILE, &bundle).await?;
    page.status(OPEN).await?;
    assert_eq!(names(&page).await?, ["", NAME]);
    // Another one of the same name is.
    std::fs::write(tree.path("linux/init/Kconfig"), "config OTHER\n\tbool \"other\"\n")?;
    choose_file(&page, FILE, &tree.tar("linux.tar", &["linux"])?).await?;
    n_trees(&page, 2).await?;
    assert_eq!(names(&page).await?, ["", NAME, &format!("{NAME}~2")]);
    page.by_role("button", "Forget this tree").await?.click().await?;
    n_trees(&page, 2).await?;
    choose_tree(&page, NAME).await?;
    n_trees(&page, 1).await?;
    page.by_role("button", "Forget this tree").await?.click().await?;
    page.status(&format!("This browser keeps {NAME} no longer.")).await?;
    page.reload().await?;
    page.status(READY).await?;
    assert_eq!(names(&page).await?, [""]);
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn tarballs_and_folders_are_opened() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    let tree = SmallTree::new("tarballs")?;
    page.status(READY).await?;
    for name in ["linux.tar.gz", "linux.tgz", "linux.tar.xz", "linux.tar"] {
        choose_file(&page, FILE, &tree.tar(name, &["linux"])?).await?;
        page.status(OPEN).await?;
        back(&page).await?;
    }
    choose_file(&page, FOLDER, &tree.path("linux")).await?;
    page.status(OPEN).await?;
    // However it came, it is the same tree.
    assert_eq!(names(&page).await?, ["", NAME]);
    back(&page).await?;
    page.drop_file(&tree.path("linux")).await?;
    page.status(OPEN).await?;
    back(&page).await?;
    page.drop_file(&tree.path("linux.tar.xz")).await?;
    page.status(OPEN).await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn what_is_no_tree_is_said_and_the_state_before_stays() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    let tree = SmallTree::new("bad")?;
    page.status(READY).await?;
    let bundle = tree.bundle()?;
    choose_file(&page, FILE, &bundle).await?;
    page.status(OPEN).await?;
    let whole = std::fs::read(&bundle)?;
    let xz = std::fs::read(tree.tar("linux.tar.xz", &["linux"])?)?;
    let mut huge = header("linux/Kconfig", 0).to_vec();
    // 10 GB in the base-256 form that sizes above 8 GB have.
    huge[124..136].copy_from_slice(&[0x80, 0, 0, 0, 0, 0, 0, 2, 0x80, 0, 0, 0]);
    let sum: u32 = huge
        .iter()
        .enumerate()
        .map(|(at, byte)| match at {
            148..156 => 32,
            _ => u32::from(*byte),
        })
        .sum();
    huge[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    std::fs::create_dir(tree.path("other"))?;
    std::fs::write(tree.path("other/README"), "nothing\n")?;
    let cases = [
        (tree.file("cut.tar.gz", &whole[..whole.len() / 2])?, "the archive is cut short"),
        (tree.file("cut.tar.xz", &xz[..xz.len() / 2])?, "the archive is cut short"),
        (tree.tar("other.tar.gz", &["other/README"])?, "no Kconfig at its root, but other/README"),
        (tree.file("huge.tar", &huge)?, "the entry is too large: 10737418240"),
        (
            tree.tar("outside.tar", &["linux/Kconfig", "linux/../linux/Makefile"])?,
            "a path that leaves its folder",
        ),
        (tree.file("words.txt", b"config A\n")?, "neither gzip, xz nor tar"),
        (tree.file("empty.tar", b"")?, "the archive is cut short"),
    ];
    for (file, words) in &cases {
        choose_file(&page, FILE, file).await?;
        page.status("The page still shows the state before.").await?;
        let alert = role::by_role_only(&page.driver, "alert").await?.text().await?;
        assert!(alert.contains(words), "{}: {alert}", file.display());
        assert_eq!(shown_tree(&page).await?, NAME);
        page.by_role("treegrid", "Menu").await?;
        page.by_role("button", "Dismiss").await?.click().await?;
        choose_file(&page, FILE, &bundle).await?;
        page.status(OPEN).await?;
    }
    choose_file(&page, FOLDER, &tree.path("other")).await?;
    page.status("The page still shows the state before.").await?;
    let alert = role::by_role_only(&page.driver, "alert").await?.text().await?;
    assert!(alert.contains("no Kconfig at its root, but other/README"), "{alert}");
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn the_page_walks_through_a_folder_where_it_may() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    let button = page.by_role("button", FOLDER).await?;
    page.driver.execute_async(PICKER, vec![serde_json::Value::Null]).await?;
    button.focus().await?;
    press(&page, key(Key::Enter)).await?;
    // More than go to the worker in one message.
    let many: Vec<String> = (0..120).map(|n| format!("lib/{n}/Kconfig")).collect();
    let more = many.iter().map(|path| (path.as_str(), "config MORE\n\tbool\n"));
    let files: Vec<(&str, &str)> = FILES.iter().copied().chain(more).collect();
    page.driver.execute_async(PICKER, vec![serde_json::to_value(files)?]).await?;
    press(&page, key(Key::Enter)).await?;
    page.status("Linux 6.12.3 is open: 3 arches, 126 files of Kconfig.").await?;
    assert_eq!(shown_tree(&page).await?, NAME);
    back(&page).await?;
    page.driver
        .execute("window.showDirectoryPicker = async () => { throw new Error('no such disk') }", vec![])
        .await?;
    button.focus().await?;
    press(&page, key(Key::Enter)).await?;
    page.status("The page still shows the state before.").await?;
    let alert = role::by_role_only(&page.driver, "alert").await?.text().await?;
    assert!(alert.contains("cannot be read") && alert.contains("no such disk"), "{alert}");
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

/// A picker that waits to be refused, and how often it and the file input open.
const REFUSED: &str = r#"
window.asked = 0;
window.showDirectoryPicker = () => {
    window.asked += 1;
    return new Promise((_, bad) => { window.refuse = () => bad(new DOMException('not here', 'SecurityError')) });
};
window.inputs = 0;
addEventListener('click', event => {
    if (!event.defaultPrevented) window.inputs += 1;
    event.preventDefault();
});
"#;

#[tokio::test]
async fn a_refused_picker_leaves_the_file_input() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    page.driver.execute(REFUSED, vec![]).await?;
    let opened = async || -> Result<(u32, u32)> {
        Ok(page.driver.execute("return [asked, inputs]", vec![]).await?.convert()?)
    };
    let button = page.by_role("button", FOLDER).await?;
    button.focus().await?;
    press(&page, key(Key::Enter)).await?;
    press(&page, key(Key::Enter)).await?;
    assert_eq!(opened().await?, (1, 0), "one that is open is not asked again");
    page.driver.execute("refuse()", vec![]).await?;
    page.status("The page still shows the state before.").await?;
    let alert = role::by_role_only(&page.driver, "alert").await?.text().await?;
    assert!(alert.contains("not here"), "{alert}");
    button.focus().await?;
    press(&page, key(Key::Enter)).await?;
    assert_eq!(opened().await?, (1, 1));
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn an_opening_tells_how_far_it_is_and_can_be_cancelled() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    let tree = SmallTree::new("cancelled")?;
    page.status(READY).await?;
    // As large as an archive may be, just about.
    let large = tree.large_tar("large.tar", 20)?;
    let tab = page.by_role("tab", "arm64").await?;
    choose_file(&page, FILE, &large).await?;
    let bar = page.by_role("progressbar", "Reading large.tar").await?;
    // Other questions are answered meanwhile.
    tab.click().await?;
    page.status("arm64, all 14 patches applied. 4 claims pass.").await?;
    assert!(bar.is_displayed().await?, "the reading has ended already");
    let text = page.by_role("button", "Cancel").await?;
    text.click().await?;
    page.status("The opening of large.tar was cancelled.").await?;
    gone(&page, "progressbar").await?;
    // The next one is not held up.
    choose_file(&page, FILE, &tree.tar("linux.tar.gz", &["linux"])?).await?;
    page.status(OPEN).await?;
    // A choice ends what is under way.
    choose_file(&page, FILE, &large).await?;
    page.by_role("progressbar", "Reading large.tar").await?;
    back(&page).await?;
    gone(&page, "progressbar").await?;
    choose_tree(&page, NAME).await?;
    page.status(OPEN).await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

/// A page of a site of its own, which offers a small tree; none when there is no
/// built site.
///
/// The site goes with the tree, and the tree when it is dropped.
pub(crate) async fn offered(
    name: &str,
    prefix: &str,
    change: impl FnOnce(&Path) -> Result<()>,
) -> Result<Option<(Page, SmallTree)>> {
    let Some(built) = built_site() else { return Ok(None) };
    let tree = SmallTree::new(name)?;
    let site = tree.path("site");
    site_with(&built, &tree.bundle()?, &site)?;
    change(&site)?;
    let page = Page::open_site(&site, prefix, "").await?;
    page.status(READY).await?;
    n_trees(&page, 1).await?;
    Ok(Some((page, tree)))
}

#[tokio::test]
async fn a_site_offers_trees() -> Result<()> {
    let Some((mut page, _tree)) = offered("offered", "/some/folder/", |_| Ok(())).await? else {
        return Ok(());
    };
    choose_tree(&page, NAME).await?;
    page.status(OPEN).await?;
    let file = format!("/some/folder/trees/{NAME}.tar.gz");
    assert!(page.site.requests().contains(&file), "{:?}", page.site.requests());
    page.by_role("button", "Forget this tree").await?;
    // What is kept does not come again.
    back(&page).await?;
    page.site.stop();
    choose_tree(&page, NAME).await?;
    page.status(OPEN).await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn a_damaged_offer_is_said() -> Result<()> {
    let damage = |site: &Path| Ok(std::fs::write(site.join(format!("trees/{NAME}.tar.gz")), "short")?);
    let Some((page, _tree)) = offered("damaged", "/", damage).await? else { return Ok(()) };
    choose_tree(&page, NAME).await?;
    page.status("The page still shows the state before.").await?;
    let alert = role::by_role_only(&page.driver, "alert").await?.text().await?;
    assert!(alert.contains("the server sends 5 bytes where the site lists"), "{alert}");
    assert_eq!(shown_tree(&page).await?, "");
    Ok(())
}
