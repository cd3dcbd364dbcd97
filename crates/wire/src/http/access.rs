//! Questions about permissions: why, what was used, the least, what if. Ours alone; no client of the field asks them.

use super::people::{ScopedUserRoleResource, TeamResource, UserRoleResource};
use super::values::NamedReference;

wire! {
    /// Where something holds or happens. An empty list says nothing about its dimension; a name that the caller may
    /// not know is empty.
    pub struct AccessPlace {
        /// Absent: at system level.
        pub space: Option<NamedReference>,
        pub projects: Vec<NamedReference>,
        pub project_groups: Vec<NamedReference>,
        pub environments: Vec<NamedReference>,
        pub tenants: Vec<NamedReference>,
    }

    /// A role that a team holds.
    pub struct AccessHeld {
        pub team: NamedReference,
        pub user_role: NamedReference,
        pub scoped_user_role_id: String,
        pub scope: AccessPlace,
        /// For a near miss: the dimensions in which it does not cover what is asked.
        pub failed: Vec<String>,
    }

    pub struct AccessWhy {
        pub user_id: String,
        pub username: String,
        pub permission: String,
        pub place: AccessPlace,
        pub is_allowed: bool,
        /// The answer as a sentence.
        pub explanation: String,
        pub granted_by: Option<AccessHeld>,
        pub near_misses: Vec<AccessHeld>,
        pub teams_that_could: Vec<NamedReference>,
        /// Whether the caller saw everything that the answer rests on.
        pub is_complete: bool,
    }

    /// A line of the record of use.
    pub struct AccessUse {
        /// The verb and route of the requests.
        pub operation: String,
        /// Any of these was enough.
        pub permissions: Vec<String>,
        pub place: AccessPlace,
        pub first_used: String,
        pub last_used: String,
        pub count: i64,
    }

    pub struct AccessUses {
        pub user_id: String,
        pub username: String,
        pub uses: Vec<AccessUse>,
    }

    pub struct AccessProposal {
        pub permissions: Vec<String>,
        pub scope: AccessPlace,
    }

    pub struct AccessNeverUsed {
        /// Absent: at system level.
        pub space: Option<NamedReference>,
        pub permissions: Vec<String>,
    }

    pub struct AccessLeast {
        pub user_id: String,
        pub username: String,
        pub since: String,
        /// How many uses it rests on.
        pub uses: i64,
        pub proposed: Vec<AccessProposal>,
        /// Held, and never used in this time.
        pub never_used: Vec<AccessNeverUsed>,
        /// Used, and not held any more.
        pub not_held: Vec<AccessUse>,
        /// The teams that the account is in now.
        pub teams: Vec<NamedReference>,
        /// What it holds through them, and how much of that it used.
        pub held: Vec<AccessBeside>,
    }

    /// A role that the account holds now, beside the least that would do.
    pub struct AccessBeside {
        pub held: AccessHeld,
        /// Permissions of the role that something rested on in this time.
        pub used: Vec<String>,
        /// Those that nothing rested on.
        pub never_used: Vec<String>,
    }

    /// Asks for the least to be made: its roles, and a team that holds them.
    pub struct ApplyLeast {
        /// An id or a name.
        pub user: String,
        pub since: Option<String>,
        /// What the role and the team are called.
        pub name: Option<String>,
        /// Whether the account leaves the teams that it is in now.
        pub leave_teams: bool,
    }

    pub struct AccessMade {
        pub user_roles: Vec<UserRoleResource>,
        pub teams: Vec<TeamResource>,
        pub scoped_user_roles: Vec<ScopedUserRoleResource>,
        /// The teams that the account is in no more.
        pub left_teams: Vec<NamedReference>,
    }

    /// A change that is not saved yet. What is not named stays as it is.
    pub struct AccessChange {
        pub user_roles: Vec<UserRoleResource>,
        pub teams: Vec<TeamResource>,
        /// With the id of one that is there: in its place. Without: one more.
        pub scoped_user_roles: Vec<ScopedUserRoleResource>,
        pub removed_scoped_user_role_ids: Vec<String>,
        /// Since when use counts; absent for all that is remembered.
        pub since: Option<String>,
    }

    pub struct AccessGrant {
        pub permission: String,
        pub scope: AccessPlace,
    }

    /// What an account would lose and gain.
    pub struct AccessEffect {
        pub user_id: String,
        pub username: String,
        /// What it did that would be refused.
        pub refused: Vec<AccessUse>,
        /// What it could do from then on.
        pub gained: Vec<AccessGrant>,
        /// What it could do no more, used or not.
        pub lost: Vec<AccessGrant>,
    }

    /// What would become of a change.
    pub struct AccessOutcome {
        /// Whether the one who asks may save it.
        pub is_allowed: bool,
        /// Why not, in the words of the refusals.
        pub refusals: Vec<String>,
        pub effects: Vec<AccessEffect>,
    }

    /// A member of a team, directly or by a group of somebody else's directory.
    pub struct TeamMembership {
        pub team_id: String,
        pub team_name: String,
        pub user_id: String,
        pub user_name: String,
        pub space_id: Option<String>,
        pub is_directly_assigned: bool,
        pub external_group_names: Vec<String>,
    }
}
