use crate::dialect::{append_only_postgres, append_only_sqlite, migration};

migration!(
    "The books: postings come first, the header comes last and closes the entry if it balances.",
    [
        "CREATE TABLE ledger_accounts (
            id {uuid} NOT NULL CONSTRAINT ledger_accounts_pkey PRIMARY KEY,
            kind text NOT NULL CONSTRAINT ledger_accounts_kind_known CHECK (kind IN (
                'investor_receivable', 'platform_clearing', 'processor_fee', 'campaign_held', 'founder_payable',
                'platform_fee', 'tax', 'dispute_reserve', 'refund_payable', 'fx_rounding', 'suspense',
                'investor_commitment', 'campaign_commitment')),
            owner_type text NOT NULL CONSTRAINT ledger_accounts_owner_type_known
                CHECK (owner_type IN ('platform', 'campaign', 'user')),
            owner_id {uuid} NOT NULL,
            currency text NOT NULL CONSTRAINT ledger_accounts_currency_iso CHECK (length(currency) = 3),
            normal_side text NOT NULL CONSTRAINT ledger_accounts_normal_side_known
                CHECK (normal_side IN ('debit', 'credit')),
            may_overdraw boolean NOT NULL,
            created_at {instant} NOT NULL,
            CONSTRAINT ledger_accounts_kind_owner_type_owner_id_currency_key UNIQUE (kind, owner_type, owner_id, currency),
            CONSTRAINT ledger_accounts_id_currency_key UNIQUE (id, currency)
        )",
        // The sum of an account's postings, kept beside them by the trigger that closes an entry.
        // Debits are positive, so an account that lives on the credit side stands at or below zero.
        "CREATE TABLE ledger_balances (
            account_id {uuid} NOT NULL CONSTRAINT ledger_balances_pkey PRIMARY KEY,
            balance_minor bigint NOT NULL,
            normal_side text NOT NULL,
            may_overdraw boolean NOT NULL,
            CONSTRAINT ledger_balances_account_id_fkey FOREIGN KEY (account_id) REFERENCES ledger_accounts (id),
            CONSTRAINT ledger_balances_not_overdrawn CHECK (may_overdraw
                OR (normal_side = 'debit' AND balance_minor >= 0) OR (normal_side = 'credit' AND balance_minor <= 0))
        )",
        "CREATE TABLE ledger_entries (
            id {uuid} NOT NULL CONSTRAINT ledger_entries_pkey PRIMARY KEY,
            kind text NOT NULL,
            ref_type text NOT NULL,
            ref_id {uuid} NOT NULL,
            idem_key text NOT NULL CONSTRAINT ledger_entries_idem_key_key UNIQUE,
            reverses_entry_id {uuid} CONSTRAINT ledger_entries_reverses_entry_id_key UNIQUE,
            at {instant} NOT NULL,
            CONSTRAINT ledger_entries_kind_ref_type_ref_id_key UNIQUE (kind, ref_type, ref_id),
            CONSTRAINT ledger_entries_reverses_entry_id_fkey FOREIGN KEY (reverses_entry_id) REFERENCES ledger_entries (id)
        )",
        "CREATE INDEX ledger_entries_ref_idx ON ledger_entries (ref_type, ref_id)",
        // The entry's header comes after its postings, hence the deferred foreign key:
        // postings that nobody closes cannot be committed.
        "CREATE TABLE ledger_postings (
            entry_id {uuid} NOT NULL,
            line integer NOT NULL CONSTRAINT ledger_postings_line_positive CHECK (line > 0),
            account_id {uuid} NOT NULL,
            amount_minor bigint NOT NULL CONSTRAINT ledger_postings_amount_minor_not_zero CHECK (amount_minor <> 0),
            currency text NOT NULL,
            CONSTRAINT ledger_postings_pkey PRIMARY KEY (entry_id, line),
            CONSTRAINT ledger_postings_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES ledger_entries (id)
                DEFERRABLE INITIALLY DEFERRED,
            CONSTRAINT ledger_postings_account_id_currency_fkey FOREIGN KEY (account_id, currency)
                REFERENCES ledger_accounts (id, currency)
        )",
        "CREATE INDEX ledger_postings_account_id_idx ON ledger_postings (account_id, entry_id)",
    ],
    postgres: [
        append_only_postgres!("ledger_accounts"),
        append_only_postgres!("ledger_entries"),
        append_only_postgres!("ledger_postings"),
        "CREATE TRIGGER ledger_accounts_no_truncate BEFORE TRUNCATE ON ledger_accounts EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER ledger_entries_no_truncate BEFORE TRUNCATE ON ledger_entries EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER ledger_postings_no_truncate BEFORE TRUNCATE ON ledger_postings EXECUTE FUNCTION refuse_change()",
        "CREATE FUNCTION ledger_open_balance() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO ledger_balances (account_id, balance_minor, normal_side, may_overdraw)
                VALUES (NEW.id, 0, NEW.normal_side, NEW.may_overdraw);
                RETURN NULL;
            END $$",
        "CREATE TRIGGER ledger_accounts_open_balance AFTER INSERT ON ledger_accounts
            FOR EACH ROW EXECUTE FUNCTION ledger_open_balance()",
        // The lock makes whoever adds to an entry wait for whoever is closing it.
        "CREATE FUNCTION ledger_refuse_late_posting() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM pg_advisory_xact_lock(hashtextextended('ledger_entry:' || NEW.entry_id, 0));
                IF EXISTS (SELECT 1 FROM ledger_entries WHERE id = NEW.entry_id) THEN
                    RAISE EXCEPTION 'entry % is closed', NEW.entry_id
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_postings_entry_open';
                END IF;
                RETURN NEW;
            END $$",
        "CREATE TRIGGER ledger_postings_refuse_late BEFORE INSERT ON ledger_postings
            FOR EACH ROW EXECUTE FUNCTION ledger_refuse_late_posting()",
        "CREATE FUNCTION ledger_close_entry() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE change record;
            BEGIN
                IF (SELECT count(*) FROM ledger_postings WHERE entry_id = NEW.id) < 2 THEN
                    RAISE EXCEPTION 'entry % has fewer than two postings', NEW.id
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entries_two_postings';
                END IF;
                IF EXISTS (SELECT 1 FROM ledger_postings WHERE entry_id = NEW.id
                           GROUP BY currency HAVING sum(amount_minor) <> 0) THEN
                    RAISE EXCEPTION 'entry % does not sum to zero', NEW.id
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entries_balanced';
                END IF;
                FOR change IN SELECT account_id, sum(amount_minor) AS minor FROM ledger_postings
                              WHERE entry_id = NEW.id GROUP BY account_id ORDER BY account_id LOOP
                    UPDATE ledger_balances SET balance_minor = balance_minor + change.minor
                    WHERE account_id = change.account_id;
                END LOOP;
                RETURN NULL;
            END $$",
        "CREATE TRIGGER ledger_entries_close AFTER INSERT ON ledger_entries
            FOR EACH ROW EXECUTE FUNCTION ledger_close_entry()",
    ],
    sqlite: [
        append_only_sqlite!("ledger_accounts"),
        append_only_sqlite!("ledger_entries"),
        append_only_sqlite!("ledger_postings"),
        "CREATE TRIGGER ledger_accounts_open_balance AFTER INSERT ON ledger_accounts BEGIN
            INSERT INTO ledger_balances (account_id, balance_minor, normal_side, may_overdraw)
            VALUES (NEW.id, 0, NEW.normal_side, NEW.may_overdraw);
        END",
        "CREATE TRIGGER ledger_postings_refuse_late BEFORE INSERT ON ledger_postings
            WHEN EXISTS (SELECT 1 FROM ledger_entries WHERE id = NEW.entry_id)
            BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: ledger_postings_entry_open'); END",
        // REPLACE deletes without firing delete triggers, so a second row under the same key is refused by name.
        "CREATE TRIGGER ledger_postings_refuse_replace BEFORE INSERT ON ledger_postings
            WHEN EXISTS (SELECT 1 FROM ledger_postings WHERE entry_id = NEW.entry_id AND line = NEW.line)
            BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: ledger_postings.entry_id, ledger_postings.line'); END",
        "CREATE TRIGGER ledger_entries_refuse_replace BEFORE INSERT ON ledger_entries
            WHEN EXISTS (SELECT 1 FROM ledger_entries WHERE id = NEW.id OR idem_key = NEW.idem_key
                OR (kind = NEW.kind AND ref_type = NEW.ref_type AND ref_id = NEW.ref_id)
                OR reverses_entry_id = NEW.reverses_entry_id)
            BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: ledger_entries.kind, ledger_entries.ref_type, ledger_entries.ref_id'); END",
        "CREATE TRIGGER ledger_accounts_refuse_replace BEFORE INSERT ON ledger_accounts
            WHEN EXISTS (SELECT 1 FROM ledger_accounts WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: ledger_accounts.id'); END",
        "CREATE TRIGGER ledger_entries_close AFTER INSERT ON ledger_entries BEGIN
            SELECT RAISE(ABORT, 'CHECK constraint failed: ledger_entries_two_postings')
            WHERE (SELECT count(*) FROM ledger_postings WHERE entry_id = NEW.id) < 2;
            SELECT RAISE(ABORT, 'CHECK constraint failed: ledger_entries_balanced')
            WHERE EXISTS (SELECT 1 FROM ledger_postings WHERE entry_id = NEW.id
                          GROUP BY currency HAVING sum(amount_minor) <> 0);
            UPDATE ledger_balances SET balance_minor = balance_minor
                + (SELECT sum(amount_minor) FROM ledger_postings
                   WHERE entry_id = NEW.id AND account_id = ledger_balances.account_id)
            WHERE account_id IN (SELECT account_id FROM ledger_postings WHERE entry_id = NEW.id);
        END",
    ],
);
