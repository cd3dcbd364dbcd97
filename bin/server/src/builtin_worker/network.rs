//! What steps may not reach over the network: rules of the packet filter for the accounts of the slots
//! (builtin-worker.md B4, Network).

use std::fmt::Write;

/// The machine's own services that only the server may talk to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Ports {
    pub(crate) server: Option<u16>,
    pub(crate) database: Option<u16>,
}

/// A whole table, which replaces the one of the same name.
pub(crate) fn rules(table: &str, uids: &[u32], ports: &Ports) -> String {
    let uids = uids.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    let local: Vec<String> =
        [ports.server, ports.database].into_iter().flatten().map(|port| port.to_string()).collect();
    let mut text = format!(
        "# Written by pulpo-server builtin-worker --auto-configure.\n\
         table inet {table}\n\
         delete table inet {table}\n\
         table inet {table} {{\n\
         \x20 chain steps {{\n\
         \x20   type filter hook output priority 0; policy accept;\n\
         \x20   meta skuid {{ {uids} }} ip daddr 169.254.0.0/16 reject comment \"metadata of a cloud\"\n\
         \x20   meta skuid {{ {uids} }} ip6 daddr {{ fd00:ec2::254, fe80::a9fe:a9fe }} reject comment \"metadata of a cloud\"\n"
    );
    if !local.is_empty() {
        let local = local.join(", ");
        let _ = writeln!(
            text,
            "    meta skuid {{ {uids} }} oifname \"lo\" tcp dport {{ {local} }} reject comment \"the server and its database\""
        ); // Writing to a text cannot fail.
    }
    text.push_str("  }\n}\n");
    text
}

/// The port of a PostgreSQL address, if it is on this machine and not a socket's folder.
pub(crate) fn database_port(address: &str) -> Option<u16> {
    let is_local = |host: &str| matches!(host, "localhost" | "127.0.0.1" | "::1" | "[::1]");
    if let Some(rest) = address.strip_prefix("postgres://").or_else(|| address.strip_prefix("postgresql://")) {
        let rest = rest.split(['/', '?']).next()?;
        let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => (host, port.parse().ok()?),
            _ => (rest, 5432),
        };
        return is_local(host).then_some(port);
    }
    let value = |name: &str| address.split_whitespace().find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
    is_local(value("host")?).then(|| value("port").and_then(|port| port.parse().ok()).unwrap_or(5432))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_are_for_the_accounts_of_the_slots_alone() {
        let ports = Ports { server: Some(8888), database: Some(5432) };
        let expected = "# Written by pulpo-server builtin-worker --auto-configure.\n\
            table inet pulpo\n\
            delete table inet pulpo\n\
            table inet pulpo {\n\
            \x20 chain steps {\n\
            \x20   type filter hook output priority 0; policy accept;\n\
            \x20   meta skuid { 991, 992 } ip daddr 169.254.0.0/16 reject comment \"metadata of a cloud\"\n\
            \x20   meta skuid { 991, 992 } ip6 daddr { fd00:ec2::254, fe80::a9fe:a9fe } reject comment \"metadata of a cloud\"\n\
            \x20   meta skuid { 991, 992 } oifname \"lo\" tcp dport { 8888, 5432 } reject comment \"the server and its database\"\n\
            \x20 }\n\
            }\n";
        assert_eq!(rules("pulpo", &[991, 992], &ports), expected);
    }

    #[test]
    fn a_database_on_this_machine_is_known_by_its_port() {
        for (address, port) in [
            ("host=localhost dbname=pulpo", Some(5432)),
            ("host=127.0.0.1 port=5433", Some(5433)),
            ("postgres://u:p@localhost:5434/pulpo", Some(5434)),
            ("postgresql://[::1]/pulpo", Some(5432)),
            ("host=/run/postgresql", None),
            ("host=db.example.com", None),
            ("dbname=pulpo", None),
        ] {
            assert_eq!(database_port(address), port, "{address}");
        }
    }
}
