//! How many tests passed, failed, were skipped.

use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::ops::{Add, AddAssign};
use std::process::{Command, Stdio};

use crate::Result;

/// Numbers of tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    pub(crate) skipped: u32,
}

impl Count {
    /// Reads a summary line of libtest or of wasm-bindgen-test, or of pytest.
    fn from_line(line: &str) -> Option<Self> {
        Self::from_libtest(line).or_else(|| Self::from_pytest(line))
    }

    fn from_libtest(line: &str) -> Option<Self> {
        let (_, numbers) = line.trim_start().strip_prefix("test result: ")?.split_once(". ")?;
        let number = |word| {
            numbers.split(';').find_map(|part| part.trim().strip_suffix(word)?.trim().parse::<u32>().ok())
        };
        Some(Self {
            passed: number("passed")?,
            failed: number("failed")?,
            skipped: number("ignored").unwrap_or(0),
        })
    }

    /// Reads such as `=== 1 failed, 15 passed in 0.44s ===`.
    fn from_pytest(line: &str) -> Option<Self> {
        let (numbers, time) = line.trim_matches(['=', ' ']).rsplit_once(" in ")?;
        time.split(' ').next()?.strip_suffix('s')?.parse::<f64>().ok()?;
        let mut count = Self::default();
        for part in numbers.split(", ") {
            let (number, word) = part.split_once(' ')?;
            let number: u32 = number.parse().ok()?;
            match word {
                "passed" => count.passed += number,
                "failed" | "error" | "errors" => count.failed += number,
                "skipped" => count.skipped += number,
                _ => {}
            }
        }
        Some(count)
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl Add for Count {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { passed, failed, skipped } = self;
        write!(f, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

/// Runs a test command, its output shown as it comes, and counts its tests.
///
/// A run that fails without a failed test, such as one that does not compile,
/// counts as one failure.
pub(crate) fn tests(command: &mut Command) -> Result<Count> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let mut count = Count::default();
    if let Some(stdout) = child.stdout.take() {
        let mut shown = std::io::stdout().lock();
        for line in BufReader::new(stdout).split(b'\n') {
            let line = line?;
            shown.write_all(&line)?;
            shown.write_all(b"\n")?;
            count += Count::from_line(&String::from_utf8_lossy(&line)).unwrap_or_default();
        }
    }
    if !child.wait()?.success() && count.failed == 0 {
        count.failed = 1;
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::Count;

    #[test]
    fn reads_a_summary_line() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 2 filtered out";
        let count = Count { passed: 12, failed: 3, skipped: 1 };
        assert_eq!(Count::from_line(line), Some(count));
        assert_eq!(Count::from_line("test result_is_ok ... ok"), None);
    }

    #[test]
    fn reads_a_summary_line_of_pytest() {
        let count = Count { passed: 15, failed: 1, skipped: 0 };
        assert_eq!(Count::from_line("==== 1 failed, 15 passed in 0.44s ===="), Some(count));
        let count = Count { passed: 16, failed: 0, skipped: 0 };
        assert_eq!(Count::from_line("16 passed, 2 warnings in 61.20s (0:01:01)"), Some(count));
        assert_eq!(Count::from_line("6.12 runs in 12.0 s"), None);
    }

    #[test]
    fn writes_the_closing_line() {
        let count = Count { passed: 12, failed: 0, skipped: 1 };
        assert_eq!(count.to_string(), "12 passed, 0 failed, 1 skipped");
    }
}
