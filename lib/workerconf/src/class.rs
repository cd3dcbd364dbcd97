//! A class: how a job is confined.

/// Which network a job sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// The machine's, under whatever rules it has for the slots' accounts.
    Host,
    /// None at all.
    None,
}

/// What a job may do to files outside its own folders, besides what its account may not do anyway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Files {
    /// Nothing but read.
    ReadOnly,
    /// Write where its account may.
    Host,
}

/// Sizes are bytes, unless named otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class {
    pub memory: u64,
    /// Processes and threads.
    pub pids: u64,
    /// Weight against others, 1 to 10000.
    pub cpu: u64,
    /// The largest file.
    pub fsize: u64,
    /// Open descriptors of a process.
    pub nofile: u64,
    /// Each of the private temporary folders.
    pub tmp: u64,
    pub network: Network,
    pub files: Files,
}

impl Default for Class {
    fn default() -> Self {
        Self {
            memory: 2 << 30,
            pids: 512,
            cpu: 100,
            fsize: 8 << 30,
            nofile: 4096,
            tmp: 512 << 20,
            network: Network::Host,
            files: Files::ReadOnly,
        }
    }
}

impl Class {
    /// What `key=value` words say; what they leave out is as in the built-in class.
    pub(crate) fn parse(words: &str) -> Result<Self, String> {
        let mut class = Self::default();
        let mut seen = Vec::new();
        for word in words.split_ascii_whitespace() {
            let (key, value) = word.split_once('=').ok_or_else(|| format!("\"{word}\" is not key=value"))?;
            if seen.contains(&key) {
                return Err(format!("{key} is given twice"));
            }
            seen.push(key);
            let number = |least, most| {
                let number = amount(value).filter(|n| (least..=most).contains(n));
                number.ok_or_else(|| format!("{key} must be {least} to {most}, also with K, M or G, not \"{value}\""))
            };
            match (key, value) {
                ("memory", _) => class.memory = number(32 << 20, 1 << 50)?,
                ("pids", _) => class.pids = number(8, 1 << 22)?,
                ("cpu", _) => class.cpu = number(1, 10_000)?,
                ("fsize", _) => class.fsize = number(1 << 20, 1 << 60)?,
                ("nofile", _) => class.nofile = number(64, 1 << 20)?,
                ("tmp", _) => class.tmp = number(1 << 20, 1 << 50)?,
                ("network", "host") => class.network = Network::Host,
                ("network", "none") => class.network = Network::None,
                ("network", _) => return Err(format!("network must be host or none, not \"{value}\"")),
                ("files", "read-only") => class.files = Files::ReadOnly,
                ("files", "host") => class.files = Files::Host,
                ("files", _) => return Err(format!("files must be read-only or host, not \"{value}\"")),
                _ => return Err(format!("a class has no \"{key}\"")),
            }
        }
        Ok(class)
    }

    pub(crate) fn render(&self) -> String {
        let Self { memory, pids, cpu, fsize, nofile, tmp, network, files } = *self;
        let network = if network == Network::Host { "host" } else { "none" };
        let files = if files == Files::Host { "host" } else { "read-only" };
        let (memory, fsize, tmp) = (short(memory), short(fsize), short(tmp));
        format!(
            "memory={memory} pids={pids} cpu={cpu} fsize={fsize} nofile={nofile} tmp={tmp} network={network} files={files}"
        )
    }
}

/// A number, with K, M or G for powers of 1024.
pub(crate) fn amount(text: &str) -> Option<u64> {
    let (digits, shift) = match text.as_bytes().last()? {
        b'K' => (&text[..text.len() - 1], 10),
        b'M' => (&text[..text.len() - 1], 20),
        b'G' => (&text[..text.len() - 1], 30),
        _ => (text, 0),
    };
    // `parse` would take a plus sign.
    let plain = digits.bytes().all(|digit| digit.is_ascii_digit());
    digits.parse::<u64>().ok().filter(|_| plain)?.checked_mul(1 << shift)
}

pub(crate) fn short(number: u64) -> String {
    let units = [(30, "G"), (20, "M"), (10, "K")];
    let fits = units.into_iter().find(|(shift, _)| number > 0 && number.is_multiple_of(1 << shift));
    fits.map_or_else(|| number.to_string(), |(shift, unit)| format!("{}{unit}", number >> shift))
}
