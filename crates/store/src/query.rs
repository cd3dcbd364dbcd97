//! Selections: conditions that become the `WHERE` of one statement, in the SQL that both engines share.

use pulpo_access::Scope;
use pulpo_access::caller::Restriction;
use pulpo_domain::ids::SpaceId;

use crate::value::Value;

/// A page of a list, and how long the list is.
#[derive(Debug, Clone)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub total: i64,
}

/// Columns of a table that a caller's scope can restrict.
#[derive(Debug, Clone, Copy, Default)]
pub struct ScopeColumns {
    pub project: Option<&'static str>,
    pub project_group: Option<&'static str>,
    pub environment: Option<&'static str>,
    /// For what stands in several environments: the sub-select of its rows, up to the column that must be in the
    /// list. One environment of the list is enough (access.md 5.2).
    pub environment_rows: Option<&'static str>,
    pub tenant: Option<&'static str>,
}

impl ScopeColumns {
    pub const NONE: Self =
        Self { project: None, project_group: None, environment: None, environment_rows: None, tenant: None };
}

/// A space, or the system for none, with what may be seen there.
pub type SpaceScope = (Option<SpaceId>, Scope);

/// A selection under construction. Names of columns come from this program only, never from a request.
#[derive(Debug, Clone, Default)]
pub struct Query {
    conditions: Vec<String>,
    params: Vec<Value>,
    order: String,
    skip: Option<i64>,
    take: Option<i64>,
}

impl Query {
    pub fn new() -> Self {
        Self::default()
    }

    fn place(&mut self, value: impl Into<Value>) -> String {
        self.params.push(value.into());
        format!("${}", self.params.len())
    }

    #[must_use]
    pub fn eq(mut self, column: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        if value == Value::Null {
            self.conditions.push(format!("{column} IS NULL"));
        } else {
            let place = self.place(value);
            self.conditions.push(format!("{column} = {place}"));
        }
        self
    }

    /// Adds the condition if there is a value.
    #[must_use]
    pub fn maybe_eq(self, column: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.eq(column, value),
            None => self,
        }
    }

    #[must_use]
    pub fn compare(mut self, column: &str, operator: &'static str, value: impl Into<Value>) -> Self {
        let place = self.place(value);
        self.conditions.push(format!("{column} {operator} {place}"));
        self
    }

    #[must_use]
    pub fn one_of<V: Into<Value>>(mut self, column: &str, values: impl IntoIterator<Item = V>) -> Self {
        let condition = self.in_list(column, values);
        self.conditions.push(condition);
        self
    }

    fn in_list<V: Into<Value>>(&mut self, column: &str, values: impl IntoIterator<Item = V>) -> String {
        let places: Vec<String> = values.into_iter().map(|value| self.place(value)).collect();
        if places.is_empty() { "1 = 0".to_owned() } else { format!("{column} IN ({})", places.join(", ")) }
    }

    /// Only where another table has a row that belongs to this one (`link` says how) and that `within` selects.
    #[must_use]
    pub fn exists_in(self, table: &str, link: &str, within: Self) -> Self {
        let conditions: Vec<&str> = std::iter::once(link).chain(within.conditions.iter().map(String::as_str)).collect();
        let sql = format!("EXISTS (SELECT 1 FROM {table} WHERE {})", conditions.join(" AND "));
        self.raw(&sql, &within.params)
    }

    /// Substring of a lower-cased column; what is special to LIKE in the text is taken literally.
    #[must_use]
    pub fn contains(mut self, column: &str, text: &str) -> Self {
        let escaped = text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let place = self.place(format!("%{escaped}%"));
        self.conditions.push(format!("{column} LIKE {place} ESCAPE '\\'"));
        self
    }

    /// [`Query::contains`] for any of several texts.
    #[must_use]
    pub fn contains_any(mut self, column: &str, texts: &[String]) -> Self {
        let earlier = self.conditions.len();
        for text in texts {
            self = self.contains(column, text);
        }
        let any = self.conditions.split_off(earlier).join(" OR ");
        self.conditions.push(if any.is_empty() { "1 = 0".to_owned() } else { format!("({any})") });
        self
    }

    /// A condition in plain SQL, whose placeholders `$1`, `$2` ... stand for `values`.
    #[must_use]
    pub fn raw(mut self, sql: &str, values: &[Value]) -> Self {
        let mut text = sql.to_owned();
        let places: Vec<String> = values.iter().map(|value| self.place(value.clone())).collect();
        // From the last to the first, so that $1 is not found in $10.
        for (position, place) in places.iter().enumerate().rev() {
            text = text.replace(&format!("${}", position + 1), &format!("\u{1}{}", &place[1..]));
        }
        self.conditions.push(text.replace('\u{1}', "$"));
        self
    }

    /// Only what the caller may see.
    #[must_use]
    pub fn scope(mut self, scope: &Scope, columns: ScopeColumns) -> Self {
        if scope.is_unrestricted() {
            return self;
        }
        let any: Vec<String> = scope.any_of.iter().map(|restriction| self.restriction(restriction, columns)).collect();
        self.conditions.push(if any.is_empty() { "1 = 0".to_owned() } else { format!("({})", any.join(" OR ")) });
        self
    }

    /// Only what the caller may see in each of several spaces. No space at all shows nothing.
    #[must_use]
    pub fn scope_by_space(mut self, spaces: &[SpaceScope], columns: ScopeColumns) -> Self {
        let mut any = Vec::new();
        for (space, scope) in spaces {
            let place = match space {
                Some(space) => format!("space_id = {}", self.place(space.as_str())),
                None => "space_id IS NULL".to_owned(),
            };
            if scope.is_unrestricted() {
                any.push(place);
                continue;
            }
            let seen: Vec<String> = scope.any_of.iter().map(|one| self.restriction(one, columns)).collect();
            if !seen.is_empty() {
                any.push(format!("({place} AND ({}))", seen.join(" OR ")));
            }
        }
        self.conditions.push(if any.is_empty() { "1 = 0".to_owned() } else { format!("({})", any.join(" OR ")) });
        self
    }

    fn restriction(&mut self, restriction: &Restriction, columns: ScopeColumns) -> String {
        let mut all = Vec::new();
        if let (Some(column), Some(projects)) = (columns.project, &restriction.projects) {
            all.push(self.in_list(column, projects.iter().map(AsRef::<str>::as_ref)));
        }
        if let Some(column) = columns.project_group.filter(|_| !restriction.project_groups.is_empty()) {
            all.push(self.in_list(column, restriction.project_groups.iter().map(AsRef::<str>::as_ref)));
        }
        if let Some(column) = columns.environment.filter(|_| !restriction.environments.is_empty()) {
            all.push(self.in_list(column, restriction.environments.iter().map(AsRef::<str>::as_ref)));
        }
        if let Some(rows) = columns.environment_rows.filter(|_| !restriction.environments.is_empty()) {
            let listed = self.in_list(rows, restriction.environments.iter().map(AsRef::<str>::as_ref));
            all.push(format!("EXISTS (SELECT 1 FROM {listed})"));
        }
        if let Some(column) = columns.tenant.filter(|_| !restriction.tenants.is_empty()) {
            let listed = self.in_list(column, restriction.tenants.iter().map(AsRef::<str>::as_ref));
            all.push(if restriction.untenanted { format!("({listed} OR {column} IS NULL)") } else { listed });
        }
        if all.is_empty() { "1 = 1".to_owned() } else { format!("({})", all.join(" AND ")) }
    }

    #[must_use]
    pub fn order(mut self, order: &str) -> Self {
        order.clone_into(&mut self.order);
        self
    }

    #[must_use]
    pub fn skip(mut self, skip: i64) -> Self {
        self.skip = Some(skip);
        self
    }

    #[must_use]
    pub fn take(mut self, take: i64) -> Self {
        self.take = Some(take);
        self
    }

    pub(crate) fn select(&self, what: &str) -> (String, Vec<Value>) {
        let mut sql = format!("SELECT {what}{}", self.filter());
        if !self.order.is_empty() {
            sql += &format!(" ORDER BY {}", self.order);
        }
        let mut params = self.params.clone();
        if self.take.is_some() || self.skip.is_some() {
            params.push(self.take.unwrap_or(i64::MAX).into());
            sql += &format!(" LIMIT ${}", params.len());
        }
        if let Some(skip) = self.skip.filter(|skip| *skip > 0) {
            params.push(skip.into());
            sql += &format!(" OFFSET ${}", params.len());
        }
        (sql, params)
    }

    /// How many there are of each value of a column.
    pub(crate) fn counts(&self, table: &str, column: &str) -> (String, Vec<Value>) {
        (format!("SELECT {column}, COUNT(*) FROM {table}{} GROUP BY {column}", self.filter()), self.params.clone())
    }

    pub(crate) fn count(&self, table: &str) -> (String, Vec<Value>) {
        (format!("SELECT COUNT(*) FROM {table}{}", self.filter()), self.params.clone())
    }

    fn filter(&self) -> String {
        if self.conditions.is_empty() { String::new() } else { format!(" WHERE {}", self.conditions.join(" AND ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_list_selects_nothing() {
        let (sql, _) = Query::new().one_of("id", Vec::<&str>::new()).select("id FROM t");
        assert_eq!(sql, "SELECT id FROM t WHERE 1 = 0");
    }

    #[test]
    fn plain_conditions_are_renumbered() {
        let (sql, params) =
            Query::new().eq("a", 1).raw("(b = $1 OR c = $2 OR d = $1)", &[2.into(), 3.into()]).select("id FROM t");
        assert_eq!(sql, "SELECT id FROM t WHERE a = $1 AND (b = $2 OR c = $3 OR d = $2)");
        assert_eq!(params, [Value::Int(1), Value::Int(2), Value::Int(3)]);
    }

    #[test]
    fn rows_of_another_table_can_be_asked_for() {
        let within = Query::new().one_of("e", ["x", "y"]);
        let (sql, params) = Query::new().eq("a", 1).exists_in("u", "u.t = t.id", within).select("id FROM t");
        assert_eq!(
            sql,
            "SELECT id FROM t WHERE a = $1 AND EXISTS (SELECT 1 FROM u WHERE u.t = t.id AND e IN ($2, $3))"
        );
        assert_eq!(params.len(), 3);
    }

    #[test]
    fn each_space_has_a_scope_of_its_own() {
        let everything = Scope { any_of: vec![Restriction::default()] };
        let some = Restriction { environments: ["Environments-1".into()].into(), ..Restriction::default() };
        let spaces = [
            (None, everything),
            (Some("Spaces-2".into()), Scope { any_of: vec![some] }),
            (Some("Spaces-3".into()), Scope { any_of: Vec::new() }),
        ];
        let columns = ScopeColumns { environment: Some("e"), ..ScopeColumns::NONE };
        let (sql, params) = Query::new().scope_by_space(&spaces, columns).select("id FROM t");
        assert_eq!(sql, "SELECT id FROM t WHERE (space_id IS NULL OR (space_id = $1 AND ((e IN ($2)))))");
        assert_eq!(params.len(), 3);
        let (sql, _) = Query::new().scope_by_space(&[], columns).select("id FROM t");
        assert_eq!(sql, "SELECT id FROM t WHERE 1 = 0");
    }

    #[test]
    fn a_scope_without_grants_selects_nothing() {
        let (sql, _) = Query::new().scope(&Scope { any_of: Vec::new() }, ScopeColumns::default()).select("id FROM t");
        assert_eq!(sql, "SELECT id FROM t WHERE 1 = 0");
    }
}
