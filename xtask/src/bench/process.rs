//! What one process costs by itself, without the processes that it starts.

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::Result;

/// What a process used.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    /// Time outside of the system, in milliseconds; the system counts in ticks
    /// of ten, so only the mean of many runs says something.
    pub(super) user_ms: f64,
    /// Time on a processor, the system's included, in milliseconds.
    pub(super) cpu_ms: f64,
    /// The most memory at a time, in kilobytes.
    pub(super) peak_kb: u64,
}

impl Cost {
    /// The mean user time, the median processor time and the most memory.
    pub(super) fn typical(runs: &[Self]) -> Self {
        let mut cpu: Vec<f64> = runs.iter().map(|run| run.cpu_ms).collect();
        cpu.sort_by(f64::total_cmp);
        Self {
            user_ms: runs.iter().map(|run| run.user_ms).sum::<f64>() / runs.len() as f64,
            cpu_ms: cpu.get(cpu.len() / 2).copied().unwrap_or(f64::NAN),
            peak_kb: runs.iter().map(|run| run.peak_kb).max().unwrap_or(0),
        }
    }
}

/// Runs a program to its end and looks at it in /proc.
///
/// A process that has ended stays there until it is waited for, with its times
/// but without its memory, which therefore is looked at all the while.
pub(super) fn run(command: &mut Command) -> Result<Cost> {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let folder = format!("/proc/{}", child.id());
    let mut peak_kb = 0;
    let times = loop {
        let stat = std::fs::read_to_string(format!("{folder}/stat"))?;
        // After the name in parentheses, which may hold anything.
        let fields: Vec<&str> =
            stat.rsplit(')').next().unwrap_or_default().split_ascii_whitespace().collect();
        if fields.first() == Some(&"Z") {
            let user_ticks: f64 = fields.get(11).ok_or("no user time in /proc")?.parse()?;
            let cpu = std::fs::read_to_string(format!("{folder}/schedstat"))?;
            let cpu_ns: f64 = cpu.split(' ').next().unwrap_or_default().parse()?;
            break (user_ticks * 10.0, cpu_ns / 1e6);
        }
        let status = std::fs::read_to_string(format!("{folder}/status")).unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|line| line.split_ascii_whitespace().next()?.parse().ok());
        peak_kb = peak_kb.max(peak.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(1));
    };
    let status = child.wait()?;
    if !status.success() {
        return Err(format!("{command:?} failed: {status}").into());
    }
    Ok(Cost { user_ms: times.0, cpu_ms: times.1, peak_kb })
}
