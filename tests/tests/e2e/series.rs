//! A series on a kernel's tree: pasted, stepped through, read, edited, sent.

use std::time::Duration;

use kconfig_tests::Result;
use kconfig_tests::browser::Page;
use kconfig_tests::role;
use kconfig_tests::small_tree::{NAME, SmallTree};
use thirtyfour::Key;

use crate::hands::{
    allow_clipboard, checked, copied_link, has, key, press, press_until, push, says, with_tree,
};
use crate::trees::{FILE, choose_file};

const PATIENCE: Duration = Duration::from_secs(20);

/// Two patches on the small tree, in our own words; the second one also changes a file
/// that is not looked at, and one of its hunks is for another tree.
pub(crate) const MBOX: &str = "\
From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001
From: A Developer <dev@example.org>
Date: Mon, 1 Jan 2024 00:00:00 +0000
Subject: [PATCH v2 0/2] Parcels for everybody
Message-ID: <letter@example.org>

Two small steps. Then:

  CONFIG_SERVES=y

From 0000000000000000000000000000000000000001 Mon Sep 17 00:00:00 2001
From: A Developer <dev@example.org>
Date: Mon, 1 Jan 2024 00:00:01 +0000
Subject: [PATCH v2 1/2] parcels: serve by default

---
diff --git a/init/Kconfig b/init/Kconfig
--- a/init/Kconfig
+++ b/init/Kconfig
@@ -11,6 +11,7 @@ config ALONE
 
 config SERVES
 \ttristate \"Serves others\"
+\tdefault y
 \thelp
 \t  Carries parcels over the wire.
 
-- 
2.43.0

From 0000000000000000000000000000000000000002 Mon Sep 17 00:00:00 2001
From: A Developer <dev@example.org>
Date: Mon, 1 Jan 2024 00:00:02 +0000
Subject: [PATCH v2 2/2] arm64: alone no more

---
diff --git a/arch/arm64/Kconfig b/arch/arm64/Kconfig
--- a/arch/arm64/Kconfig
+++ b/arch/arm64/Kconfig
@@ -1,2 +1,6 @@
 config ARM64
 \tdef_bool y
+\tselect CARRIER
+
+config CARRIER
+\tbool
diff --git a/init/main.c b/init/main.c
--- a/init/main.c
+++ b/init/main.c
@@ -1 +1 @@
-int main;
+int other;
diff --git a/Kconfig b/Kconfig
--- a/Kconfig
+++ b/Kconfig
@@ -1,2 +1,2 @@
-mainmenu \"nothing like it\"
+mainmenu \"something else\"
 nowhere
-- 
2.43.0

";

/// Pastes a series into the dialog of "Open series".
pub(crate) async fn open_series(page: &Page, text: &str) -> Result<()> {
    push(page, "Open series").await?;
    let dialog = page.by_role("dialog", "Open a series").await?;
    let area = page.by_role_in(&dialog, "textbox", "Paste a series").await?;
    page.driver.execute("arguments[0].value = arguments[1]", vec![area.to_json()?, text.into()]).await?;
    page.by_role_in(&dialog, "button", "Put on the tree").await?.click().await?;
    Ok(())
}

/// The text of the table "Patches", once all arches were looked at.
async fn table(page: &Page, is_it: impl Fn(&str) -> bool) -> Result<String> {
    says(page, "region", "Patches", |text| text.contains("alldefconfig") && is_it(text)).await
}

#[tokio::test]
async fn a_pasted_series_is_put_on_the_tree_and_read_patch_by_patch() -> Result<()> {
    let tree = SmallTree::rich("series")?;
    let Some(page) = with_tree(&tree.bundle()?).await? else { return Ok(()) };
    open_series(&page, MBOX).await?;
    page.status(
        "Parcels for everybody is on the tree: 2 patches. x86_64, alldefconfig, all 2 patches applied",
    )
    .await?;
    table(&page, |text| text.contains("alldefconfig: x86_64 arm64")).await?;
    let table = page.by_role("table", "Patches").await?;
    let rows = role::all_by_role(&page.driver, Some(&table), "row").await?;
    let mut texts = Vec::new();
    for row in rows {
        texts.push(row.prop("textContent").await?.unwrap_or_default());
    }
    assert!(texts[1].contains("1 parcels: serve by default") && texts[1].contains("~1"), "{texts:?}");
    assert!(texts[2].contains("not all of it") && texts[2].contains("1 on arm64"), "{texts:?}");
    assert!(texts[3].contains("All together"), "{texts:?}");
    says(&page, "region", "Left out", |text| text.contains("patch 2: without hunk 1 of Kconfig")).await?;
    says(&page, "region", "Left out", |text| text.contains("init/main.c")).await?;
    // What the letter claims is looked at, and held.
    push(&page, "Look at claims").await?;
    push(&page, "Hold against each arch").await?;
    says(&page, "region", "Claims", |text| {
        text.contains("pass 1") && text.contains("after 2 patches, alldefconfig, on x86_64 arm64")
    })
    .await?;
    // What each patch did, and its lines.
    push(&page, "2 arm64: alone no more").await?;
    says(&page, "region", "What patch 2 does", |text| {
        text.contains("arm64") && text.contains("Added: CARRIER") && text.contains("+CARRIER y")
    })
    .await?;
    says(&page, "region", "Diff", |text| text.contains("+\tselect CARRIER")).await?;
    page.by_role("tab", "arm64").await?.click().await?;
    says(&page, "region", "Difference", |text| text.contains("CARRIER")).await?;
    // Back to the first step, where CARRIER is not there.
    page.by_role("option", "1").await?.click().await?;
    page.status_starts("Patch 1 applied.", PATIENCE).await?;
    says(&page, "region", "Difference", |text| text.contains("SERVES") && !text.contains("CARRIER")).await?;
    page.by_role("option", "base").await?.click().await?;
    says(&page, "region", "Difference", |text| text.contains("Nothing differs.")).await?;
    push(&page, "Take series off").await?;
    page.status_starts("The series is off the tree.", PATIENCE).await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn by_keyboard_alone_a_series_is_pasted_stepped_through_and_sent() -> Result<()> {
    let tree = SmallTree::rich("series-keys")?;
    let bundle = tree.bundle()?;
    let Some(page) = with_tree(&bundle).await? else { return Ok(()) };
    allow_clipboard(&page).await?;
    let (tab, right, enter) = (key(Key::Tab), key(Key::Right), key(Key::Enter));
    press_until(&page, &tab, "combobox", "Tree").await?;
    press_until(&page, &right, "button", "Open series").await?;
    press(&page, &enter).await?;
    press(&page, MBOX.replace('\t', "    ").lines().next().unwrap_or_default()).await?;
    // Typing a whole mailbox takes long: the rest comes as from the clipboard.
    let area = page.by_role("textbox", "Paste a series").await?;
    page.driver.execute("arguments[0].value = arguments[1]", vec![area.to_json()?, MBOX.into()]).await?;
    press_until(&page, &tab, "button", "Put on the tree").await?;
    press(&page, &enter).await?;
    table(&page, |text| text.contains("alldefconfig: x86_64 arm64")).await?;
    press_until(&page, &tab, "option", "2").await?;
    press(&page, key(Key::Left)).await?;
    page.status_starts("Patch 1 applied.", PATIENCE).await?;
    press_until(&page, &tab, "tab", "x86_64").await?;
    press(&page, &right).await?;
    press(&page, &enter).await?;
    has(&page, "tab", "arm64", "aria-selected", "true").await?;
    press_until(&page, &tab, "searchbox", "Search symbols").await?;
    press_until(&page, &tab, "row", "").await?;
    press(&page, key(Key::Home)).await?;
    press_until(&page, &key(Key::Down), "row", "ON_X86 = ").await?;
    press(&page, "y").await?;
    page.status_starts("ON_X86 set to y on arm64.", PATIENCE).await?;
    press_until(&page, &tab, "link", "Skip to the menu").await?;
    press(&page, &tab).await?;
    press_until(&page, &right, "button", "Copy link").await?;
    press(&page, &enter).await?;
    let link = copied_link(&page).await?;
    // Somebody else is told which tree to open, opens it, and sees the same.
    let Some(other) = Page::open("").await? else { return Ok(()) };
    let fragment = link.split_once('#').map_or("", |(_, fragment)| fragment);
    assert!(fragment.starts_with("2/"), "{fragment}");
    other.driver.goto(format!("{}#{fragment}", other.site.url())).await?;
    other.reload().await?;
    let alert = role::by_role_only(&other.driver, "alert").await?.text().await?;
    assert!(alert.contains(NAME), "{alert}");
    choose_file(&other, FILE, &bundle).await?;
    let note = role::by_role_only(&other.driver, "note").await?.text().await?;
    assert!(note.contains("MATCH: this is what the sender saw."), "{note}");
    has(&other, "tab", "arm64", "aria-selected", "true").await?;
    checked(&other, "ON_X86", "true").await?;
    says(&other, "region", "Difference", |text| text.contains("SERVES")).await?;
    table(&other, |text| text.contains("parcels: serve by default")).await?;
    assert_eq!(other.complaints().await?, Vec::<String>::new());
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn a_kconfig_file_is_edited_and_its_effect_is_seen() -> Result<()> {
    let tree = SmallTree::rich("series-edit")?;
    let Some(page) = with_tree(&tree.bundle()?).await? else { return Ok(()) };
    push(&page, "Edit Kconfig").await?;
    let dialog = page.by_role("dialog", "Edit a Kconfig file").await?;
    let path = page.by_role_in(&dialog, "combobox", "File").await?;
    path.send_keys("init/Kconfig").await?;
    page.by_role_in(&dialog, "button", "Show").await?.click().await?;
    let area = page.by_role("textbox", "Edit init/Kconfig").await?;
    for _ in 0..100 {
        if area.prop("value").await?.unwrap_or_default().contains("config SERVES") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let script = "arguments[0].value = arguments[0].value.replace('tristate \"Serves others\"', \
                  'tristate \"Serves others\"\\n\\tdefault m')";
    page.driver.execute(script, vec![area.to_json()?]).await?;
    page.by_role_in(&dialog, "button", "Apply as last patch").await?.click().await?;
    page.status_starts("The edit is the last patch.", PATIENCE).await?;
    says(&page, "region", "Difference", |text| text.contains("SERVES")).await?;
    says(&page, "region", "What patch edit does", |text| text.contains(" SERVES n -> m")).await?;
    says(&page, "region", "Diff", |text| text.contains("+\tdefault m")).await?;
    page.by_role("button", "Save as .patch").await?;
    // What conf would not read is said, and the edit can be mended.
    push(&page, "Edit Kconfig").await?;
    let dialog = page.by_role("dialog", "Edit a Kconfig file").await?;
    page.by_role_in(&dialog, "button", "Take all edits back").await?.click().await?;
    page.status_starts("The series is off the tree.", PATIENCE).await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn what_is_no_series_is_said_and_nothing_is_lost() -> Result<()> {
    let tree = SmallTree::rich("series-bad")?;
    let Some(page) = with_tree(&tree.bundle()?).await? else { return Ok(()) };
    open_series(&page, MBOX).await?;
    page.status_starts("Parcels for everybody is on the tree", PATIENCE).await?;
    let cut = MBOX.split_once("+\tdefault y").map_or("", |(before, _)| before);
    let outside = "--- a/../etc/passwd\n+++ b/../etc/passwd\n@@ -1 +1 @@\n-a\n+b\n";
    let binary = "diff --git a/x b/x\nindex 1..2 100644\nBinary files a/x and b/x differ\n";
    open_series(&page, "just a mail").await?;
    let alert = role::by_role_only(&page.driver, "alert").await?.text().await?;
    assert!(alert.contains("There is no patch in what was given."), "{alert}");
    page.by_role("button", "1 parcels: serve by default").await?;
    push(&page, "Dismiss").await?;
    for (text, said) in [(cut, "not as many lines"), (outside, "has `..`")] {
        open_series(&page, text).await?;
        says(&page, "region", "Left out", |text| text.contains(said)).await?;
    }
    open_series(&page, binary).await?;
    says(&page, "region", "Left out", |text| text.contains("x (binary)")).await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}
