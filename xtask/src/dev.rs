//! `dev`: a server on scratch data with example data, and the portal.

use std::process::ExitCode;

use anyhow::Result;

use crate::machine::{self, Profile};
use crate::say::say;
use crate::server::{API_KEY, PASSWORD, Server, USERNAME};
use crate::{demo, scratch, web};

pub(crate) fn run() -> Result<ExitCode> {
    if web::possible().is_ok() {
        web::build()?;
    }
    machine::build_programs(Profile::Debug)?;
    let folder = scratch::folder()?;
    let mut server = Server::start(&folder.path().join("data"), Profile::Debug)?;
    demo::example_data(&server.url, API_KEY)?;
    say(&format!("The server is at {}; sign in as {USERNAME} with {PASSWORD}. Ctrl-C ends it.", server.url));
    say("For a portal that reloads as you edit: npm run dev in web/, with PULPO_URL set to that address.");
    server.wait()?;
    Ok(ExitCode::SUCCESS)
}
