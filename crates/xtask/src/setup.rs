//! `cargo xtask setup`: what the tests need beside Rust, installed where that is allowed.

use std::{path::Path, process::Command};

use anyhow::{Result, bail, ensure};
use serde_json::{Map, Value};

use crate::{postgres, shell};

/// A program or file that tests need, and the Debian package that brings it.
struct Need {
    what: &'static str,
    package: &'static str,
    present: fn() -> bool,
}

const NEEDS: &[Need] = &[
    Need {
        what: "Node.js 20 or newer",
        package: "nodejs",
        present: || node_version().is_some_and(|major| major >= 20),
    },
    Need {
        what: "npm",
        package: "npm",
        present: || shell::find("npm").is_some(),
    },
    Need {
        what: "PostgreSQL 15 or newer",
        package: "postgresql",
        present: || postgres::programs().is_some(),
    },
    Need {
        what: "Redis 7",
        package: "redis-server",
        present: || shell::find("redis-server").is_some(),
    },
    Need {
        what: "Chromium",
        package: "chromium",
        present: || shell::find("chromium").is_some(),
    },
    Need {
        what: "a font with Chinese characters",
        package: "fonts-noto-cjk",
        present: has_chinese_font,
    },
    Need {
        what: "sqlite3, which looks into the embedded database",
        package: "sqlite3",
        present: || shell::find("sqlite3").is_some(),
    },
    Need {
        what: "strace, which counts what reaches the disk",
        package: "strace",
        present: || shell::find("strace").is_some(),
    },
    Need {
        what: "wrk, for benchmarks",
        package: "wrk",
        present: || shell::find("wrk").is_some(),
    },
];

/// The folders with a package-lock.json: packages that only tests use.
const NODE_FOLDERS: &[&str] = &["tests/browser", "tests/conformance", "tests/schema"];

/// Installs what is missing, or with `check` only says what is.
pub(crate) fn run(check: bool) -> Result<()> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.present)()).collect();
    for need in NEEDS {
        let found = if (need.present)() { "present" } else { "MISSING" };
        println!("{found}  {}", need.what);
    }
    let folders: Vec<&str> = NODE_FOLDERS
        .iter()
        .copied()
        .filter(|folder| !is_installed(&shell::root().join(folder)))
        .collect();
    for folder in &folders {
        println!("MISSING  node packages of {folder}");
    }
    if missing.is_empty() && folders.is_empty() {
        return Ok(());
    }
    ensure!(
        !check,
        "something is missing: `cargo xtask setup` installs it, or says how to"
    );
    if !missing.is_empty() {
        install(&missing)?;
    }
    for folder in folders {
        npm_ci(&shell::root().join(folder))?;
    }
    Ok(())
}

fn install(missing: &[&Need]) -> Result<()> {
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    if shell::find("apt-get").is_none() {
        let whats: Vec<&str> = missing.iter().map(|need| need.what).collect();
        bail!(
            "install these with the means of your system, then run this again: {}",
            whats.join(", ")
        );
    }
    if !shell::is_root() {
        bail!(
            "run this, then try again:\n  sudo apt-get update && sudo apt-get install -y {}",
            packages.join(" ")
        );
    }
    println!("installing {}", packages.join(", "));
    let apt = |arguments: &[&str]| {
        let mut apt = Command::new("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive")
            .args(["-q", "-o", "Dpkg::Use-Pty=0"])
            .args(arguments);
        shell::run(&mut apt)
    };
    apt(&["update"])?;
    let mut arguments = vec!["install", "-y", "--no-install-recommends"];
    arguments.extend(packages);
    apt(&arguments)?;
    for need in missing {
        ensure!(
            (need.present)(),
            "{} is still missing after installing {}",
            need.what,
            need.package
        );
    }
    Ok(())
}

fn npm_ci(folder: &Path) -> Result<()> {
    println!("npm ci in {}", folder.display());
    let mut npm = Command::new("npm");
    shell::run(
        npm.current_dir(folder)
            .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]),
    )
}

/// Whether npm's own record of what it installed agrees with the lock file.
fn is_installed(folder: &Path) -> bool {
    let packages = |file: &str| -> Option<Map<String, Value>> {
        let text = std::fs::read_to_string(folder.join(file)).ok()?;
        let mut lock: Value = serde_json::from_str(&text).ok()?;
        serde_json::from_value(lock["packages"].take()).ok()
    };
    let (Some(wanted), Some(installed)) = (
        packages("package-lock.json"),
        packages("node_modules/.package-lock.json"),
    ) else {
        return false;
    };
    wanted
        .iter()
        .filter(|(path, _)| !path.is_empty())
        .all(|(path, package)| match installed.get(path) {
            Some(found) => found["version"] == package["version"],
            None => package["optional"] == true,
        })
}

fn node_version() -> Option<u32> {
    let version = shell::read(Command::new("node").arg("--version")).ok()?;
    version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()
}

fn has_chinese_font() -> bool {
    let listed = shell::read(Command::new("fc-list").args([":lang=zh-cn", "family"]));
    listed.is_ok_and(|fonts| !fonts.trim().is_empty())
        || Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").exists()
}
