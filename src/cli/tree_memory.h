/* tree_memory.h - memory of the trees that a JSON parser makes: very many small pieces that come in one go and are
 * given back in one go. They are laid side by side, in blocks that serve again once all of their pieces are back. Only
 * the main thread takes pieces and gives them back. */
#ifndef SG_CLI_TREE_MEMORY_H
#define SG_CLI_TREE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* At least `size` bytes, aligned for every type, all zero when `zeroed`; NULL: ask malloc, because the piece is large
 * or the system grants no range of addresses. */
void *tree_memory_take(size_t size, bool zeroed);

/* True: the piece is one of these, and is back. False: it is another's. */
bool tree_memory_give_back(void *piece);

/* The size that the piece was taken with; 0: it is another's. */
size_t tree_memory_size(const void *piece);

#endif
