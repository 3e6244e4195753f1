-- Rows to see whether a migration keeps them: pg_temp.fill() puts one into every table, with a value in every column
-- that it knows one for; pg_temp.filled() lists the columns that hold a value.

-- A value of a type that others refer to and that most casts take: one.
CREATE FUNCTION pg_temp.one(wanted oid, typmod integer) RETURNS text LANGUAGE sql AS $$
    SELECT CASE
        WHEN t.typtype = 'e' THEN
            (SELECT quote_literal(l.enumlabel) FROM pg_enum l WHERE l.enumtypid = t.oid ORDER BY l.enumsortorder LIMIT 1)
        WHEN t.typcategory = 'A' THEN format('ARRAY[%s]', pg_temp.one(t.typelem, typmod))
        WHEN t.typname = 'uuid' THEN quote_literal('00000000-0000-0000-0000-000000000001')
        WHEN t.typname IN ('json', 'jsonb') THEN quote_literal('{"one": 1}')
        WHEN t.typname = 'xml' THEN quote_literal('<one/>')
        WHEN t.typname = 'inet' THEN quote_literal('127.0.0.1')
        WHEN t.typname = 'bytea' THEN quote_literal('\x01')
        WHEN t.typname IN ('time', 'timetz') THEN quote_literal('01:00')
        WHEN t.typcategory = 'D' THEN quote_literal('2001-01-01')
        WHEN t.typcategory IN ('N', 'S', 'B', 'V') THEN quote_literal('1')
        ELSE 'NULL'
    END || '::' || format_type(t.oid, typmod)
    FROM pg_type t WHERE t.oid = wanted
$$;

CREATE FUNCTION pg_temp.tables() RETURNS SETOF regclass LANGUAGE sql AS $$
    SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname !~ '^pg_|^information_schema$|^schemagen$' ORDER BY 1
$$;

-- Foreign keys are not looked at: rows refer to each other anyway. A table that takes no such row stays empty.
CREATE FUNCTION pg_temp.fill() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    it regclass;
    columns text;
    row_values text;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR it IN SELECT * FROM pg_temp.tables() LOOP
        SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum),
               string_agg(pg_temp.one(atttypid, atttypmod), ', ' ORDER BY attnum)
        INTO columns, row_values
        FROM pg_attribute
        WHERE attrelid = it AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity <> 'a';
        BEGIN
            EXECUTE format('INSERT INTO %s (%s) VALUES (%s)', it, columns, row_values);
        EXCEPTION WHEN OTHERS THEN
            NULL;
        END;
    END LOOP;
END
$$;

-- "table", "table.column": what holds something.
CREATE FUNCTION pg_temp.filled() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    it regclass;
    name text;
    found bigint;
BEGIN
    FOR it IN SELECT * FROM pg_temp.tables() LOOP
        EXECUTE format('SELECT count(*) FROM %s', it) INTO found;
        IF found > 0 THEN
            RETURN NEXT it;
        END IF;
        FOR name IN SELECT attname FROM pg_attribute WHERE attrelid = it AND attnum > 0 AND NOT attisdropped LOOP
            EXECUTE format('SELECT count(%I) FROM %s', name, it) INTO found;
            IF found > 0 THEN
                RETURN NEXT format('%s.%I', it, name);
            END IF;
        END LOOP;
    END LOOP;
END
$$;

-- The same without looking at rows: all tables and columns.
CREATE FUNCTION pg_temp.there() RETURNS SETOF text LANGUAGE sql AS $$
    SELECT it::text FROM pg_temp.tables() it
    UNION ALL
    SELECT format('%s.%I', it, attname) FROM pg_temp.tables() it
    JOIN pg_attribute ON attrelid = it AND attnum > 0 AND NOT attisdropped
$$;
