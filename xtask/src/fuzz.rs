//! `fuzz`: lets libFuzzer look for bytes that break a reader. The targets are in the room `fuzz`.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};

use crate::machine::{cargo, command, must, root, target_dir};
use crate::say::{part, say};
use crate::scratch;

/// Coverage as libFuzzer wants it, from the stable compiler.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
                     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
                     -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";
const TRIPLE: &str = "x86_64-unknown-linux-gnu";
/// Longer input finds nothing that shorter does not, only later.
const LONGEST: u32 = 2048;

pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let mut minutes = 10;
    let mut wanted: Vec<&str> = Vec::new();
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--minutes" => {
                let number = words.next().context("--minutes wants a number")?;
                minutes = number.parse().with_context(|| format!("{number} is no number of minutes"))?;
            }
            name => wanted.push(name),
        }
    }
    let corpus = root().join("fuzz/corpus");
    let mut targets: Vec<String> = fs::read_dir(&corpus)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<_>>()?;
    targets.sort();
    for name in &wanted {
        ensure!(
            targets.iter().any(|target| target == name),
            "there is no target {name}; there are {}",
            targets.join(", ")
        );
    }
    targets.retain(|target| wanted.is_empty() || wanted.contains(&target.as_str()));
    part("building the targets with coverage");
    let built = target_dir().join("libfuzzer");
    let mut build = cargo();
    build.args(["build", "--quiet", "--locked", "--release", "--target", TRIPLE, "--manifest-path"]);
    build.arg(root().join("fuzz/libfuzzer/Cargo.toml"));
    build.env("CARGO_TARGET_DIR", &built).env("RUSTFLAGS", FLAGS);
    must(build)?;
    let program = built.join(TRIPLE).join("release/pulpo-libfuzzer");
    for target in &targets {
        fuzz(&program, target, &corpus.join(target), minutes)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What breaks the target is left in its corpus, where a test fails on it until it is mended.
fn fuzz(program: &Path, target: &str, corpus: &Path, minutes: u64) -> Result<()> {
    part(&format!("{target}, {minutes} minutes"));
    let scratch = scratch::folder()?;
    let mut fuzzer = command(program);
    fuzzer.env("PULPO_FUZZ_TARGET", target).args([
        &format!("-max_total_time={}", minutes * 60),
        &format!("-max_len={LONGEST}"),
        "-timeout=10",
        "-rss_limit_mb=1024",
        "-verbosity=0",
        "-print_final_stats=1",
        &format!("-artifact_prefix={}/found-", corpus.display()),
    ]);
    let status = fuzzer.arg(scratch.path()).arg(corpus).status()?;
    if !status.success() {
        bail!("{target} breaks ({status}); the bytes that do it are in {} as found-*", corpus.display());
    }
    say(&format!("{target}: nothing found"));
    Ok(())
}
