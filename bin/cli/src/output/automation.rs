//! Which build server started this program, as its environment variables tell.

use crate::surroundings::Environment;

/// A build server that octo knows, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Automation {
    TeamCity,
    AzureDevOps,
    /// Known by name, without a notation of its own for messages.
    Other(&'static str),
    None,
}

const OTHERS: &[(&str, &str)] = &[
    ("bamboo_agentId", "Bamboo"),
    ("APPVEYOR", "AppVeyor"),
    ("BITBUCKET_BUILD_NUMBER", "BitBucket"),
    ("JENKINS_URL", "Jenkins"),
    ("CIRCLECI", "CircleCI"),
    ("GITLAB_CI", "GitLabCI"),
    ("TRAVIS", "Travis"),
    ("BUILDKITE", "BuildKite"),
    ("GITHUB_ACTIONS", "GitHubActions"),
    ("CODEBUILD_BUILD_ARN", "CodeBuild"),
];

impl Automation {
    /// The first hit wins, in octo's order.
    pub(crate) fn detect(environment: &Environment) -> Self {
        let any = |names: &[&str]| names.iter().any(|name| environment.get(name).is_some());
        if any(&["TEAMCITY_VERSION"]) {
            return Self::TeamCity;
        }
        if any(&["TF_BUILD", "BUILD_BUILDID", "AGENT_WORKFOLDER"]) {
            return Self::AzureDevOps;
        }
        let other = OTHERS.iter().find(|(variable, _)| any(&[variable]));
        other.map_or(Self::None, |(_, name)| Self::Other(name))
    }

    /// The word that goes into the user agent, where the server's audit shows it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::TeamCity => "TeamCity",
            Self::AzureDevOps => "AzureDevOps",
            Self::Other(name) => name,
            Self::None => "NoneOrUnknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_known_variable_decides() {
        let detect = |names: &[&str]| {
            let variables = names.iter().map(|&name| (name.to_owned(), "1".to_owned()));
            Automation::detect(&Environment::new(variables))
        };
        assert_eq!(detect(&["GITHUB_ACTIONS", "TEAMCITY_VERSION"]), Automation::TeamCity);
        assert_eq!(detect(&["BUILD_BUILDID"]), Automation::AzureDevOps);
        assert_eq!(detect(&["JENKINS_URL"]), Automation::Other("Jenkins"));
        assert_eq!(detect(&["HOME"]), Automation::None);
    }
}
