/* inventory.h - what a database holds besides what the kinds have read. */
#ifndef SG_INVENTORY_H
#define SG_INVENTORY_H

#include "model.h"
#include "pg.h"

/* inventory.sql */
extern const char sg_catalog_inventory_sql[];

/* Lists in model->unmanaged what the rows of inventory.sql name and the finished model, which the kinds' queries gave
 * in the same snapshot, does not hold. */
void sg_inventory_compare(sg_model *model, const sg_result *rows);

/* access.sql */
extern const char sg_catalog_access_sql[];

/* Tells the objects of the finished model their owners and grants; false after reporting. */
bool sg_inventory_access(sg_model *model, const sg_result *rows, sg_diags *diags);

#endif
