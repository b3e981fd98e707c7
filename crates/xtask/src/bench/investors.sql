-- :investors investors who are signed in, copied from one of the demonstration, each with an id and a token made of its number.
\set ON_ERROR_STOP on

-- The id that the seed of the campaigns made: UUID version 7, the same for the same kind and number.
CREATE OR REPLACE FUNCTION bench_made(kind text, n bigint) RETURNS uuid IMMUTABLE LANGUAGE sql AS $$
    SELECT (lpad(to_hex(1780000000000 + n), 12, '0') || '7' || substr(md5(kind || n), 1, 3)
        || '8' || substr(md5(kind || n), 4, 15))::uuid $$;

CREATE TEMP TABLE made AS SELECT n, bench_made('investor', n) AS id FROM generate_series(1, :investors) n
    WHERE NOT EXISTS (SELECT 1 FROM users WHERE id = bench_made('investor', n));
CREATE TEMP TABLE model AS SELECT u.* FROM users u JOIN user_roles r ON r.user_id = u.id AND r.role = 'investor'
    WHERE NOT EXISTS (SELECT 1 FROM campaigns c WHERE c.founder_id = u.id) ORDER BY u.id LIMIT 1;

INSERT INTO users SELECT copy.* FROM made m, model u, LATERAL jsonb_populate_record(NULL::users, to_jsonb(u) || jsonb_build_object(
    'id', m.id, 'email', 'bench-' || m.n || '@example.com', 'email_canonical', 'bench-' || m.n || '@example.com')) copy;
INSERT INTO user_roles (user_id, role, granted_by, granted_at) SELECT id, 'investor', 'bench', now() FROM made;
INSERT INTO sessions (id, user_id, token_hash, kind, created_at, last_seen_at, expires_at)
    SELECT bench_made('session', n), id, encode(sha256(convert_to('fs_' || lpad(n::text, 43, '0'), 'UTF8')), 'hex'), 'bearer',
        now(), now(), now() + interval '7 days' FROM made;
-- One campaign of the demonstration is held, and so would be its copies.
UPDATE campaigns SET held_at = NULL WHERE slug LIKE 'bench-%';
VACUUM ANALYZE users, sessions, campaigns;
