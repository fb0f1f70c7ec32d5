//! What a tree's configuration starts from, goes to, and hangs on.

use std::time::Duration;

use kconfig_tests::small_tree::SmallTree;
use kconfig_tests::{Result, role};

use crate::hands::{checked, choose, downloads_folder, load, push, rewrite, saved, says, with_tree};

/// How long a change may take to be shown.
const PATIENCE: Duration = Duration::from_secs(10);

#[tokio::test]
async fn a_file_is_loaded_and_what_became_of_it_is_said() -> Result<()> {
    let tree = SmallTree::rich("load")?;
    let Some(page) = with_tree(&tree.bundle()?).await? else { return Ok(()) };
    let downloads = downloads_folder("load")?;
    page.save_to(&downloads).await?;
    // A fragment becomes user values.
    load(&page, "CONFIG_COUNT=99\nCONFIG_SERVES=m\nCONFIG_NOWHERE=y\n", "Add to user values").await?;
    page.status_starts("The file is read.", PATIENCE).await?;
    let report = says(&page, "region", "Lost values", |text| text.contains("2 of 3 values")).await?;
    for words in ["no Kconfig file of x86_64 defines it", "NOWHERE", "its range is 1 to 10 here"] {
        assert!(report.contains(words), "{words}: {report}");
    }
    says(&page, "region", "Difference", |text| text.contains("SERVES")).await?;
    // What conf would not know either leaves all as it was.
    let before = saved(&page, "Save .config", &downloads).await?;
    assert!(before.contains("CONFIG_SERVES=m\n"), "{before}");
    load(&page, "<html>404 Not Found</html>\n", "Start from it").await?;
    page.status("The page still shows the state before.").await?;
    let alert = role::by_role_only(&page.driver, "alert").await?.text().await?;
    assert!(alert.contains("No line of this file sets a symbol"), "{alert}");
    assert!(alert.contains("<html>404"), "{alert}");
    assert_eq!(saved(&page, "Save .config", &downloads).await?, before);
    push(&page, "Back to what is shown").await?;
    // A defconfig is where it starts from, and takes user values away.
    let defconfig = saved(&page, "Save defconfig", &downloads).await?;
    assert_eq!(defconfig, "CONFIG_SERVES=m\nCONFIG_COUNT=10\n");
    load(&page, &format!("{defconfig}# CONFIG_ON_X86 is not set\n"), "Start from it").await?;
    page.status_starts("The file is read.", PATIENCE).await?;
    checked(&page, "ON_X86", "false").await?;
    says(&page, "region", "Difference", |text| !text.contains("SERVES")).await?;
    let config = saved(&page, "Save .config", &downloads).await?;
    assert!(config.contains("CONFIG_SERVES=m\n") && config.contains("# CONFIG_ON_X86 is not set\n"));
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn a_seed_gives_the_same_again() -> Result<()> {
    let tree = SmallTree::rich("seed")?;
    let mut kconfig = String::new();
    for number in 0..40 {
        kconfig.push_str(&format!("config BY_LOT_{number}\n\tbool \"lot {number}\"\n\n"));
    }
    tree.write("init/Kconfig", &kconfig)?;
    let Some(page) = with_tree(&tree.bundle()?).await? else { return Ok(()) };
    let downloads = downloads_folder("seed")?;
    page.save_to(&downloads).await?;
    choose(&page, "Base config", "randconfig, a new seed").await?;
    page.status_starts("randconfig, seed ", PATIENCE).await?;
    let seed = page.by_role("textbox", "Seed").await?.prop("value").await?.unwrap_or_default();
    let first = saved(&page, "Save .config", &downloads).await?;
    let mut of_seed = Vec::new();
    for wanted in ["7", &seed] {
        rewrite(&page.by_role("textbox", "Seed").await?, wanted).await?;
        page.status_starts(&format!("randconfig, seed {wanted}."), PATIENCE).await?;
        of_seed.push(saved(&page, "Save .config", &downloads).await?);
    }
    assert_eq!(of_seed[1], first);
    assert_ne!(of_seed[0], first);
    // What is no seed leaves the one before.
    rewrite(&page.by_role("textbox", "Seed").await?, "some").await?;
    assert_eq!(page.by_role("textbox", "Seed").await?.prop("value").await?.as_deref(), Some(&*seed));
    assert_eq!(saved(&page, "Save .config", &downloads).await?, first);
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn an_answer_is_flipped_and_its_values_follow() -> Result<()> {
    let tree = SmallTree::rich("answers")?;
    // As a kernel is downloaded: nobody has asked its toolchain.
    let Some(page) = with_tree(&tree.tar("linux.tar.gz", &["linux"])?).await? else { return Ok(()) };
    page.by_role("searchbox", "Search symbols").await?.send_keys("ANSWER").await?;
    says(&page, "treegrid", "Menu", |text| text.contains("HAS_ANSWER") && text.contains("answer unknown"))
        .await?;
    push(&page, "Answers").await?;
    let dialog = page.by_role("dialog", "What the tree asks the toolchain").await?;
    let said = dialog.text().await?;
    assert!(said.contains("1 command on this arch, 1 without an answer."), "{said}");
    let answer = page.by_role_in(&dialog, "combobox", "Answer to echo y").await?;
    page.by_role_in(&answer, "option", "y").await?.click().await?;
    page.by_role_in(&dialog, "button", "Close").await?.click().await?;
    page.status_starts("alldefconfig.", PATIENCE).await?;
    says(&page, "treegrid", "Menu", |text| text.contains("HAS_ANSWER") && !text.contains("answer unknown"))
        .await?;
    checked(&page, "USES_ANSWER", "true").await?;
    push(&page, "Answers").await?;
    let dialog = page.by_role("dialog", "What the tree asks the toolchain").await?;
    let answer = page.by_role_in(&dialog, "combobox", "Answer to echo y").await?;
    page.by_role_in(&answer, "option", "n").await?.click().await?;
    page.by_role_in(&dialog, "button", "Close").await?.click().await?;
    checked(&page, "HAS_ANSWER", "false").await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}
