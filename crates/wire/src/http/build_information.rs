//! Build information (http-api.md 7.5).

use super::values::Links;

wire! {
    /// What a build server sends.
    pub struct NewBuildInformation {
        pub package_id: String,
        pub version: String,
        pub space_id: String,
        pub overwrite_mode: Option<String>,
        pub octopus_build_information: Option<BuildDetails>,
        /// The same in the words of clients of old.
        pub octopus_package_metadata: Option<BuildDetails>,
    }

    pub struct BuildDetails {
        pub build_environment: Option<String>,
        pub build_number: Option<String>,
        pub build_url: Option<String>,
        pub branch: Option<String>,
        pub vcs_type: Option<String>,
        pub vcs_root: Option<String>,
        pub vcs_commit_number: Option<String>,
        pub commits: Vec<CommitDetails>,
    }

    pub struct CommitDetails {
        pub id: String,
        pub comment: Option<String>,
        pub link_url: Option<String>,
    }

    pub struct BuildInformationResource {
        pub id: String,
        pub package_id: String,
        pub version: String,
        pub build_environment: String,
        pub build_number: String,
        pub build_url: String,
        pub branch: String,
        pub vcs_type: String,
        pub vcs_root: String,
        pub vcs_commit_number: String,
        pub vcs_commit_url: Option<String>,
        pub issue_tracker_name: Option<String>,
        pub work_items: Vec<serde_json::Value>,
        pub commits: Vec<CommitDetails>,
        pub incomplete_data_warning: Option<String>,
        pub created: String,
        pub links: Links,
    }

    /// What a release keeps of it.
    pub struct ReleaseBuildInformation {
        pub package_id: String,
        pub version: String,
        pub build_environment: String,
        pub build_number: String,
        pub build_url: String,
        pub branch: String,
        pub vcs_type: String,
        pub vcs_root: String,
        pub vcs_commit_number: String,
        pub vcs_commit_url: Option<String>,
        pub issue_tracker_name: Option<String>,
        pub work_items: Vec<serde_json::Value>,
        pub commits: Vec<CommitDetails>,
    }
}
