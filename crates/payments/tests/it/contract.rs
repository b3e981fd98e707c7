//! The contract of all providers, kept by the sandbox.

use payments::contract::Contract;

use crate::sandbox;

testkit::on_both! {
    async fn the_sandbox_keeps_the_contract(db: &TestDb) {
        let sandbox = sandbox(db);
        let since = testkit::start_of_test_time();
        let contract = Contract { provider: &sandbox, holder: &sandbox, run: "first", since };
        if let Err(broken) = contract.check().await {
            panic!("{broken}");
        }
        // Nothing in it depends on a provider that has seen nothing yet.
        let contract = Contract { run: "second", ..contract };
        if let Err(broken) = contract.check().await {
            panic!("{broken}");
        }
    }
}
