-- Multiplies the demonstration: :campaigns live campaigns with two patents each, copied from its live
-- campaigns and its patents, each with its own ids, slug, numbers, totals and dates.
\set ON_ERROR_STOP on
SET synchronous_commit = off;

-- An id as UUID version 7 would give it, the same for the same kind and number.
CREATE FUNCTION pg_temp.made(kind text, n bigint) RETURNS uuid IMMUTABLE LANGUAGE sql AS $$
    SELECT (lpad(to_hex(1780000000000 + n), 12, '0') || '7' || substr(md5(kind || n), 1, 3)
        || '8' || substr(md5(kind || n), 4, 15))::uuid $$;

-- The text of a right's id (TypeID): 128 bits after two zeros, five at a time.
CREATE FUNCTION pg_temp.patent_id(id uuid) RETURNS text IMMUTABLE LANGUAGE sql AS $$
    SELECT 'patent_' || string_agg(
        substr('0123456789abcdefghjkmnpqrstvwxyz', substring(bits FROM 5 * i + 1 FOR 5)::bit(5)::int + 1, 1), '' ORDER BY i)
    FROM (SELECT B'00' || ('x' || replace(id::text, '-', ''))::bit(128) AS bits) b, generate_series(0, 25) i $$;

CREATE TEMP TABLE campaign_models AS
    SELECT row_number() OVER (ORDER BY id) - 1 AS k, count(*) OVER () AS models, id, project_id FROM campaigns WHERE state = 'live';
CREATE TEMP TABLE patent_models AS
    SELECT row_number() OVER (ORDER BY id) - 1 AS k, count(*) OVER () AS models, id
    FROM patents JOIN (SELECT patent_id AS id FROM patent_panels) shown USING (id) JOIN (SELECT DISTINCT patent_id AS id FROM campaign_patents) attached USING (id);
CREATE TEMP TABLE campaigns_made AS
    SELECT n, pg_temp.made('campaign', n) AS id, pg_temp.made('project', n) AS project_id, m.id AS model, m.project_id AS project_model
    FROM generate_series(1, :campaigns) n JOIN campaign_models m ON m.k = n % m.models;
CREATE TEMP TABLE patents_made AS
    SELECT n, pg_temp.made('patent', n) AS id, m.id AS model
    FROM generate_series(1, 2 * :campaigns) n JOIN patent_models m ON m.k = n % m.models;

INSERT INTO projects SELECT made.* FROM campaigns_made m JOIN projects p ON p.id = m.project_model,
    LATERAL jsonb_populate_record(p, jsonb_build_object('id', m.project_id)) made;
INSERT INTO campaigns SELECT made.* FROM campaigns_made m JOIN campaigns c ON c.id = m.model,
    LATERAL jsonb_populate_record(c, jsonb_build_object('id', m.id, 'project_id', m.project_id, 'slug', 'bench-' || m.n,
        'listed_at', c.listed_at + m.n * interval '1 millisecond', 'deadline_at', c.deadline_at + (m.n % 500) * interval '1 hour',
        'pledged_minor', (m.n * 7919) % 1000000, 'raised_weight', (m.n * 7919) % 1000000, 'funded_bps', (m.n * 31) % 15000)) made;
INSERT INTO campaign_texts SELECT made.* FROM campaigns_made m JOIN campaign_texts t ON t.campaign_id = m.model,
    LATERAL jsonb_populate_record(t, jsonb_build_object('campaign_id', m.id)) made;
INSERT INTO patents SELECT made.* FROM patents_made m JOIN patents p ON p.id = m.model,
    LATERAL jsonb_populate_record(p, jsonb_build_object('id', m.id, 'application_key', 'bench-' || m.n)) made;
INSERT INTO patent_numbers SELECT made.* FROM patents_made m JOIN patent_numbers p ON p.patent_id = m.model,
    LATERAL jsonb_populate_record(p, jsonb_build_object('patent_id', m.id, 'number_key', p.number_key || '-' || m.n)) made;
INSERT INTO patent_panels SELECT made.* FROM patents_made m JOIN patent_panels p ON p.patent_id = m.model,
    LATERAL jsonb_populate_record(p, jsonb_build_object('patent_id', m.id,
        'panel', p.panel || jsonb_build_object('id', pg_temp.patent_id(m.id)))) made;
INSERT INTO campaign_patents SELECT made.*
    FROM campaigns_made m CROSS JOIN generate_series(0, 1) second JOIN patents_made p ON p.n = 2 * m.n - second
    CROSS JOIN LATERAL (SELECT c FROM campaign_patents c WHERE c.patent_id = p.model LIMIT 1) model,
    LATERAL jsonb_populate_record(model.c, jsonb_build_object('campaign_id', m.id, 'patent_id', p.id,
        'position', 1 - second, 'active', true)) made;

VACUUM ANALYZE;
