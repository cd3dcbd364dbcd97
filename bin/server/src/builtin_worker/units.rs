//! What the service manager is told: units of the launcher and the server, accounts and folders (builtin-worker.md B4).

use std::path::Path;

use super::instance::Instance;

/// Where the parts are.
pub(crate) struct Paths<'a> {
    pub(crate) programs: &'a Path,
    pub(crate) settings: &'a Path,
    pub(crate) data: &'a Path,
}

const WRITTEN: &str = "# Written by pulpo-server builtin-worker --auto-configure.\n";

/// The launcher: root, and held to what it needs. It keeps its jobs in a part of the control groups of its own.
pub(crate) fn launcher(instance: &Instance, paths: &Paths<'_>) -> String {
    let (programs, config) = (paths.programs.display(), instance.launcher_config());
    let network = instance.unit("network");
    format!(
        "{WRITTEN}[Unit]\n\
         Description=Pulpo launcher: runs steps under accounts of their own\n\
         After=local-fs.target {network}\n\
         \n\
         [Service]\n\
         Type=exec\n\
         ExecStart={programs}/pulpo-launcher --config {} --foreground\n\
         Restart=always\n\
         RestartSec=2\n\
         Delegate=yes\n\
         KillMode=mixed\n\
         UMask=0077\n\
         LimitCORE=0\n\
         NoNewPrivileges=yes\n\
         CapabilityBoundingSet=CAP_SETUID CAP_SETGID CAP_SETPCAP CAP_SYS_ADMIN CAP_CHOWN CAP_DAC_OVERRIDE CAP_FOWNER \
         CAP_KILL CAP_SYS_RESOURCE CAP_SYS_PTRACE CAP_NET_ADMIN\n\
         ProtectKernelModules=yes\n\
         ProtectClock=yes\n\
         RestrictRealtime=yes\n\
         LockPersonality=yes\n\
         \n\
         [Install]\n\
         WantedBy=multi-user.target\n",
        config.display()
    )
}

/// The server: an account of its own, and no right to anything but its data.
pub(crate) fn server(instance: &Instance, account: &str, paths: &Paths<'_>) -> String {
    let (programs, settings, data) = (paths.programs.display(), paths.settings.display(), paths.data.display());
    let launcher = instance.unit("launcher");
    format!(
        "{WRITTEN}[Unit]\n\
         Description=Pulpo server\n\
         Wants={launcher}\n\
         After=network-online.target {launcher}\n\
         \n\
         [Service]\n\
         Type=exec\n\
         User={account}\n\
         ExecStart={programs}/pulpo-server run --config {settings}\n\
         Restart=on-failure\n\
         UMask=0077\n\
         LimitCORE=0\n\
         NoNewPrivileges=yes\n\
         CapabilityBoundingSet=\n\
         ProtectSystem=strict\n\
         ReadWritePaths={data}\n\
         ProtectHome=yes\n\
         PrivateTmp=yes\n\
         PrivateDevices=yes\n\
         ProtectProc=invisible\n\
         ProtectKernelModules=yes\n\
         ProtectKernelTunables=yes\n\
         ProtectControlGroups=yes\n\
         RestrictSUIDSGID=yes\n\
         RestrictNamespaces=yes\n\
         RestrictRealtime=yes\n\
         LockPersonality=yes\n\
         SystemCallFilter=@system-service\n\
         \n\
         [Install]\n\
         WantedBy=multi-user.target\n"
    )
}

/// For a unit of the server that is there already: only its account, and what it comes after.
pub(crate) fn drop_in(instance: &Instance, account: &str) -> String {
    let launcher = instance.unit("launcher");
    format!(
        "{WRITTEN}[Unit]\nWants={launcher}\nAfter={launcher}\n\n[Service]\nUser={account}\nNoNewPrivileges=yes\nCapabilityBoundingSet=\n"
    )
}

/// Loads the rules of the network before any step can run.
pub(crate) fn network(instance: &Instance, nft: &Path) -> String {
    let (rules, table, nft) = (instance.network_rules(), instance.prefix(), nft.display());
    format!(
        "{WRITTEN}[Unit]\n\
         Description=Pulpo: what steps on this machine may not reach\n\
         Before={}\n\
         \n\
         [Service]\n\
         Type=oneshot\n\
         RemainAfterExit=yes\n\
         ExecStart={nft} -f {}\n\
         ExecStop={nft} delete table inet {table}\n\
         \n\
         [Install]\n\
         WantedBy=multi-user.target\n",
        instance.unit("launcher"),
        rules.display()
    )
}

/// The accounts, for a machine whose `/etc` is made anew.
pub(crate) fn sysusers(accounts: &[(&str, &str)]) -> String {
    let line = |(name, comment): &(&str, &str)| format!("u {name} - \"{comment}\" /nonexistent\n");
    std::iter::once(WRITTEN.to_owned()).chain(accounts.iter().map(line)).collect()
}

/// The folders, for a machine whose `/run` and `/var` are made anew.
pub(crate) fn tmpfiles(instance: &Instance, account: &str, data: &Path) -> String {
    format!(
        "{WRITTEN}d {} 0755 root root -\nd {} 0711 root root -\nd {} 0700 {account} {account} -\n",
        instance.run().display(),
        instance.work().display(),
        data.display()
    )
}

/// Where there is no service manager: what to run as root at each start, for example as a container's entry point.
pub(crate) fn start_script(instance: &Instance, account: &str, paths: &Paths<'_>, has_setpriv: bool) -> String {
    let quoted = |path: &Path| format!("'{}'", path.display().to_string().replace('\'', "'\\''"));
    let launcher = quoted(&paths.programs.join("pulpo-launcher"));
    let server = quoted(&paths.programs.join("pulpo-server"));
    let (config, settings) = (quoted(&instance.launcher_config()), quoted(paths.settings));
    let run = format!("{server} run --config {settings}");
    let begin = if has_setpriv {
        format!(
            "exec setpriv --reuid={account} --regid={account} --clear-groups --no-new-privs --bounding-set=-all \
             --inh-caps=-all {run}"
        )
    } else {
        format!("exec su -s /bin/sh {account} -c \"exec {run}\"")
    };
    format!(
        "#!/bin/sh\n{WRITTEN}# Run as root: starts the launcher, then the server under its own account.\n\
         {launcher} --config {config} || [ $? -eq 3 ] || exit 1 # 3: it runs already\n{begin}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths() -> Paths<'static> {
        Paths {
            programs: Path::new("/usr/lib/pulpo"),
            settings: Path::new("/etc/pulpo/server.toml"),
            data: Path::new("/srv/pulpo"),
        }
    }

    #[test]
    fn the_servers_unit_has_no_privilege() {
        let unit = server(&Instance::new(None).unwrap(), "pulpo", &paths());
        for line in [
            "User=pulpo",
            "ExecStart=/usr/lib/pulpo/pulpo-server run --config /etc/pulpo/server.toml",
            "NoNewPrivileges=yes",
            "CapabilityBoundingSet=",
            "ReadWritePaths=/srv/pulpo",
            "After=network-online.target pulpo-launcher.service",
        ] {
            assert!(unit.lines().any(|known| known == line), "{line}\n{unit}");
        }
    }

    #[test]
    fn the_launchers_unit_keeps_jobs_in_control_groups_of_its_own() {
        let unit = launcher(&Instance::new(Some("blue")).unwrap(), &paths());
        for line in [
            "ExecStart=/usr/lib/pulpo/pulpo-launcher --config /etc/pulpo-blue/worker.conf --foreground",
            "Delegate=yes",
            "After=local-fs.target pulpo-blue-network.service",
        ] {
            assert!(unit.lines().any(|known| known == line), "{line}\n{unit}");
        }
    }

    #[test]
    fn without_a_service_manager_one_script_starts_both() {
        let script = start_script(&Instance::new(None).unwrap(), "pulpo", &paths(), true);
        let expected = "#!/bin/sh\n\
            # Written by pulpo-server builtin-worker --auto-configure.\n\
            # Run as root: starts the launcher, then the server under its own account.\n\
            '/usr/lib/pulpo/pulpo-launcher' --config '/etc/pulpo/worker.conf' || [ $? -eq 3 ] || exit 1 # 3: it runs already\n\
            exec setpriv --reuid=pulpo --regid=pulpo --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all \
            '/usr/lib/pulpo/pulpo-server' run --config '/etc/pulpo/server.toml'\n";
        assert_eq!(script, expected);
    }
}
