//! The version of the next release, by the project's template (RE-05).

use jiff::tz::Offset;
use octostache::Variables;
use pulpo_domain::channel::Channel;
use pulpo_domain::project::Project;
use pulpo_domain::release::Release;
use pulpo_domain::variables::{Context, VariableSet, VariableValue, resolve};
use pulpo_domain::versions::{self, Version};
use pulpo_store::{Query, Tx};

use crate::error::{Error, Result};
use crate::library_variable_sets;

/// Evaluates a version template for a release in a channel; a mask in the result counts on from the releases
/// there are (RE-04).
pub(crate) fn next(tx: &mut Tx<'_>, project: &Project, channel: &Channel, template: &str) -> Result<String> {
    let variables = template_variables(tx, project, channel)?;
    let evaluated = variables.evaluate(template).text.trim().to_owned();
    resolve_mask(tx, project, &evaluated)
}

/// Turns a mask into a version; any other text stays as it is.
pub(crate) fn resolve_mask(tx: &mut Tx<'_>, project: &Project, version: &str) -> Result<String> {
    if !versions::is_mask(version) {
        return Ok(version.to_owned());
    }
    let known = known_versions(tx, &Query::new().eq("project_id", project.id.as_str()))?;
    versions::apply_mask(version, &known)
        .map_err(|error| Error::invalid(format!("the version mask \"{version}\" cannot be applied: {error}")))
}

fn known_versions(tx: &mut Tx<'_>, query: &Query) -> Result<Vec<Version>> {
    let releases = tx.list::<Release>(query)?;
    Ok(releases.iter().filter_map(|release| Version::parse(&release.version).ok()).collect())
}

/// The highest version among releases. The product takes the newest, which people reported as a defect (RE-05).
fn highest(tx: &mut Tx<'_>, query: Query) -> Result<Option<Version>> {
    let found = tx.list::<Release>(&query.order("version_key DESC").take(1))?;
    Ok(found.first().and_then(|release| Version::parse(&release.version).ok()))
}

/// What a version template and release notes may name.
pub(crate) fn template_variables(tx: &mut Tx<'_>, project: &Project, channel: &Channel) -> Result<Variables> {
    let mut variables = Variables::new();
    let mut sets = vec![tx.must::<VariableSet>(project.variable_set_id.as_str())?];
    sets.extend(library_variable_sets::included(tx, project)?);
    // Only what needs no environment: unscoped values and those scoped to the channel alone.
    let context =
        Context { channel: Some(channel.id.clone()), project: Some(project.id.to_string()), ..Context::default() };
    for variable in resolve(&sets, &context) {
        if let VariableValue::Plain(text) = &variable.value {
            variables.set(variable.name.as_str(), text.as_str());
        }
    }
    let of_project = Query::new().eq("project_id", project.id.as_str());
    let of_channel = Query::new().eq("channel_id", channel.id.as_str());
    let last = highest(tx, of_project)?;
    let last_in_channel = highest(tx, of_channel)?;
    for (name, value) in versions::next_versions(last.as_ref()) {
        variables.set(format!("Octopus.Version.{name}"), value);
    }
    for (name, value) in versions::next_versions(last_in_channel.as_ref()) {
        variables.set(format!("Octopus.Version.Channel.{name}"), value.as_str());
        variables.set(format!("Octopus.Version.Channel[{}].{name}", channel.name), value);
    }
    let now = Offset::UTC.to_datetime(tx.now());
    for (name, value) in [
        ("Octopus.Release.Channel.Name", channel.name.clone()),
        ("Octopus.Project.Name", project.name.clone()),
        ("Octopus.Date.Year", now.year().to_string()),
        ("Octopus.Date.Month", now.month().to_string()),
        ("Octopus.Date.Day", now.day().to_string()),
        ("Octopus.Date.DayOfYear", now.date().day_of_year().to_string()),
        ("Octopus.Time.Hour", now.hour().to_string()),
        ("Octopus.Time.Minute", now.minute().to_string()),
        ("Octopus.Time.Second", now.second().to_string()),
    ] {
        variables.set(name, value);
    }
    Ok(variables)
}
