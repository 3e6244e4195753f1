#!/bin/bash
# What a role lets itself do with what it makes is its own affair: nothing to tell, to compare or to take away. The type of
# several ranges has what default privileges gave it along with the range type.
. "$(dirname "$0")/common.sh"
need_database

sql "ALTER DEFAULT PRIVILEGES FOR ROLE pg_monitor IN SCHEMA public GRANT ALL ON TABLES TO pg_monitor;
    ALTER DEFAULT PRIVILEGES FOR ROLE pg_monitor GRANT ALL ON SEQUENCES TO pg_monitor;
    ALTER DEFAULT PRIVILEGES FOR ROLE pg_monitor REVOKE EXECUTE ON FUNCTIONS FROM pg_monitor"
run 0 pull
has_not out pg_monitor
define '"tables": {}'
run 0 diff --from "$DATABASE_URL" --to schema/schema.json
define '"defaultPrivileges": {"pg_monitor": {"tables": {"pg_monitor": ["select"]}}},
    "globalDefaultPrivileges": {"pg_monitor": {"schemas": {"pg_monitor": ["usage"]}}}'
alike
deploy

# The file does not say whose the table is; that of the view it says.
me=$(sql "SELECT current_user")
define '"tables": {"t": {"grants": {"'"$me"'": ["select"]}, "columns": {"a": {"type": "integer", "grants": {"'"$me"'": ["select"]}}}}},
    "views": {"v": {"query": "SELECT a FROM t", "owner": "pg_monitor", "columns": {"a": {"grants": {"pg_monitor": ["select"]}}}},
              "w": {"query": "SELECT a FROM t", "columns": {"a": {"grants": {"'"$me"'": ["select"]}}}}}'
deploy
alike

sql "ALTER DEFAULT PRIVILEGES GRANT USAGE ON TYPES TO pg_monitor; CREATE TYPE span AS RANGE (SUBTYPE = integer)"
run 0 pull
has_not err warning
