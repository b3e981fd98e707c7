//! `serve` and `worker`.

use std::{process::ExitCode, sync::Arc};

use anyhow::{Context, Result};
use app::{App, demo};
use async_trait::async_trait;
use axum::Router;
use gateway::{
    Bearer, Gateway, Uploads,
    http::{
        Check, CostBudget, ListenerLimits, Parts, RateLimit, Readiness, Settings, Transport,
        TrustedDocuments, Unlimited, Version, finish, probes, router, serve as serve_http,
    },
};
use kernel::{SystemClock, SystemIds};
use payments::HttpDeliver;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::say;
use crate::{
    config::Config,
    pages,
    platform::{self, Runs},
    telemetry, webhooks,
};

/// Fields that cost more than they look: they hash, lock, or search.
const PRICES: [(&str, u32); 5] = [
    ("Mutation.accountSignIn", 50),
    ("Mutation.accountSignUp", 50),
    ("Mutation.accountPasswordChange", 50),
    ("Mutation.pledgePlace", 20),
    ("Query.patentByNumber", 10),
];

/// Serves until told to stop; with the worker in the same process unless that runs elsewhere.
pub(super) async fn serve(config: Config) -> Result<ExitCode> {
    config.refuse_public_demo()?;
    let prometheus = telemetry::metrics()?;
    let db = platform::database(&config).await?;
    platform::migrate(&db).await?;
    if config.demo && !demo::is_seeded(&db).await? {
        say("filling the database with the demonstration, once …");
        let vault = platform::vault(&config, &db, Runs::Platform).await?;
        let objects = config.files.objects(&config.data_dir)?;
        demo::seed(&config.database(), config.site(), vault, objects)
            .await
            .context("the demonstration could not be filled in")?;
    }
    let app = platform::platform(&config, db, Runs::Platform).await?;
    platform::warn_of_mails(&app);
    let listener = TcpListener::bind(config.listen).await.with_context(|| {
        format!(
            "{} cannot be listened on; choose another with --listen",
            config.listen
        )
    })?;
    let address = listener.local_addr()?;
    let stop = CancellationToken::new();
    let worker = (!config.no_worker).then(|| {
        let client = reqwest::Client::new();
        let via = HttpDeliver::new(client, format!("http://{address}{}", webhooks::SANDBOX));
        let (runner, stop) = (app.runner_delivering(Arc::new(via)), stop.clone());
        tokio::spawn(async move { runner.run(stop).await })
    });
    let readiness = Arc::new(Readiness::new(vec![Arc::new(DatabaseCheck(app.clone()))]));
    let transport = Transport::new(Parts {
        executor: Gateway::new(app.clone()).executor(),
        authenticate: Arc::new(Bearer::new(
            app.accounts.clone(),
            config.site().starts_with("https://"),
        )),
        rate_limit: budget(&config, &app),
        trusted: TrustedDocuments::default(),
        prices: PRICES.map(|(field, points)| (field.to_owned(), points)).to_vec(),
        settings: Settings {
            trusted_proxies: config.trusted_proxies.iter().copied().map(Into::into).collect(),
            ..Settings::default()
        },
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
        shutdown: stop.clone(),
    })?;
    let uploads = Uploads::new(app.clone(), transport.clone());
    let version = Version {
        name: "farsight",
        version: env!("CARGO_PKG_VERSION"),
        commit: option_env!("FARSIGHT_COMMIT"),
    };
    let counted = app.db().clone();
    let render = move || {
        ::metrics::gauge!("db_statements_total").set(counted.statements() as f64);
        prometheus.render()
    };
    let routes = Router::new()
        .merge(router(&transport))
        .merge(probes(Arc::clone(&readiness), version))
        .merge(gateway::http::metrics(render))
        .merge(webhooks::routes(app.clone()))
        .merge(uploads.routes())
        .merge(pages::routes(&config, &app, &transport, &uploads));
    greet(&config, address, app.captured_mails().is_some());
    tokio::spawn({
        let (stop, readiness) = (stop.clone(), Arc::clone(&readiness));
        async move {
            told_to_stop().await;
            readiness.drain();
            stop.cancel();
        }
    });
    let cut_off = serve_http(
        listener,
        finish(routes, &transport),
        ListenerLimits::default(),
        stop.clone(),
    )
    .await;
    stop.cancel();
    if let Some(worker) = worker {
        worker.await.ok();
    }
    app.db().close().await?;
    tracing::info!(cut_off, "stopped");
    Ok(ExitCode::SUCCESS)
}

/// The callers' budgets, as the operator set them.
fn budget(config: &Config, app: &App) -> Arc<dyn RateLimit> {
    match config.points_per_second {
        0 => Arc::new(Unlimited),
        points => Arc::new(CostBudget::new(app.cache().clone(), points)),
    }
}

/// Does the background work until told to stop.
pub(super) async fn work(config: Config) -> Result<ExitCode> {
    let app = platform::platform(&config, super::migrated(&config).await?, Runs::Platform).await?;
    platform::warn_of_mails(&app);
    let via = HttpDeliver::new(
        reqwest::Client::new(),
        format!("{}{}", config.site(), webhooks::SANDBOX),
    );
    let (runner, stop) = (app.runner_delivering(Arc::new(via)), CancellationToken::new());
    tokio::spawn({
        let stop = stop.clone();
        async move {
            told_to_stop().await;
            stop.cancel();
        }
    });
    tracing::info!("working");
    runner.run(stop).await;
    app.db().close().await?;
    Ok(ExitCode::SUCCESS)
}

/// Returns when the process is asked to end: Ctrl-C or SIGTERM.
async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => {
            tokio::signal::ctrl_c().await.ok();
        }
    }
}

fn greet(config: &Config, address: std::net::SocketAddr, captures: bool) {
    say(format_args!("Farsight listens on http://{address}"));
    say(format_args!("  GraphQL   http://{address}/graphql"));
    say(format_args!("  GraphiQL  http://{address}/graphiql"));
    if captures && config.shows_mails() {
        say(format_args!(
            "  mails     http://{address}/dev/mail (captured, not sent)"
        ));
    }
    if !config.demo {
        return;
    }
    say("\nThis is a demonstration: invented campaigns, sample patents, pretend payments.");
    say(format_args!(
        "Sign in at http://{address}/sign-in with the password {}:",
        demo::PASSWORD
    ));
    for guide in demo::GUIDES {
        say(format_args!("  {:<18} {}", guide.role, guide.email));
    }
    say(
        "Pledge with the test card 4242 4242 4242 4242; the page where a card is entered lists the others.\n",
    );
}

struct DatabaseCheck(App);

#[async_trait]
impl Check for DatabaseCheck {
    fn name(&self) -> &'static str {
        "database"
    }

    async fn check(&self) -> Result<(), String> {
        self.0.db().check().await.map_err(|error| error.to_string())
    }
}
