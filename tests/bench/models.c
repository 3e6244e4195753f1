/* models.c - writes a .prisma file of any size to standard output: `bench_models MODELS`. The same number gives the
 * same bytes. */
#include <stdio.h>
#include <stdlib.h>

static const char head[] = "generator client {\n"
                           "  provider = \"prisma-client-js\"\n"
                           "}\n"
                           "\n"
                           "datasource db {\n"
                           "  provider = \"postgresql\"\n"
                           "  url      = env(\"DATABASE_URL\")\n"
                           "}\n"
                           "\n"
                           "enum EntryState {\n"
                           "  DRAFT\n"
                           "  OPEN\n"
                           "  CLOSED @map(\"closed\")\n"
                           "}\n";

/* Every model belongs to the one of half its number; the first one to nothing. */
static void print_relations(unsigned number, unsigned count)
{
    if (number > 0)
        printf("  parentId  Int?\n"
               "  parent    Entry%u? @relation(fields: [parentId], references: [id], onDelete: %s)\n",
               number / 2, number % 2 ? "Cascade" : "SetNull");
    for (unsigned child = number * 2; child <= number * 2 + 1 && child < count; child++) {
        if (child > 0)
            printf("  entries%u Entry%u[]\n", child, child);
    }
}

static void print_model(unsigned number, unsigned count)
{
    printf("\n"
           "/// Entries of one customer, kept for ten years\n"
           "model Entry%u {\n"
           "  id        Int        @id @default(autoincrement())\n"
           "  code      String     %s@db.VarChar(40)\n"
           "  title     String // as it is shown\n"
           "  note      String?\n"
           "  state     EntryState @default(DRAFT)\n"
           "  amount    Decimal    @default(0) @db.Decimal(12, 2)\n"
           "  quantity  Int        @default(1)\n"
           "  active    Boolean    @default(true)\n"
           "  settings  Json       @default(\"{}\")\n"
           "  tags      String[]\n"
           "  createdAt DateTime   @default(now()) @map(\"created_at\") @db.Timestamptz(6)\n"
           "  updatedAt DateTime?  @updatedAt @map(\"updated_at\")\n",
           number, number % 3 ? "" : "@unique ");
    print_relations(number, count);
    printf("\n"
           "  @@index([state, createdAt(sort: Desc)])\n"
           "  @@map(\"entries_%u\")\n"
           "}\n",
           number);
}

int main(int argc, char **argv)
{
    unsigned count = argc == 2 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;

    if (count == 0) {
        fprintf(stderr, "usage: bench_models MODELS\n");
        return EXIT_FAILURE;
    }
    fputs(head, stdout);
    for (unsigned i = 0; i < count; i++)
        print_model(i, count);
    return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
