//! What accounts have needed their permissions for: one row for each account, operation, permission and place.

use jiff::Timestamp;
use pulpo_access::place::Asked;
use pulpo_access::usage::Need;
use pulpo_access::{Permission, Place};
use pulpo_domain::ids::{SpaceId, UserId};
use serde::{Deserialize, Serialize};

use crate::params;
use crate::tx::{StoreError, Tx};

/// How often and when something was needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    pub user: UserId,
    /// The verb and route of the requests: `POST /api/{space}/releases`.
    pub operation: String,
    pub need: Need,
    pub first: Timestamp,
    pub last: Timestamp,
    pub count: i64,
}

/// A place as it is written down. A dimension that is absent is one that the place does not have.
#[derive(Serialize, Deserialize)]
struct Written {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    projects: Option<Values>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    groups: Option<Values>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    environments: Option<Values>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tenants: Option<Values>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Values {
    Any,
    All(Vec<String>),
    OneOf(Vec<String>),
}

fn write<T: AsRef<str>>(asked: &Asked<T>) -> Option<Values> {
    let texts = |values: &[T]| values.iter().map(|value| value.as_ref().to_owned()).collect();
    match asked {
        Asked::Nothing => None,
        Asked::Any => Some(Values::Any),
        Asked::All(values) => Some(Values::All(texts(values))),
        Asked::OneOf(values) => Some(Values::OneOf(texts(values))),
    }
}

fn read<T: From<String>>(written: Option<Values>) -> Asked<T> {
    let ids = |values: Vec<String>| values.into_iter().map(T::from).collect();
    match written {
        None => Asked::Nothing,
        Some(Values::Any) => Asked::Any,
        Some(Values::All(values)) => Asked::All(ids(values)),
        Some(Values::OneOf(values)) => Asked::OneOf(ids(values)),
    }
}

fn row(error: impl std::fmt::Display) -> StoreError {
    StoreError::Row { table: "permission_use", id: "?".to_owned(), why: error.to_string() }
}

impl Tx<'_> {
    /// Adds to what is known of each use.
    pub fn record_uses(&mut self, uses: &[Use]) -> Result<(), StoreError> {
        for used in uses {
            let Place { space, projects, groups, environments, tenants } = &used.need.place;
            let place = Written {
                projects: write(projects),
                groups: write(groups),
                environments: write(environments),
                tenants: write(tenants),
            };
            let names: Vec<&str> = used.need.any_of.iter().map(|permission| permission.name()).collect();
            self.execute(
                "INSERT INTO permission_use (user_id, operation, permissions, space_key, place, first_used, last_used, \
                 used) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
                 ON CONFLICT (user_id, operation, permissions, space_key, place) DO UPDATE SET \
                 used = permission_use.used + $8, \
                 last_used = CASE WHEN permission_use.last_used > $7 THEN permission_use.last_used ELSE $7 END",
                params![
                    used.user.as_str(),
                    used.operation.as_str(),
                    names.join(","),
                    space.as_ref().map_or("", SpaceId::as_str),
                    serde_json::to_string(&place).map_err(row)?,
                    used.first,
                    used.last,
                    used.count,
                ],
            )?;
        }
        Ok(())
    }

    /// What an account has needed since some time, the latest first.
    pub fn uses_of(&mut self, user: &UserId, since: Timestamp) -> Result<Vec<Use>, StoreError> {
        let sql = "SELECT operation, permissions, space_key, place, first_used, last_used, used FROM permission_use \
                   WHERE user_id = $1 AND last_used >= $2 ORDER BY last_used DESC, operation, permissions, place";
        let rows = self.query(sql, params![user.as_str(), since])?;
        let mut uses = Vec::with_capacity(rows.len());
        for found in rows {
            // A permission that a newer server has written is not known here, and cannot be judged.
            let any_of: Vec<Permission> = found.text(1)?.split(',').filter_map(Permission::parse).collect();
            if any_of.is_empty() {
                continue;
            }
            let place: Written = serde_json::from_str(found.text(3)?).map_err(row)?;
            let space = Some(found.text(2)?).filter(|space| !space.is_empty()).map(SpaceId::from);
            let place = Place {
                space,
                projects: read(place.projects),
                groups: read(place.groups),
                environments: read(place.environments),
                tenants: read(place.tenants),
            };
            uses.push(Use {
                user: user.clone(),
                operation: found.text(0)?.to_owned(),
                need: Need { any_of, place },
                first: Timestamp::from_microsecond(found.int(4)?).map_err(row)?,
                last: Timestamp::from_microsecond(found.int(5)?).map_err(row)?,
                count: found.int(6)?,
            });
        }
        Ok(uses)
    }

    /// Forgets what was not needed since some time.
    pub fn forget_uses_before(&mut self, time: Timestamp) -> Result<u64, StoreError> {
        self.execute("DELETE FROM permission_use WHERE last_used < $1", params![time])
    }

    /// Forgets all that an account has needed.
    pub fn forget_uses_of(&mut self, user: &UserId) -> Result<u64, StoreError> {
        self.execute("DELETE FROM permission_use WHERE user_id = $1", params![user.as_str()])
    }
}
