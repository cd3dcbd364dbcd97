//! How numbers and dates are written in a country, as far as `Format` needs it.

/// A culture of the server; invariant by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Culture(&'static Row);

impl Default for Culture {
    fn default() -> Self {
        Self(&INVARIANT)
    }
}

impl Culture {
    /// The culture of that name (`en-US`), ignoring case; the empty name is the invariant culture.
    pub fn by_name(name: &str) -> Option<Self> {
        ROWS.into_iter().find(|row| row.name.eq_ignore_ascii_case(name)).map(Self)
    }

    /// Its name; empty for the invariant culture.
    pub fn name(&self) -> &'static str {
        self.0.name
    }

    pub(crate) fn row(self) -> &'static Row {
        self.0
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Row {
    name: &'static str,
    pub(crate) decimal: &'static str,
    pub(crate) group: &'static str,
    pub(crate) currency: &'static str,
    /// Patterns: `n` stands for the number, `$` for the currency symbol.
    pub(crate) positive_currency: &'static str,
    pub(crate) negative_currency: &'static str,
    pub(crate) positive_percent: &'static str,
    pub(crate) negative_percent: &'static str,
    pub(crate) month_first: bool,
    pub(crate) date_separator: &'static str,
    pub(crate) short_date: &'static str,
    pub(crate) long_date: &'static str,
    pub(crate) short_time: &'static str,
    pub(crate) long_time: &'static str,
    pub(crate) month_day: &'static str,
    pub(crate) year_month: &'static str,
    pub(crate) am: &'static str,
    pub(crate) pm: &'static str,
    pub(crate) months: [&'static str; 12],
    pub(crate) short_months: [&'static str; 12],
    /// From Sunday.
    pub(crate) days: [&'static str; 7],
    pub(crate) short_days: [&'static str; 7],
}

static ROWS: [&Row; 8] = [&INVARIANT, &EN_US, &EN_GB, &EN_AU, &EN_NZ, &EN_CA, &DE_DE, &FR_FR];

static INVARIANT: Row = Row {
    name: "",
    decimal: ".",
    group: ",",
    currency: "\u{a4}",
    positive_currency: "$n",
    negative_currency: "($n)",
    positive_percent: "n %",
    negative_percent: "-n %",
    month_first: true,
    date_separator: "/",
    short_date: "MM/dd/yyyy",
    long_date: "dddd, dd MMMM yyyy",
    short_time: "HH:mm",
    long_time: "HH:mm:ss",
    month_day: "MMMM dd",
    year_month: "yyyy MMMM",
    am: "AM",
    pm: "PM",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    short_months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    days: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
    short_days: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
};

static EN_US: Row = Row {
    name: "en-US",
    currency: "$",
    negative_currency: "-$n",
    positive_percent: "n%",
    negative_percent: "-n%",
    short_date: "M/d/yyyy",
    long_date: "dddd, MMMM d, yyyy",
    short_time: "h:mm tt",
    long_time: "h:mm:ss tt",
    month_day: "MMMM d",
    year_month: "MMMM yyyy",
    ..INVARIANT
};

static EN_GB: Row = Row {
    name: "en-GB",
    currency: "£",
    month_first: false,
    short_date: "dd/MM/yyyy",
    long_date: "dddd, d MMMM yyyy",
    short_time: "HH:mm",
    long_time: "HH:mm:ss",
    month_day: "d MMMM",
    am: "am",
    pm: "pm",
    ..EN_US
};

static EN_AU: Row = Row {
    name: "en-AU",
    currency: "$",
    short_date: "d/MM/yyyy",
    long_date: "dddd, d MMMM yyyy",
    short_time: "h:mm tt",
    long_time: "h:mm:ss tt",
    ..EN_GB
};

static EN_NZ: Row = Row { name: "en-NZ", ..EN_AU };

static EN_CA: Row = Row {
    name: "en-CA",
    currency: "$",
    month_first: true,
    date_separator: "-",
    short_date: "yyyy-MM-dd",
    long_date: "dddd, MMMM d, yyyy",
    short_time: "h:mm tt",
    long_time: "h:mm:ss tt",
    month_day: "MMMM d",
    am: "a.m.",
    pm: "p.m.",
    ..EN_US
};

static DE_DE: Row = Row {
    name: "de-DE",
    decimal: ",",
    group: ".",
    currency: "€",
    positive_currency: "n $",
    negative_currency: "-n $",
    positive_percent: "n %",
    negative_percent: "-n %",
    month_first: false,
    date_separator: ".",
    short_date: "dd.MM.yyyy",
    long_date: "dddd, d. MMMM yyyy",
    short_time: "HH:mm",
    long_time: "HH:mm:ss",
    month_day: "d. MMMM",
    year_month: "MMMM yyyy",
    months: [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    short_months: ["Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"],
    days: ["Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"],
    short_days: ["So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"],
    ..INVARIANT
};

static FR_FR: Row = Row {
    name: "fr-FR",
    decimal: ",",
    group: "\u{202f}",
    currency: "€",
    positive_currency: "n $",
    negative_currency: "-n $",
    positive_percent: "n %",
    negative_percent: "-n %",
    month_first: false,
    date_separator: "/",
    short_date: "dd/MM/yyyy",
    long_date: "dddd d MMMM yyyy",
    short_time: "HH:mm",
    long_time: "HH:mm:ss",
    month_day: "d MMMM",
    year_month: "MMMM yyyy",
    months: [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    short_months: ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    days: ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
    short_days: ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."],
    ..INVARIANT
};
