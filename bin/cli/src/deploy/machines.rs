//! Machines named on the command line.

use crate::client::Client;
use crate::failure::Failure;
use crate::lookup;
use crate::output::Printer;

/// The ids of machines that must exist.
pub(crate) fn specific_machines(client: &Client, names: &[String]) -> Result<Vec<String>, Failure> {
    let (ids, missing) = find(client, names)?;
    if missing.is_empty() {
        return Ok(ids);
    }
    Err(Failure::command(match &missing[..] {
        [name] => format!("Could not find the machine named '{name}'"),
        several => format!("Could not find the machines named: '{}'", several.join("', '")),
    }))
}

/// The ids of machines to leave out; one that is gone is left out already.
pub(crate) fn excluded_machines(client: &Client, printer: &Printer, names: &[String]) -> Result<Vec<String>, Failure> {
    let (ids, missing) = find(client, names)?;
    if !missing.is_empty() {
        printer.debug(&format!("The following excluded machines could not be found: '{}'", missing.join("', '")));
    }
    Ok(ids)
}

fn find(client: &Client, names: &[String]) -> Result<(Vec<String>, Vec<String>), Failure> {
    let (mut ids, mut missing) = (Vec::new(), Vec::new());
    for name in names {
        match lookup::by_name(client, lookup::MACHINE, name)? {
            Some(machine) => ids.push(machine.id().to_owned()),
            None => missing.push(name.clone()),
        }
    }
    Ok((ids, missing))
}
