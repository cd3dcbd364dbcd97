//! nginx that serves a folder, and wrk that asks.

use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::machine::{command, has};
use crate::scratch;

const PROGRAM: &str = "/usr/sbin/nginx";

pub(super) struct Nginx {
    child: Child,
    pub(super) url: String,
    /// From its start to its first answer.
    pub(super) started: Duration,
}

impl Nginx {
    /// Nothing where nginx is not installed.
    pub(super) fn serve(folder: &Path) -> Result<Option<Self>> {
        if !Path::new(PROGRAM).exists() {
            return Ok(None);
        }
        let port = scratch::free_port()?;
        let user = if rustix::process::geteuid().is_root() { "user root;" } else { "" };
        let place = folder.display();
        let settings = format!(
            "{user} worker_processes 1; daemon off; pid {place}/nginx.pid; error_log {place}/nginx.log;\n\
             events {{}}\nhttp {{ access_log off; sendfile on; keepalive_requests 1000000000; client_body_temp_path {place}/b; \
             proxy_temp_path {place}/p; fastcgi_temp_path {place}/f; uwsgi_temp_path {place}/u; scgi_temp_path {place}/s;\n\
             server {{ listen 127.0.0.1:{port}; root {place}; default_type application/json; }} }}\n"
        );
        let path = folder.join("nginx.conf");
        fs::write(&path, settings)?;
        let begun = Instant::now();
        let mut nginx = command(PROGRAM);
        let child = nginx.arg("-c").arg(&path).stderr(Stdio::null()).spawn().context("could not start nginx")?;
        let mut nginx = Self { child, url: format!("http://127.0.0.1:{port}"), started: Duration::ZERO };
        first_answer(&format!("{}/nginx.conf", nginx.url))?;
        nginx.started = begun.elapsed();
        Ok(Some(nginx))
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        if let Some(id) = rustix::process::Pid::from_raw(i32::try_from(self.child.id()).unwrap_or(0)) {
            // A signal that it handles, so that its worker ends, too.
            let _ = rustix::process::kill_process(id, rustix::process::Signal::TERM);
        }
        let _ = self.child.wait();
    }
}

/// Waits for the first answer; asks again as soon as it is refused.
pub(super) fn first_answer(url: &str) -> Result<()> {
    let begun = Instant::now();
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    loop {
        match agent.get(url).call() {
            Ok(_) => return Ok(()),
            Err(error) if begun.elapsed() > Duration::from_secs(30) => return Err(error).context("no answer for 30 s"),
            Err(_) => std::thread::sleep(Duration::from_micros(200)),
        }
    }
}

/// Requests a second over 16 connections, and the time that 99 of 100 stay under. Nothing where wrk is not installed.
pub(super) fn wrk(url: &str, key: &str) -> Result<Option<(f64, Duration)>> {
    if !has("wrk") {
        return Ok(None);
    }
    let mut wrk = command("wrk");
    wrk.args(["-t1", "-c16", "-d2s", "--latency", "-H"]).arg(format!("X-Octopus-ApiKey: {key}")).arg(url);
    let said = wrk.output().context("could not start wrk")?;
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    anyhow::ensure!(!said.contains("Non-2xx"), "{url} was refused: {said}");
    let word = |start: &str| said.lines().find_map(|line| line.trim().strip_prefix(start)).map(str::trim);
    let rate = word("Requests/sec:").and_then(|rate| rate.parse().ok()).with_context(|| format!("wrk said {said}"))?;
    let slow = word("99%").and_then(duration).with_context(|| format!("wrk said {said}"))?;
    Ok(Some((rate, slow)))
}

/// Reads `12.34ms`.
fn duration(text: &str) -> Option<Duration> {
    let unit = text.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    let number: f64 = text.strip_suffix(unit)?.parse().ok()?;
    let seconds = match unit {
        "us" => number / 1e6,
        "ms" => number / 1e3,
        "s" => number,
        _ => return None,
    };
    Some(Duration::from_secs_f64(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_wrk_are_read() {
        assert_eq!(duration("250.00us"), Some(Duration::from_micros(250)));
        assert_eq!(duration("1.50ms"), Some(Duration::from_micros(1500)));
        assert_eq!(duration("2.00s"), Some(Duration::from_secs(2)));
        assert_eq!(duration("fast"), None);
    }
}
