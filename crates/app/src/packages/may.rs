//! Who may push, fetch and remove a package: the projects that use it decide (access.md 5.4).

use pulpo_access::permissions::{BuiltInFeedAdminister, BuiltInFeedDownload, BuiltInFeedPush, Permits};
use pulpo_access::place::Asked;
use pulpo_access::{Caller, Denied, Permission, Place};
use pulpo_domain::ids::{ProjectId, SpaceId};
use pulpo_store::{Tx, package_key};

use crate::error::Result;

/// What lets somebody know that a package exists.
const VIEW: Permission = Permission::FeedView;

/// What a caller may do with the packages of one id.
pub(crate) struct Rights<'c> {
    caller: &'c Caller,
    space: SpaceId,
    users: Vec<ProjectId>,
}

impl<'c> Rights<'c> {
    /// Only projects of the same space count (#7361).
    pub(crate) fn of(tx: &mut Tx<'_>, caller: &'c Caller, space: &SpaceId, package_id: &str) -> Result<Self> {
        let sql = "SELECT DISTINCT project_id FROM process_package WHERE space_id = $1 AND package_key = $2";
        let rows = tx.query(sql, &[space.as_str().into(), package_key(package_id).into()])?;
        let users = rows.iter().map(|row| row.text(0).map(ProjectId::from)).collect::<std::result::Result<_, _>>()?;
        Ok(Self { caller, space: space.clone(), users })
    }

    /// A grant restricted to projects must cover every project that uses the package; what none uses needs an
    /// unrestricted grant.
    fn all_users(&self) -> Place {
        Place::space(&self.space).projects(self.users.clone())
    }

    pub(crate) fn may_push(&self) -> bool {
        self.caller.uses(Permission::BuiltInFeedPush, &self.all_users())
    }

    pub(crate) fn may_administer(&self) -> bool {
        self.caller.uses(Permission::BuiltInFeedAdminister, &self.all_users())
    }

    /// For fetching, one project that uses the package is enough (#1894).
    fn may_download(&self) -> bool {
        let space = Place::space(&self.space);
        let users = || Asked::OneOf(self.users.clone());
        let place = if self.users.is_empty() { space } else { Place { projects: users(), ..space } };
        self.caller.uses(Permission::BuiltInFeedDownload, &place)
    }

    pub(crate) fn refuse_push(&self) -> Denied {
        self.caller.forbidden(BuiltInFeedPush::NAME, &self.all_users())
    }

    pub(crate) fn refuse_administer(&self) -> Denied {
        self.caller.forbidden(BuiltInFeedAdminister::NAME, &self.all_users())
    }

    /// The refusal for a package that is there: whoever may not see feeds is told that there is nothing.
    fn refuse(&self, permission: Permission, id: &str) -> Denied {
        if self.caller.may(VIEW, &Place::space(&self.space)) {
            return self.caller.forbidden(permission, &self.all_users());
        }
        Denied::Hidden { noun: "package", id: id.to_owned() }
    }

    pub(crate) fn need_download(&self, id: &str) -> std::result::Result<(), Denied> {
        if self.may_download() { Ok(()) } else { Err(self.refuse(BuiltInFeedDownload::NAME, id)) }
    }

    pub(crate) fn need_administer(&self, id: &str) -> std::result::Result<(), Denied> {
        if self.may_administer() { Ok(()) } else { Err(self.refuse(BuiltInFeedAdminister::NAME, id)) }
    }
}
