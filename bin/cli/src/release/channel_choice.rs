//! Choosing the channel of a new release.

use super::{PlanBuilder, ReleasePlan};
use crate::client::Parameters;
use crate::failure::Failure;
use crate::lookup;

/// Plans for the channel the user named, or for the one channel whose rules fit.
pub(crate) fn choose_channel(builder: &PlanBuilder<'_>, wanted: Option<&str>) -> Result<ReleasePlan, Failure> {
    let printer = builder.printer;
    if let Some(wanted) = wanted {
        printer.information(&format!("Building release plan for channel '{wanted}'..."));
        let channel = lookup::channel(builder.client, builder.project, wanted)?;
        return builder.build(&channel);
    }
    printer.debug("Automatically selecting the best channel for this release...");
    let channels = builder.client.pages(builder.project.link("Channels")?, &Parameters::none())?;
    let mut plans = Vec::new();
    for channel in &channels {
        printer.information(&format!("Building a release plan for Channel '{}'...", channel.name()));
        let plan = builder.build(channel)?;
        if !plan.has_steps() {
            printer.warning(&format!("Channel {} does not contain any steps", channel.name()));
        }
        plans.push(plan);
    }
    let (plan, remark) = select(&plans)?;
    printer.information(&format!("Selected the release plan for Channel '{}' - {remark}", plan.channel_name()));
    Ok(plan)
}

/// The only viable plan, or the default channel's among several.
fn select(plans: &[ReleasePlan]) -> Result<(ReleasePlan, String), Failure> {
    let viable: Vec<&ReleasePlan> = plans.iter().filter(|plan| plan.is_viable()).collect();
    match viable[..] {
        [] => Err(Failure::command(format!(
            "There are no viable release plans in any channels using the provided arguments. The following release \
             plans were considered:\n{}",
            tables(plans.iter())
        ))),
        [only] => Ok((only.clone(), "it is a perfect match".to_owned())),
        ref several => match several.iter().find(|plan| plan.channel.flag("IsDefault")) {
            Some(default) => {
                let names: Vec<&str> = several.iter().map(|plan| plan.channel_name()).collect();
                let remark = format!(
                    "there were multiple matching Channels ({}) so we selected the default channel.",
                    names.join(", ")
                );
                Ok(((*default).clone(), remark))
            }
            None => Err(Failure::command(format!(
                "There are {} viable release plans using the provided arguments so we cannot auto-select one. The \
                 viable release plans are:\n{}",
                several.len(),
                tables(several.iter().copied())
            ))),
        },
    }
}

fn tables<'a>(plans: impl Iterator<Item = &'a ReleasePlan>) -> String {
    plans.flat_map(ReleasePlan::table).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::client::Resource;

    fn plan(name: &str, is_default: bool, viable: bool) -> ReleasePlan {
        let channel = json!({ "Id": name, "Name": name, "IsDefault": is_default });
        ReleasePlan {
            channel: Resource::from_value(channel).unwrap(),
            template: Resource::default(),
            items: Vec::new(),
            has_other_steps: viable,
        }
    }

    fn chosen(plans: &[ReleasePlan]) -> Result<String, String> {
        select(plans).map(|(plan, _)| plan.channel_name().to_owned()).map_err(|failure| failure.to_string())
    }

    #[test]
    fn the_only_viable_channel_is_chosen_even_if_it_is_not_the_default() {
        assert_eq!(chosen(&[plan("Default", true, false), plan("Hotfix", false, true)]).unwrap(), "Hotfix");
    }

    #[test]
    fn the_default_channel_wins_among_several() {
        assert_eq!(chosen(&[plan("A", false, true), plan("Default", true, true)]).unwrap(), "Default");
    }

    #[test]
    fn several_without_the_default_and_none_at_all_are_errors() {
        let several = chosen(&[plan("A", false, true), plan("B", false, true)]).unwrap_err();
        assert!(several.starts_with("There are 2 viable release plans"), "{several}");
        let none = chosen(&[plan("A", true, false)]).unwrap_err();
        assert!(none.starts_with("There are no viable release plans in any channels"), "{none}");
    }
}
