//! Steps that are run one after the other, all of them, and what came of each.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// The steps of a command so far.
#[derive(Debug)]
pub(crate) struct Report {
    started: Instant,
    steps: Vec<Step>,
}

#[derive(Debug)]
struct Step {
    name: String,
    took: Duration,
    error: Option<String>,
}

impl Report {
    /// A report with no step yet.
    pub(crate) fn new() -> Self {
        Self {
            started: Instant::now(),
            steps: Vec::new(),
        }
    }

    /// Runs a step. A failure is noted and shown; the next step runs all the same.
    pub(crate) fn step(&mut self, name: impl Into<String>, work: impl FnOnce() -> Result<()>) {
        let name = name.into();
        println!("\n==> {name}");
        let started = Instant::now();
        let error = work().err().map(|error| format!("{error:#}"));
        let took = started.elapsed();
        match &error {
            None => println!("<== {name}: passed in {}", seconds(took)),
            Some(error) => println!("<== {name}: FAILED in {}\n{error}", seconds(took)),
        }
        self.steps.push(Step { name, took, error });
    }

    /// Prints the table of all steps and the closing line. An error if any step failed.
    pub(crate) fn finish(self) -> Result<()> {
        let width = self
            .steps
            .iter()
            .map(|step| step.name.chars().count())
            .max()
            .unwrap_or(0)
            .max(4);
        println!("\n{:width$}  {:>8}  result", "step", "time");
        println!("{}", "-".repeat(width + 22));
        for step in &self.steps {
            let result = match &step.error {
                None => "passed".to_owned(),
                Some(error) => format!("FAILED: {}", error.lines().next().unwrap_or_default()),
            };
            println!("{:width$}  {:>8}  {result}", step.name, seconds(step.took));
        }
        println!("{}", "-".repeat(width + 22));
        println!("{:width$}  {:>8}\n", "all", seconds(self.started.elapsed()));
        let failed = self.steps.iter().filter(|step| step.error.is_some()).count();
        println!("{} passed, {failed} failed", self.steps.len() - failed);
        if failed > 0 {
            bail!("{failed} of {} steps failed", self.steps.len());
        }
        Ok(())
    }
}

fn seconds(time: Duration) -> String {
    let whole = time.as_secs();
    if whole < 60 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{}:{:02} min", whole / 60, whole % 60)
    }
}
