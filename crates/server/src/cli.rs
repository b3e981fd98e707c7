//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::config::{Overrides, ServeOverrides};

/// Farsight (望远): crowdfunding with the legal status of every patent beside the campaign it supports.
///
/// Without options a SQLite database in ./farsight-data, an in-process cache and pretend payments are
/// used: nothing else needs to be installed. Try `farsight serve --demo`.
#[derive(Debug, Parser)]
#[command(
    name = "farsight",
    version,
    arg_required_else_help = true,
    max_term_width = 110
)]
pub(crate) struct Cli {
    /// A configuration file (TOML) with the same names as the options
    #[arg(long, global = true, env = "FARSIGHT_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) overrides: Overrides,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the web client and the GraphQL gateway, and do the background work
    Serve(ServeOverrides),
    /// Do the background work only: jobs, events, deadlines
    Worker,
    /// Bring the database to the newest shape, or show which shape it has
    #[command(subcommand)]
    Migrate(Migrate),
    /// Read records from files
    #[command(subcommand)]
    Import(Import),
    /// Look at patents
    #[command(subcommand)]
    Patent(Patent),
    /// Check the books
    #[command(subcommand)]
    Ledger(Ledger),
    /// Check the audit trail
    #[command(subcommand)]
    Audit(Audit),
    /// Look at jobs that were set aside
    #[command(subcommand)]
    Jobs(Jobs),
    /// Change the master key
    #[command(subcommand)]
    Key(Key),
    /// Look at people's accounts, lock them, give roles
    #[command(subcommand)]
    User(User),
    /// What is kept about people: for how long, and what is due to be removed
    #[command(subcommand)]
    Privacy(Privacy),
    /// Rebuild what is derived from other tables
    #[command(subcommand)]
    Projection(Projection),
    /// The public contract
    #[command(subcommand)]
    Schema(Schema),
    /// Look at the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Check everything this installation needs, each with a fix
    Doctor,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Migrate {
    /// Apply what is missing
    Up,
    /// Show what was applied
    Status,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// Read past campaigns of another platform from a CSV file, as comparables
    Campaigns {
        /// The file
        file: PathBuf,
        /// How its columns are read: a mapping that is shipped (kickstarter) or a TOML file
        #[arg(long, value_name = "NAME")]
        mapping: String,
        /// Print the report as JSON
        #[arg(long)]
        json: bool,
    },
    /// Read the USPTO's weekly file of maintenance-fee events, for the patents that are kept here
    Maintenance {
        /// The file, unpacked: MaintFeeEvents_YYYYMMDD.txt
        file: PathBuf,
        /// Print the report as JSON
        #[arg(long)]
        json: bool,
    },
    /// Read recorded answers of patent registers: files, or folders of them
    Patents {
        /// Files and folders
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Print the report as JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Patent {
    /// Show what is known of a right, by any usual spelling of one of its numbers
    Lookup {
        /// The number, such as CN202311776587.0 or "US 11,646,472 B2"
        number: String,
        /// Print as JSON
        #[arg(long)]
        json: bool,
    },
    /// Ask the registers about rights again, whatever their next check
    Refresh {
        /// Numbers of rights that are known
        #[arg(required = true, value_name = "NUMBER")]
        numbers: Vec<String>,
        /// Print what came of it as JSON
        #[arg(long)]
        json: bool,
    },
    /// Show how a right is watched: its signals, and when its registers are asked again
    Watch {
        /// One of its numbers
        number: String,
        /// Print as JSON
        #[arg(long)]
        json: bool,
    },
    /// Assess every right again from its evidence and compare with what is stored; exits with 1 if something differs
    Verify,
    /// Read a number and show its forms, without looking it up
    Parse {
        /// The number
        number: String,
    },
    /// Say what recorded answers of patent registers hold, without touching the database
    Assess {
        /// Files and folders; headers recorded beside a body (NAME.headers.json) are read with it
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// The day it is assessed for; today if absent
        #[arg(long, value_name = "YYYY-MM-DD")]
        as_of: Option<chrono::NaiveDate>,
        /// Print one JSON object keyed by path (see the README of `patents`)
        #[arg(long)]
        json: bool,
    },
    /// Check numbers and show their spellings, without looking them up
    Number {
        /// The numbers
        #[arg(required = true, value_name = "NUMBER")]
        numbers: Vec<String>,
        /// Print one JSON object keyed by number
        #[arg(long)]
        json: bool,
    },
    /// Say what recorded conveyances do: a text a line on standard input, its class a line on standard output
    Conveyance {
        /// For the sake of scripts: the answer is the same
        #[arg(long)]
        json: bool,
    },
    /// Read recorded answers of patent registers (the same as `import patents`)
    Import {
        /// Files and folders
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Print the report as JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Ledger {
    /// Reckon the books again and check every rule of money; exits with 1 if one is broken
    Verify,
    /// Compare what moved at the payment provider with the books, thing by thing; exits with 1 if something differs
    Reconcile,
    /// Show line by line what was posted on somebody's accounts, or about a payout, with the balance after it
    Statement {
        /// campaign_…, user_… or payout_…
        #[arg(required_unless_present = "payout")]
        id: Option<String>,
        /// Show instead what this payout was made of: shares, fees, reserve and debts, which sum to its amount
        #[arg(long, value_name = "payout_…", conflicts_with = "id")]
        payout: Option<String>,
        #[command(flatten)]
        format: StatementFormat,
    },
    /// Write all lines of the books, oldest first, each with the balance of its account after it
    Export {
        /// The first day, by UTC; from the beginning if absent
        #[arg(long, value_name = "YYYY-MM-DD")]
        from: Option<chrono::NaiveDate>,
        /// The last day, by UTC; to the end if absent
        #[arg(long, value_name = "YYYY-MM-DD")]
        to: Option<chrono::NaiveDate>,
        #[command(flatten)]
        format: ExportFormat,
    },
}

/// How a statement is written: for people, if nothing is said.
#[derive(Debug, Clone, Copy, Args)]
#[group(multiple = false)]
pub(crate) struct StatementFormat {
    /// Write CSV (RFC 4180) with a header
    #[arg(long)]
    pub(crate) csv: bool,
    /// Write one JSON object a line
    #[arg(long)]
    pub(crate) json_lines: bool,
}

/// How an export is written.
#[derive(Debug, Clone, Copy, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct ExportFormat {
    /// Write CSV (RFC 4180) with a header
    #[arg(long)]
    pub(crate) csv: bool,
    /// Write one JSON object a line
    #[arg(long)]
    pub(crate) json_lines: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Reckon the hash chain again; exits with 1 if it is broken
    Verify,
    /// Show what was done to one thing
    Show {
        /// Its id
        subject: String,
    },
    /// Write rows of the trail, oldest first, one JSON object a line
    Export {
        /// Only what this one did: user_…, anonymous, system:NAME
        #[arg(long)]
        actor: Option<String>,
        /// Only what was done to this: its id
        #[arg(long)]
        subject: Option<String>,
        /// Only acts that begin so, such as role.
        #[arg(long)]
        action: Option<String>,
        /// The first day, by UTC; from the beginning if absent
        #[arg(long, value_name = "YYYY-MM-DD")]
        from: Option<chrono::NaiveDate>,
        /// The last day, by UTC; to the end if absent
        #[arg(long, value_name = "YYYY-MM-DD")]
        to: Option<chrono::NaiveDate>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Jobs {
    /// List jobs that were set aside, with the reason
    Dead,
    /// Make a job that was set aside due again
    Replay {
        /// Its id, as listed
        id: uuid::Uuid,
    },
    /// List messages of the payment provider that were set aside, with the reason
    Quarantined,
    /// Have a message that was set aside worked on again
    ReplayMessage {
        /// Its id, as listed
        id: uuid::Uuid,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Key {
    /// Seal everything by master_key that master_key_old had sealed, which is then not needed any more
    Reseal,
}

#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// List people with an account, the newest first
    List {
        /// Only whose e-mail address or name holds this
        #[arg(long)]
        text: Option<String>,
        /// Only who may act as this: investor, founder, reviewer, finance, administrator
        #[arg(long)]
        role: Option<String>,
        /// Only those that are locked
        #[arg(long)]
        locked: bool,
        /// How many at the most
        #[arg(long, default_value_t = 100)]
        limit: u32,
        /// Print one JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Show an account: roles, how it is entered, whether it is locked, requests for roles
    Show {
        /// The person's e-mail address
        email: String,
        /// Print as JSON
        #[arg(long)]
        json: bool,
    },
    /// Lock an account: all its sign-ins and tokens end, nobody signs in with it, and its owner is told by mail
    Lock {
        /// The person's e-mail address
        email: String,
        /// Why, for the audit trail
        #[arg(long)]
        reason: String,
    },
    /// Unlock an account; its owner is told by mail
    Unlock {
        /// The person's e-mail address
        email: String,
        /// Why, for the audit trail
        #[arg(long)]
        reason: String,
    },
    /// List requests for roles that wait for a second administrator
    RoleRequests {
        /// Those that are over, too
        #[arg(long)]
        all: bool,
        /// Print one JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Give a role at once: founder, reviewer, finance, administrator
    Grant {
        /// The person's e-mail address
        email: String,
        /// The role
        role: String,
    },
    /// Take away a person's second factor, who has lost it and the recovery codes; ends all their sign-ins, and they are told by mail
    RemoveFactor {
        /// The person's e-mail address
        email: String,
        /// Why, for the audit trail: how it is known that it is them
        #[arg(long)]
        reason: String,
    },
    /// Write everything that is kept about a person to a ZIP file, their uploads too
    Export {
        /// The person's e-mail address, or their id (user_…)
        person: String,
        /// Where to write it; it is not overwritten
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Confirm a person's e-mail address without a mail, where it is known to be theirs
    Confirm {
        /// The person's e-mail address
        email: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Privacy {
    /// Show for each table what it holds of people, for how long, and how many rows are due to be removed
    Retention {
        /// Remove what is due now, instead of waiting for the worker
        #[arg(long)]
        apply: bool,
        /// Print one JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Compare the map of personal data with the database; exits with 1 if a table or column is not in it
    Verify,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Projection {
    /// Bring the patent facts that campaigns are filtered by in line with the patents
    Rebuild,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Schema {
    /// Print the GraphQL schema, sorted
    Print,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Show every setting; secrets are left out
    Show,
    /// Check the settings and exit
    Check,
}
