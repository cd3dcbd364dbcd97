//! Threats to others - the server, its data, other steps, the machine - each with the control that stands against it,
//! and with that control taken down.

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::net::{SocketAddr, UnixListener};
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};

use pulpo_wire::job::{JobEvent, JobResult};
use workerconf::{Files, Network};

use crate::client::job;
use crate::ground::{Ground, SECRET, Stranger, skipped, unfenced};

/// Everything below the data folder that can be read, and the key.
fn loot(ground: &Ground) -> String {
    let data = ground.folder.join("data");
    format!("cat {0}/master.key; ls -R {0}; find {0} -type f -readable; echo done", data.display())
}

fn open_to_all(ground: &Ground) {
    let data = ground.folder.join("data");
    fs::set_permissions(&data, Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(data.join("master.key"), Permissions::from_mode(0o644)).unwrap();
}

#[test]
fn the_servers_data_cannot_be_read() {
    let Some(ground) = Ground::new(1) else { return };
    let text = ground.client().fenced(&ground, &loot(&ground));
    assert!(!text.contains(SECRET) && !text.contains("/master.key\n"), "{text}");
}

#[test]
fn each_of_the_three_controls_hides_the_data_when_the_other_two_are_down() {
    // The cover alone: modes wide open, no Landlock.
    let Some(ground) = Ground::bare(1, |_| {}) else { return };
    open_to_all(&ground);
    let text = ground.client().bare(&ground, &loot(&ground));
    assert!(!text.contains(SECRET) && text.contains("done"), "{text}");
    // The modes alone.
    let Some(ground) = Ground::bare(1, |conf| conf.covers.clear()) else { return };
    let text = ground.client().bare(&ground, &loot(&ground));
    assert!(!text.contains(SECRET) && text.contains("Permission denied"), "{text}");
    // Landlock alone: the real runner, closing itself in, without a launcher.
    open_to_all(&ground);
    let data = ground.folder.join("data");
    let key = data.join("master.key");
    let text = ground.closed_in(&[data.to_str().unwrap()], &format!("cat {}; echo done", key.display()));
    assert!(!text.contains(SECRET) && text.contains("done"), "{text}");
    // None of them: the job finds it.
    let text = ground.client().bare(&ground, &loot(&ground));
    assert!(text.contains(SECRET), "{text}");
}

#[test]
fn the_probe_finds_a_folder_that_can_be_seen_into() {
    let Some(ground) = Ground::new(1) else { return };
    open_to_all(&ground);
    let data = format!("cover {}\n", ground.folder.join("data").display());
    assert!(ground.naive_probe(&[], &data).contains(&"covered-folders".to_owned()));
    let folder = format!("folder {}\n", ground.folder.join("data").display());
    assert!(ground.naive_probe(&[], &folder).contains(&"other-slots".to_owned()));
}

#[test]
fn the_server_cannot_be_seen_signalled_or_looked_into() {
    let Some(ground) = Ground::new(1) else { return };
    let server = Stranger::start(&ground.server, &["sleep", "1000"], &[("PULPO_KEY", SECRET)]);
    let pid = server.0.id();
    let reach = format!(
        "ls -d /proc/{pid}; cat /proc/{pid}/environ /proc/{pid}/maps; kill -TERM {pid} && echo signalled; ls /proc/{pid}/fd; echo done"
    );
    let text = ground.client().fenced(&ground, &format!("exec 2>&1; {reach}"));
    assert!(text.contains("No such file") && text.contains("No such process"), "{text}");
    assert!(!text.contains(SECRET) && !text.contains("signalled"), "{text}");
    // With the machine's processes in sight, another account is still another account ...
    let text = unfenced(&ground.slots[0], &["bash", "-c", &reach]);
    assert!(!text.contains(SECRET) && !text.contains("signalled") && text.contains("Permission denied"), "{text}");
    // ... and the server's own account is the server.
    let text = unfenced(&ground.server, &["bash", "-c", &reach]);
    assert!(text.contains(SECRET) && text.contains("signalled"), "{text}");
}

#[test]
fn no_process_of_the_machine_can_be_signalled() {
    let Some(ground) = Ground::new(1) else { return };
    let all = "for pid in $(seq 2 60000); do kill -0 $pid 2>/dev/null && [ ! -d /proc/1/task/$pid ] && [ $pid != $BASHPID ] && [ $pid != $PPID ] && echo reached $pid; done; echo done";
    let text = ground.client().fenced(&ground, all);
    assert!(!text.contains("reached") && text.contains("done"), "{text}");
    let own = Stranger::start(&ground.slots[0], &["sleep", "1000"], &[]);
    let document = format!("process {}\n", own.0.id());
    let found = ground.naive_probe(&[], &document);
    assert!(found.contains(&"processes".to_owned()) && found.contains(&"pid-namespace".to_owned()), "{found:?}");
}

#[test]
fn the_launchers_socket_answers_no_job_and_no_stranger() {
    let Some(ground) = Ground::with(2, |conf| conf.covers.clear()) else { return };
    let socket = ground.conf.socket.clone();
    let connect = |path: &Path| {
        let path = path.display();
        format!(
            "use Socket; $SIG{{PIPE}} = \"IGNORE\"; socket(S, AF_UNIX, SOCK_STREAM, 0); connect(S, pack_sockaddr_un(\"{path}\")) or die \"no: $!\\n\"; syswrite(S, \"P\\x01\\x01\\x00\\x02\\x00\\x00\\x00\\x01\\x00\"); my $n = sysread(S, my $x, 99); print \"answer of $n bytes\\n\""
        )
    };
    let program = connect(&socket);
    let text = ground.client().fenced(&ground, &format!("perl -e '{program}' 2>&1"));
    assert!(text.contains("no: Permission denied"), "the mode of the socket holds without the cover: {text}");
    assert!(unfenced(&ground.slots[1], &["perl", "-e", &program]).contains("no: Permission denied"));
    // The peer check holds without the mode.
    fs::set_permissions(&socket, Permissions::from_mode(0o666)).unwrap();
    let text = unfenced(&ground.slots[1], &["perl", "-e", &program]);
    assert!(text.contains("answer of 0 bytes") || text.contains("answer of  bytes"), "{text}");
    assert!(unfenced(&ground.server, &["perl", "-e", &program]).contains("answer of 31 bytes"));
    // The cover holds without both.
    let Some(ground) = Ground::new(1) else { return };
    fs::set_permissions(&ground.conf.socket, Permissions::from_mode(0o666)).unwrap();
    let program = connect(&ground.conf.socket);
    let text = ground.client().fenced(&ground, &format!("perl -e '{program}' 2>&1"));
    assert!(text.contains("no: "), "{text}");
    let document = format!("socket {}\n", ground.conf.socket.display());
    assert!(ground.naive_probe(&[], &document).contains(&"launcher-socket".to_owned()));
}

#[test]
fn abstract_sockets_are_out_of_reach_and_ours_are_none() {
    let Some(ground) = Ground::new(1) else { return };
    let name = format!("pulpotest-{}", std::process::id());
    let _listener = UnixListener::bind_addr(&SocketAddr::from_abstract_name(&name).unwrap()).unwrap();
    let connect = format!(
        "perl -e 'use Socket; socket(S, AF_UNIX, SOCK_STREAM, 0); connect(S, pack(\"Sa*\", AF_UNIX, \"\\0{name}\")) or die \"no: $!\\n\"; print \"reached\\n\"' 2>&1"
    );
    let (_, report) = ground.client().test();
    let text = ground.client().fenced(&ground, &connect);
    if report.contains("control landlock active") && report.contains("version") {
        assert!(text.contains("no: "), "{text}");
    } else {
        skipped("Landlock does not know scopes here; nothing else keeps a job from an abstract socket");
    }
    let sockets = fs::read_to_string("/proc/net/unix").unwrap();
    assert!(!sockets.contains("@pulpo-") && sockets.contains(&format!("@{name}")), "{sockets}");
    let Some(ground) = Ground::bare(1, |_| {}) else { return };
    assert!(ground.client().bare(&ground, &connect).contains("reached"), "without Landlock it is");
}

#[test]
fn the_metadata_service_cannot_be_reached() {
    let Some(mut ground) = Ground::prepared(1) else { return };
    let cloud = match Cloud::new() {
        Ok(cloud) => cloud,
        Err(why) => return skipped(&why),
    };
    ground.network = Some(cloud.machine.0.id());
    ground.start();
    let address = "169.254.169.254";
    let connect = format!("timeout 9 bash -c 'exec 3<>/dev/tcp/{address}/80' 2>&1 && echo reached; echo done");
    let refused = |text: &str| text.contains("Permission denied") && !text.contains("reached");
    let text = ground.client().fenced(&ground, &connect);
    assert!(refused(&text), "{text}");
    assert!(cloud.inside(&["bash", "-c", &connect]).contains("reached"), "without the rule it is");
    // Taken away while a job runs, the rule is missed by that job ...
    let range = format!("{0}-{0}", ground.slots[0].uid);
    let take_away = || cloud.inside(&["ip", "rule", "del", "pref", "50", "uidrange", &range, "to", "169.254.0.0/16"]);
    let mut client = ground.client();
    let wait = "while [ ! -e go ]; do read -t 0.05 < <(:); done";
    client.start(job(1), "default", &format!("echo ready; {wait}; {connect}"));
    client.follow_until(job(1), "ready");
    assert_eq!(take_away(), "");
    fs::write(ground.slot_job(1).join("Work/go"), "").unwrap();
    let text = client.until_ended(job(1)).text();
    assert!(text.contains("reached"), "{text}");
    assert!(client.asked_until(|| !ground.slot_job(1).exists()), "{}", ground.log());
    // ... and is there again for the next one, whoever took it away.
    let text = ground.client().fenced(&ground, &connect);
    assert!(refused(&text), "{text}");
    assert_eq!(take_away(), "");
    let found = ground.naive_probe(&[], "");
    assert!(found.contains(&"metadata-service".to_owned()), "{found:?}");
}

/// A machine's network and, one hop away, a service at the address where clouds have theirs.
struct Cloud {
    machine: Stranger,
    _service: Stranger,
}

impl Cloud {
    /// A text says why there can be none here.
    fn new() -> Result<Self, String> {
        let apart = |script: &str| -> Result<(Stranger, BufReader<ChildStdout>), String> {
            let mut command = Command::new("unshare");
            command.args(["--net", "bash", "-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped());
            let mut child = Stranger(command.spawn().map_err(|error| format!("there is no unshare: {error}"))?);
            let mut said = BufReader::new(child.0.stdout.take().unwrap());
            told(&mut said, "a network of its own cannot be made here").map(|()| (child, said))
        };
        let service = "echo there; read; ip addr add 10.9.9.2/24 dev cloud1 && ip addr add 169.254.169.254/32 dev cloud1 \
            && ip link set cloud1 up && exec perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(LocalAddr => \
            \"169.254.169.254\", LocalPort => 80, Listen => 5) or die; $| = 1; print \"there\\n\"; close $_ while $_ = $s->accept'";
        let (machine, _) = apart("echo there; exec sleep 1000")?;
        let (mut service, mut said) = apart(service)?;
        let cloud = |service| Self { machine, _service: service };
        let peer = service.0.id().to_string();
        let mut input = service.0.stdin.take().unwrap();
        let cloud = cloud(service);
        let link =
            cloud.inside(&["ip", "link", "add", "cloud0", "type", "veth", "peer", "name", "cloud1", "netns", &peer]);
        if !link.is_empty() {
            return Err(format!("two networks cannot be connected here: {link}"));
        }
        input.write_all(b"go\n").unwrap();
        told(&mut said, "the service at the address of clouds did not start")?;
        let route = "ip addr add 10.9.9.1/24 dev cloud0 && ip link set cloud0 up && ip link set lo up && ip route add 169.254.169.254 via 10.9.9.2";
        assert_eq!(cloud.inside(&["bash", "-c", route]), "");
        Ok(cloud)
    }

    /// What a program says in the machine's network, as root.
    fn inside(&self, program: &[&str]) -> String {
        let mut command = Command::new("nsenter");
        command.args(["--target", &self.machine.0.id().to_string(), "--net"]).args(program);
        let output = command.stdin(Stdio::null()).output().unwrap();
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    }
}

/// Waits for a line.
fn told(said: &mut impl BufRead, otherwise: &str) -> Result<(), String> {
    let mut line = String::new();
    let read = said.read_line(&mut line);
    if read.is_ok() && line == "there\n" { Ok(()) } else { Err(otherwise.to_owned()) }
}

#[test]
fn a_class_without_a_network_has_none() {
    let offline = |conf: &mut workerconf::WorkerConf| {
        conf.classes.insert("offline".into(), workerconf::Class { network: Network::None, ..Default::default() });
    };
    let Some(ground) = Ground::with(1, offline) else { return };
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let connect = format!("timeout 2 bash -c 'exec 3<>/dev/tcp/127.0.0.1/{port}' 2>&1 && echo reached; echo done");
    let text = ground.client().run(job(1), "offline", &connect).text();
    assert!(!text.contains("reached") && text.contains("done"), "{text}");
    assert!(ground.client().fenced(&ground, &connect).contains("reached"), "the usual class has the machine's");
}

#[test]
fn nothing_outside_its_folders_can_be_written() {
    let Some(ground) = Ground::new(1) else { return };
    let open = ground.folder.join("open");
    fs::create_dir(&open).unwrap();
    fs::set_permissions(&open, Permissions::from_mode(0o777)).unwrap();
    let write = format!("exec 2>&1; touch {0}/left; [ -e {0}/left ] && echo written; echo done", open.display());
    let text = ground.client().fenced(&ground, &write);
    assert!(!text.contains("written") && text.contains("done"), "{text}");
    let host = |conf: &mut workerconf::WorkerConf| {
        conf.classes.insert("default".into(), workerconf::Class { files: Files::Host, ..Default::default() });
    };
    let Some(other) = Ground::with(1, host) else { return };
    assert!(other.client().fenced(&other, &write).contains("written"), "a class that says so can");
}

#[test]
fn runner_and_tools_cannot_be_replaced() {
    let Some(ground) = Ground::new(1) else { return };
    let bin = ground.folder.join("bin");
    let replace = format!(
        "exec 2>&1; for file in {0}/pulpo-runner {0}/pulpo-keeper {1} /bin/bash; do echo x > $file && echo replaced; rm -f $file && echo replaced; mv $file $file.old && echo replaced; done; true",
        bin.display(),
        ground.config().display()
    );
    let text = ground.client().fenced(&ground, &replace);
    assert!(!text.contains("replaced") && text.contains("Read-only file system"), "{text}");
    // Without the read-only tree their modes still hold; with careless modes the launcher would not start (refusals).
    let text = unfenced(&ground.slots[0], &["bash", "-c", &replace]);
    assert!(!text.contains("replaced") && text.contains("Permission denied"), "{text}");
}

/// Zip slip: an archive with names that lead out of the folder it is unpacked to, and a link to go out by.
#[test]
fn a_crafted_package_damages_at_most_its_own_job() {
    let Some(ground) = Ground::new(1) else { return };
    let canary = ground.folder.join("open");
    fs::create_dir(&canary).unwrap();
    fs::set_permissions(&canary, Permissions::from_mode(0o777)).unwrap();
    let path = ground.folder.join("data/slip.tar");
    let names = "../../../../../../../../../../../../"; // To the root from wherever it is.
    let out = format!("{names}{}", canary.strip_prefix("/").unwrap().display());
    let make = format!(
        "import tarfile, io; t = tarfile.open('{0}', 'w'); i = tarfile.TarInfo('{out}/slipped'); i.size = 1; t.addfile(i, io.BytesIO(b'x')); \
         l = tarfile.TarInfo('link'); l.type = tarfile.SYMTYPE; l.linkname = '{1}'; t.addfile(l); \
         i = tarfile.TarInfo('link/slipped'); i.size = 1; t.addfile(i, io.BytesIO(b'x')); t.close()",
        path.display(),
        canary.display()
    );
    if !Command::new("python3").args(["-c", &make]).status().is_ok_and(|status| status.success()) {
        return skipped("there is no python3 to make the archive with");
    }
    let file = fs::File::open(&path).unwrap();
    let mut client = ground.client();
    let size = file.metadata().unwrap().len();
    let document = crate::client::script_with_tar("ls -lR .. | grep slipped; echo done", size);
    client.send_start(job(1), "default", &document, &[std::os::fd::AsFd::as_fd(&file)]);
    client.frame();
    let told = client.follow(job(1));
    assert!(told.exit_code().is_some(), "{told:?}");
    assert_eq!(fs::read_dir(&canary).unwrap().count(), 0, "{}", told.text());
    // One that believes the names, without a fence, lets it out.
    let careless =
        Command::new("tar").arg("-xPf").arg(&path).current_dir(&ground.folder).stderr(Stdio::null()).status();
    assert!(careless.is_ok() && fs::read_dir(&canary).unwrap().count() > 0);
}

#[test]
fn an_artifact_that_the_account_cannot_read_is_refused_with_a_warning() {
    let Some(ground) = Ground::new(1) else { return };
    let key = ground.folder.join("data/master.key");
    let encode = |text: &str| {
        let mut child = Command::new("base64").arg("-w0").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let mut encoded = String::new();
        child.stdout.take().unwrap().read_to_string(&mut encoded).unwrap();
        child.wait().unwrap();
        encoded
    };
    let message =
        |path: &str| format!("echo \"##octopus[createArtifact path='{}' name='{}']\"", encode(path), encode("x"));
    let paths = [
        key.to_str().unwrap().to_owned(),
        "link".to_owned(),
        "/dev/zero".to_owned(),
        "pipe".to_owned(),
        "/proc/1/environ".to_owned(),
    ];
    let messages: Vec<String> = paths.iter().map(|path| message(path)).collect();
    let body = format!(
        "ln -s {} link; mkfifo pipe; {}; echo fine > good; {}",
        key.display(),
        messages.join("; "),
        message("good")
    );
    let told = ground.client().run(job(1), "default", &body);
    assert_eq!(String::from_utf8_lossy(&told.artifacts()), "fine\n");
    assert_eq!(told.text().matches("could not be collected").count(), 5, "{}", told.text());
    // The same file, open to all and not hidden, is collected: it is the account that decides.
    let Some(ground) = Ground::with(1, |conf| conf.covers.clear()) else { return };
    open_to_all(&ground);
    let key = ground.folder.join("data/master.key");
    let told = ground.client().run(job(1), "default", &message(key.to_str().unwrap()));
    assert_eq!(String::from_utf8_lossy(&told.artifacts()), SECRET);
}

/// A script says everything that a runner or a step could say: it stays the script's own word.
#[test]
fn what_a_script_says_is_never_taken_for_what_its_runner_says() {
    let Some(ground) = Ground::new(1) else { return };
    let mut frame = Vec::new();
    let forged = JobResult { exit_code: 0, error: None };
    pulpo_wire::job::stream::write_event(&mut frame, &JobEvent::Finished(forged));
    let bytes = frame.iter().map(|byte| format!("\\x{byte:02x}")).collect::<Vec<_>>().concat();
    // In Base64: "Password", "Octopus.Action[Other].Output.x", "v", "true", "150".
    let grammar = "echo \"##octopus[setVariable name='T2N0b3B1cy5BY3Rpb25bT3RoZXJdLk91dHB1dC54' value='dg==']\"
        echo \"##octopus[setVariable name='UGFzc3dvcmQ=' value='dg==' sensitive='dHJ1ZQ==']\"
        echo \"##octopus[setVariable value='dg==']\"; echo \"##octopus[setVariable name='not base64']\"
        echo \"##octopus[progress percentage='MTUw' message='dg==']\"; echo \"##octopus[finished exitCode='MA==']\"
        echo \"##octopus[stdout-error]\"; echo \"##octopus[stdout-default]\"; echo '##octopus[never closed'";
    let body = format!("printf '{bytes}'; echo; printf '{bytes}' > /proc/1/fd/1; {grammar}; exit 7");
    let told = ground.client().run(job(1), "default", &body);
    let events = told.events();
    let finished = events.iter().filter(|event| matches!(event, JobEvent::Finished(_))).count();
    assert_eq!((finished, told.exit_code(), told.end), (1, Some(7), Some(jobframe::End::Exit(0))), "{events:?}");
    let names = events.iter().filter_map(|event| match event {
        JobEvent::OutputVariable { name, sensitive, .. } => Some((name.as_str(), *sensitive)),
        _ => None,
    });
    // Names are those of this step's outputs, whatever they look like, for the engine puts the step's before them.
    let own = ("Octopus.Action.Script.ExitCode", false);
    assert_eq!(names.collect::<Vec<_>>(), [("Octopus.Action[Other].Output.x", false), ("Password", true), own]);
    // Where a script's output is the runner's own, it is believed.
    let Some(ground) = Ground::bare(1, |_| {}) else { return };
    let mut client = ground.client();
    client.send_start(job(1), "default", format!("printf '{bytes}'; exit 7").as_bytes(), &[]);
    client.frame();
    assert_eq!(client.follow(job(1)).exit_code(), Some(0));
}

/// Replacing a file between check and use: the job's processes are gone before its files are collected, and each is
/// opened once (`crates/execution`, `artifacts`, tries the second control alone).
#[test]
fn nobody_is_left_to_swap_a_file_while_it_is_collected() {
    let Some(ground) = Ground::new(1) else { return };
    let canary = ground.folder.join("canary");
    fs::write(&canary, SECRET).unwrap();
    fs::set_permissions(&canary, Permissions::from_mode(0o600)).unwrap();
    chown(&canary, Some(ground.server.uid), None).unwrap();
    let path = canary.display();
    // YQ== is "a"; ten thousand times the same name is collected, which its last swap decides for all.
    let body = format!(
        "echo mine > mine; cp mine a; (trap '' TERM; setsid bash -c 'while :; do ln -s {path} b; mv -f b a; cp mine b; mv -f b a; done' 2>/dev/null &) ; for ((i = 0; i < 10000; i++)); do echo \"##octopus[createArtifact path='YQ==' name='YQ==']\"; done"
    );
    let told = ground.client().run(job(1), "default", &body);
    let collected = String::from_utf8_lossy(&told.artifacts()).into_owned();
    let (mine, refused) = (collected.matches("mine\n").count(), told.text().matches("could not be collected").count());
    assert!(!collected.contains(SECRET), "{collected}");
    assert!(matches!((mine, refused), (10_000, 0) | (0, 10_000)), "{mine} were collected, {refused} refused");
}
