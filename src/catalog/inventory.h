/* inventory.h - what a database holds besides what the kinds have read. */
#ifndef SG_INVENTORY_H
#define SG_INVENTORY_H

#include "model.h"
#include "pg.h"

/* access.sql, inventory.sql, facts.sql */
extern const char sg_catalog_access_sql[];
extern const char sg_catalog_inventory_sql[];
extern const char sg_catalog_facts_sql[];

/* A finished model by the addresses that the server gives to its objects. The rows below are of the same snapshot. */
typedef struct sg_inventory sg_inventory;
sg_inventory *sg_inventory_new(sg_model *model);
/* Puts what was found unmanaged in order. NULL is allowed. */
void sg_inventory_end(sg_inventory *inventory);

/* Tells the objects their owners and grants, which are rows of access.sql; false after reporting. */
bool sg_inventory_access(sg_inventory *inventory, const sg_result *rows, sg_diags *diags);
/* Lists in model->unmanaged what the rows of inventory.sql name and the model does not hold. */
void sg_inventory_compare(sg_inventory *inventory, const sg_result *rows);
/* The same with all rows of facts.sql. */
void sg_inventory_facts(sg_inventory *inventory, const sg_result *rows);

#endif
