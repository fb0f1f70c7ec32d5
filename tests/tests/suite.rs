//! The specification: every Markdown case of tests/suite.

use kconfig_tests::Result;
use kconfig_tests::suite::{cases, update};

#[test]
fn every_case_holds() -> Result<()> {
    let is_update = std::env::var_os("UPDATE_SUITE").is_some();
    let (mut n_blocks, mut failures) = (0, String::new());
    for case in cases()? {
        let results = case.results();
        assert!(!results.is_empty(), "{}: expects nothing", case.title);
        for (info, expected) in &case.blocks {
            let Some(result) = results.get(info) else { continue };
            n_blocks += 1;
            if result != expected {
                failures += &format!(
                    "{} · {} · {info}\nexpected:\n{expected}\nis:\n{result}\n",
                    case.file.display(),
                    case.title
                );
            }
        }
        if is_update {
            update(&case, &results)?;
        }
    }
    assert!(n_blocks > 0);
    assert!(failures.is_empty() || is_update, "{failures}");
    Ok(())
}
