use crate::dialect::migration;

migration!(
    "A refund that the platform bears may be more than it has earned so far: its account of fees may stand on the other side. Accounts are append-only, so those that are open keep their word, and the balance beside them decides.",
    ["UPDATE ledger_balances SET may_overdraw = true
      WHERE account_id IN (SELECT id FROM ledger_accounts WHERE kind = 'platform_fee')"],
);
