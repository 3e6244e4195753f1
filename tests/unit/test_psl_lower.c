/* What a Prisma schema becomes: the tree that the ordinary reader gets, and the places of its values. */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "psl_tree.h"
#include "suite.h"

static void check_table(const char *const (*rows)[3], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *got = psl_show(rows[i][0], rows[i][1]);
        if (strcmp(got, rows[i][2]) != 0)
            fprintf(stderr, "%s\n  gives  %s\n  wanted %s\n", rows[i][0], got, rows[i][2]);
        CU_ASSERT_STRING_EQUAL(got, rows[i][2]);
        free(got);
    }
}

#define CHECK(rows) check_table(rows, sizeof(rows) / sizeof(rows[0]))

/* A model of one field, and the column that it becomes. */
#define FIELD(field, column)                                                                        \
    {                                                                                               \
        "model A {\n" field "\n}\nenum E {\n X\n Y @map(\"it's y\")\n @@map(\"e e\")\n}", "tables", \
            "{'A':{'columns':{" column "}}}"                                                        \
    }

static void test_types(void)
{
    static const char *const rows[][3] = {
        FIELD("a String", "'a':{'type':'text'}"),
        FIELD("a Decimal?", "'a':{'type':'numeric(65,30)','nullable':true}"),
        FIELD("a DateTime[]", "'a':{'type':'timestamp(3)[]','nullable':true}"),
        FIELD("a String @map(\"b c\") @db.VarChar(10)", "'b c':{'type':'varchar(10)'}"),
        FIELD("a Decimal @db.Decimal(6, 2)", "'a':{'type':'numeric(6,2)'}"),
        FIELD("a Bytes @db.ByteA", "'a':{'type':'bytea'}"),
        FIELD("a E?", "'a':{'type':'\\'e e\\'','nullable':true}"),
        FIELD("a Unsupported(\"circle\")[]", "'a':{'type':'circle[]','nullable':true}"),
        FIELD("a BigInt? @default(autoincrement())", "'a':{'type':'bigserial'}"),
        FIELD("a Int @default(autoincrement()) @db.SmallInt", "'a':{'type':'smallserial'}"),
        FIELD("a Int @default(autoincrement()) @db.Oid", "'a':{'type':'oid'}"),
    };
    CHECK(rows);
}

#define DEFAULT(type, value, sql) FIELD("a " type " @default(" value ")", "'a':{" sql "}")

static void test_defaults(void)
{
    static const char *const rows[][3] = {
        DEFAULT("DateTime", "now()", "'type':'timestamp(3)','default':'CURRENT_TIMESTAMP'"),
        DEFAULT("String", "uuid()", "'type':'text'"),
        DEFAULT("String", "dbgenerated(\"gen_random_uuid()\")", "'type':'text','default':'gen_random_uuid()'"),
        DEFAULT("String", "dbgenerated()", "'type':'text'"),
        DEFAULT("String", "\"it's\"", "'type':'text','default':''it''s''"),
        DEFAULT("Int", "-007", "'type':'integer','default':'-7'"),
        DEFAULT("Float", "00.50", "'type':'double precision','default':'0.50'"),
        DEFAULT("Float", "-0.0", "'type':'double precision','default':'0.0'"),
        DEFAULT("Decimal", "\"1e5\"", "'type':'numeric(65,30)','default':'100000'"),
        DEFAULT("Decimal", "\"1E-10\"", "'type':'numeric(65,30)','default':'0.0000000001'"),
        DEFAULT("Decimal", "\".5\"", "'type':'numeric(65,30)','default':'0.5'"),
        DEFAULT("Decimal", "\"1_000\"", "'type':'numeric(65,30)','default':'1000'"),
        DEFAULT("Decimal", "\"-001.10\"", "'type':'numeric(65,30)','default':'-1.10'"),
        DEFAULT("Boolean", "true", "'type':'boolean','default':'true'"),
        DEFAULT("E", "Y", "'type':'\\'e e\\'','default':''it''s y''"),
        DEFAULT("Bytes", "\"AP8=\"", "'type':'bytea','default':''\\\\x00ff''"),
        DEFAULT("Int[]", "[1, -2]", "'type':'integer[]','nullable':true,'default':'ARRAY[1, -2]::integer[]'"),
        DEFAULT("E[]", "[]", "'type':'\\'e e\\'[]','nullable':true,'default':'ARRAY[]::\\'e e\\'[]'"),
        DEFAULT("String?", "dbgenerated(\"lower(b)\")",
                "'type':'text','nullable':true,'generated':'lower(b)','stored':true"),
        {"model A {\n a Int @default(1.5)\n}", "tables", "this is no value for Int"},
        {"model A {\n a Int @default(foo())\n}", "tables", "there is no function \"foo\" for defaults"},
        {"model A {\n a Decimal @db.Decimal(5)\n}", "tables", "Decimal takes none or 2 arguments"},
    };
    CHECK(rows);
}

static void test_keys(void)
{
    static const char *const rows[][3] = {
        {"model A {\n a Int @id\n b Int @unique(sort: Desc)\n c Json @map(\"d\")\n"
         " @@index([c(ops: JsonbPathOps)], type: Gin)\n @@unique([b, a], map: \"u\")\n @@index([a, b(sort: Desc)])\n"
         " @@map(\"t\")\n}",
         "tables",
         "{'t':{'columns':{'a':{'type':'integer'},'b':{'type':'integer'},'d':{'type':'jsonb'}},"
         "'primaryKey':{'name':'t_pkey','columns':['a']},"
         "'indexes':{'t_b_key':{'unique':true,'columns':[{'column':'b','order':'desc'}]},"
         "'t_d_idx':{'columns':[{'column':'d','opclass':'jsonb_path_ops'}],'using':'gin'},"
         "'t_a_b_idx':{'columns':['a',{'column':'b','order':'desc'}]},"
         "'u':{'unique':true,'columns':['b','a']}}}}"},
        {"model A {\n a Int\n b Int?\n @@id([b, a], map: \"k\")\n"
         " @@index([a(ops: raw(\"x_ops\"))], type: Brin, where: raw(\"a > 5\"), map: \"i\")\n"
         " @@index(a, map: \"j\", where: { b: null, a: { not: 3 } })\n}",
         "tables",
         "{'A':{'columns':{'a':{'type':'integer'},'b':{'type':'integer'}},"
         "'primaryKey':{'name':'k','columns':['b','a']},"
         "'indexes':{'i':{'columns':[{'column':'a','opclass':'x_ops'}],'using':'brin','where':'a > 5'},"
         "'j':{'columns':['a'],'where':'\\'b\\' IS NULL AND \\'a\\' != 3'}}}}"},
        {"model A {\n a Int @id\n @@index(a, map: \"j\", where: { a: 1.5 })\n}", "tables",
         "{'A':{'columns':{'a':{'type':'integer'}},'primaryKey':{'name':'A_pkey','columns':['a']},"
         "'indexes':{'j':{'columns':['a'],'where':'\\'a\\' = 1.5'}}}}"},
        {"model A {\n a Int @unique\n @@unique([a])\n}", "tables",
         "the name \"A_a_key\" is taken by another index; give one with map:"},
        {"model A {\n a Int\n @@index([b])\n}", "tables", "the model \"A\" has no such field"},
    };
    CHECK(rows);
}

static void test_long_names(void)
{
    static const char *const rows[][3] = {
        {"model TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT {\n c Int @unique\n}", "tables",
         "{'TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT':{'columns':{'c':{'type':'integer'}},"
         "'indexes':{'TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT__key':{'unique':true,'columns':['c']}}"
         "}}"},
        /* the cut falls inside a character, which goes as a whole */
        {"model t {\n a Int @unique @map(\"ééééééééééééééééééééééééééééé\")\n}", "tables",
         "{'t':{'columns':{'ééééééééééééééééééééééééééééé':{'type':'integer'}},"
         "'indexes':{'t_éééééééééééééééééééééééééééé_key':{'unique':true,'columns':['ééééééééééééééééééééééééééééé']}}}"
         "}"},
    };
    CHECK(rows);
}

/* Two models, and the foreign key that the second one gets. */
#define KEY(field, relation, key)                                                                         \
    {                                                                                                     \
        "model P {\n id Int @id\n c C[]\n}\nmodel C {\n " field "\n " relation "\n}", "tables",           \
            "{'P':{'columns':{'id':{'type':'integer'}},'primaryKey':{'name':'P_pkey','columns':['id']}}," \
            "'C':{'columns':{'p':{'type':'integer'" key "}}}"                                             \
    }

static void test_relations(void)
{
    static const char *const rows[][3] = {
        KEY("p Int", "q P @relation(fields: [p], references: [id])",
            "}},'foreignKeys':{'C_p_fkey':{'columns':['p'],'references':{'table':'P','columns':['id']},"
            "'onUpdate':'cascade','onDelete':'restrict'}"),
        KEY("p Int?", "q P? @relation(fields: [p], references: [id])",
            ",'nullable':true}},'foreignKeys':{'C_p_fkey':{'columns':['p'],'references':{'table':'P','columns':['id']},"
            "'onUpdate':'cascade','onDelete':'setNull'}"),
        KEY("p Int",
            "q P? @relation(fields: [p], references: [id], onDelete: NoAction, onUpdate: SetDefault, map: \"k\")",
            "}},'foreignKeys':{'k':{'columns':['p'],'references':{'table':'P','columns':['id']},"
            "'onUpdate':'setDefault','onDelete':'noAction'}"),
        {"datasource db {\n provider = \"postgresql\"\n relationMode = \"prisma\"\n}\n"
         "model P {\n id Int @id\n c C[]\n}\nmodel C {\n p Int @unique\n q P @relation(fields: [p], references: "
         "[id])\n}",
         "tables",
         "{'P':{'columns':{'id':{'type':'integer'}},'primaryKey':{'name':'P_pkey','columns':['id']}},"
         "'C':{'columns':{'p':{'type':'integer'}},'indexes':{'C_p_key':{'unique':true,'columns':['p']}}}}"},
        {"model P {\n id Int @id\n}\nview V {\n p Int\n q P @relation(fields: [p], references: [id])\n}", "tables",
         "{'P':{'columns':{'id':{'type':'integer'}},'primaryKey':{'name':'P_pkey','columns':['id']}}}"},
    };
    CHECK(rows);
}

static void test_join_tables(void)
{
    static const char *const rows[][3] = {
        {"model T {\n id Int @id @default(autoincrement())\n s S[]\n}\n"
         "model S {\n id String @id @db.Uuid\n t T[]\n @@map(\"z\")\n}",
         "tables",
         "{'T':{'columns':{'id':{'type':'serial'}},'primaryKey':{'name':'T_pkey','columns':['id']}},"
         "'z':{'columns':{'id':{'type':'uuid'}},'primaryKey':{'name':'z_pkey','columns':['id']}},"
         "'_SToT':{'columns':{'A':{'type':'uuid'},'B':{'type':'integer'}},"
         "'foreignKeys':{'_SToT_A_fkey':{'columns':['A'],'references':{'table':'z','columns':['id']},"
         "'onUpdate':'cascade','onDelete':'cascade'},"
         "'_SToT_B_fkey':{'columns':['B'],'references':{'table':'T','columns':['id']},"
         "'onUpdate':'cascade','onDelete':'cascade'}},"
         "'primaryKey':{'name':'_SToT_AB_pkey','columns':['A','B']},'indexes':{'_SToT_B_index':{'columns':['B']}}}}"},
        {"model T {\n id Int @id\n b T[] @relation(\"r\")\n a T[] @relation(\"r\")\n}", "tables",
         "{'T':{'columns':{'id':{'type':'integer'}},'primaryKey':{'name':'T_pkey','columns':['id']}},"
         "'_r':{'columns':{'A':{'type':'integer'},'B':{'type':'integer'}},"
         "'foreignKeys':{'_r_A_fkey':{'columns':['A'],'references':{'table':'T','columns':['id']},"
         "'onUpdate':'cascade','onDelete':'cascade'},"
         "'_r_B_fkey':{'columns':['B'],'references':{'table':'T','columns':['id']},"
         "'onUpdate':'cascade','onDelete':'cascade'}},"
         "'primaryKey':{'name':'_r_AB_pkey','columns':['A','B']},'indexes':{'_r_B_index':{'columns':['B']}}}}"},
    };
    CHECK(rows);
}

static void test_blocks(void)
{
    static const char *const source =
        "generator g {\n provider = \"x\"\n previewFeatures = [\"postgresqlExtensions\"]\n}\n"
        "datasource db {\n provider = \"postgres\"\n url = env(\"U\")\n"
        " schemas = [\"a\", \"public\"]\n"
        " extensions = [citext, t(map: \"pg_trgm\", schema: \"x\", version: \"1.6\")]\n}\n"
        "enum E {\n X @map(\"x x\")\n Y\n @@schema(\"a\")\n}\n"
        "model M {\n e E @id\n @@schema(\"public\")\n}";
    const char *const rows[][3] = {
        {source, "datasource", "{'provider':'postgresql','url':'env(U)'}"},
        {source, "schemas", "{'x':{},'a':{}}"},
        {source, "extensions", "{'citext':{},'pg_trgm':{'schema':'x','version':'1.6'}}"},
        {source, "enums", "{'a.E':['x x','Y']}"},
        {source, "tables",
         "{'M':{'columns':{'e':{'type':'\\'a\\'.\\'E\\''}},'primaryKey':{'name':'M_pkey','columns':['e']}}}"},
        {"modell A {\n}", "tables", "there are no blocks \"modell\""},
        {"model A {\n a Sting\n}", "tables", "\"Sting\" is neither a type of the language nor a model or enum"},
    };
    CHECK(rows);
}

static void check_place(struct json_object *root, const char *pointer, bool key, const char *wanted)
{
    sg_span span = sg_psl_locate(root, pointer, key);
    size_t length = strlen(wanted);

    CU_ASSERT_PTR_NOT_NULL_FATAL(span.source);
    CU_ASSERT_EQUAL(span.end - span.start, length);
    CU_ASSERT_NSTRING_EQUAL(span.source->text + span.start, wanted, length);
}

static void test_places(void)
{
    static const char *const text =
        "model A {\n a Int @id\n b String[] @map(\"x/~y\") @default([\"z\"])\n @@index([b])\n}";
    sg_diags *diags = sg_diags_new();
    struct json_object *root = psl_tree(text, diags);

    CU_ASSERT_PTR_NOT_NULL_FATAL(root);
    check_place(root, "/tables/A", true, "A");
    check_place(root, "/tables/A/columns/x~1~0y", true, "b");
    check_place(root, "/tables/A/columns/x~1~0y/type", false, "String[]");
    check_place(root, "/tables/A/columns/x~1~0y/default", false, "@default([\"z\"])");
    check_place(root, "/tables/A/primaryKey/columns/0", false, "@id");
    check_place(root, "/tables/A/indexes/A_x~1~0y_idx/using", false, "@@index([b])");
    CU_ASSERT_PTR_NULL(sg_psl_locate(root, "/seeds/A", false).source);
    json_object_put(root);
    sg_diags_free(diags);
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"types", test_types},           {"defaults", test_defaults},   {"keys", test_keys},
        {"long names", test_long_names}, {"relations", test_relations}, {"join tables", test_join_tables},
        {"blocks", test_blocks},         {"places", test_places},       CU_TEST_INFO_NULL,
    };

    return run_suite((CU_SuiteInfo){"psl lowering", NULL, NULL, NULL, NULL, tests});
}
