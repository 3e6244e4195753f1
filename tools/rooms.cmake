# How a room, a folder of src/, becomes a library.
#
# Sources are found by pattern, so a new file needs no line in the build. A room may stand empty: it is an
# INTERFACE library then, and carries only its headers.

# sg_add_room(<room> [USES <room>...]): static library sg_<room> from src/<room>/*.c and *.sql.
function(sg_add_room room)
    cmake_parse_arguments(ARG "" "" USES ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${room}/*.c)
    file(GLOB queries CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${room}/*.sql)
    foreach(query IN LISTS queries)
        sg_embed(${query} sg_${room} embedded)
        list(APPEND sources ${embedded})
    endforeach()
    sg_make_room(${room} "${sources}" "${ARG_USES}")
    sg_room_includes(${room} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/${room})
endfunction()

# The room of all kinds. src/kinds/<kind>/<kind>.c makes the folder a kind: it gets a row in the table sg_kinds,
# and its .sql files are embedded. There is no include directory, so a kind cannot reach its neighbours.
function(sg_add_kinds)
    cmake_parse_arguments(ARG "" "" USES ${ARGN})
    set(folder ${CMAKE_CURRENT_SOURCE_DIR}/kinds)
    file(GLOB sources CONFIGURE_DEPENDS ${folder}/*/*.c)
    file(GLOB queries CONFIGURE_DEPENDS ${folder}/*/*.sql)
    set(declarations "")
    set(rows "")
    foreach(source IN LISTS sources)
        cmake_path(GET source STEM file)
        cmake_path(GET source PARENT_PATH path)
        cmake_path(GET path FILENAME kind)
        if(file STREQUAL kind)
            string(APPEND declarations "extern const sg_kind sg_kind_${kind};\n")
            string(APPEND rows "    &sg_kind_${kind},\n")
        endif()
    endforeach()
    foreach(query IN LISTS queries)
        cmake_path(GET query PARENT_PATH path)
        cmake_path(GET path FILENAME kind)
        sg_embed(${query} sg_kind_${kind} embedded)
        list(APPEND sources ${embedded})
    endforeach()
    set(table ${CMAKE_CURRENT_BINARY_DIR}/kinds.c)
    file(CONFIGURE OUTPUT ${table} @ONLY CONTENT [=[
/* Made by tools/rooms.cmake from the folders of src/kinds/. */
#include "kind.h"

@declarations@
const sg_kind *const sg_kinds[] = {
@rows@};
const size_t sg_kind_count = sizeof sg_kinds / sizeof sg_kinds[0];
]=])
    sg_make_room(kinds "${sources};${table}" "${ARG_USES}")
endfunction()

function(sg_make_room room sources uses)
    set_property(GLOBAL APPEND PROPERTY SG_ROOMS ${room})
    list(TRANSFORM uses PREPEND sg_)
    if(sources)
        add_library(sg_${room} STATIC ${sources})
        target_link_libraries(sg_${room} PUBLIC ${uses})
    else()
        add_library(sg_${room} INTERFACE)
        target_link_libraries(sg_${room} INTERFACE ${uses})
    endif()
endfunction()

# sg_room_includes(<room> PUBLIC|PRIVATE <directory>)
function(sg_room_includes room scope directory)
    get_target_property(type sg_${room} TYPE)
    if(NOT type STREQUAL INTERFACE_LIBRARY)
        target_include_directories(sg_${room} ${scope} ${directory})
    elseif(scope STREQUAL PUBLIC)
        target_include_directories(sg_${room} INTERFACE ${directory})
    endif()
endfunction()

# sg_room_sees(<room> <library>): the room's own sources may include the library's headers.
function(sg_room_sees room library)
    get_target_property(type sg_${room} TYPE)
    if(NOT type STREQUAL INTERFACE_LIBRARY)
        target_link_libraries(sg_${room} PRIVATE ${library})
    endif()
endfunction()

# sg_add_lexer(<room> <name>): grammar/<name>.l becomes <name>_lexer.c and <name>_lexer.h in the build tree.
function(sg_add_lexer room name)
    set(grammar ${PROJECT_SOURCE_DIR}/grammar/${name}.l)
    get_target_property(type sg_${room} TYPE)
    if(NOT EXISTS ${grammar} OR type STREQUAL INTERFACE_LIBRARY)
        return()
    endif()
    set(folder ${CMAKE_CURRENT_BINARY_DIR}/${room})
    file(MAKE_DIRECTORY ${folder})
    flex_target(${name}_lexer ${grammar} ${folder}/${name}_lexer.c DEFINES_FILE ${folder}/${name}_lexer.h)
    # The frame around the rules is flex's own and not held to this project's warnings.
    set_source_files_properties(${FLEX_${name}_lexer_OUTPUTS} PROPERTIES COMPILE_OPTIONS "-w")
    target_sources(sg_${room} PRIVATE ${FLEX_${name}_lexer_OUTPUTS})
    target_include_directories(sg_${room} PRIVATE ${folder})
endfunction()

# sg_add_grammar(<room> <name>): the lexer, and grammar/<name>.y becomes <name>_grammar.c and <name>_grammar.h.
# A conflict in a grammar is an error.
function(sg_add_grammar room name)
    sg_add_lexer(${room} ${name})
    set(grammar ${PROJECT_SOURCE_DIR}/grammar/${name}.y)
    get_target_property(type sg_${room} TYPE)
    if(NOT EXISTS ${grammar} OR type STREQUAL INTERFACE_LIBRARY)
        return()
    endif()
    set(folder ${CMAKE_CURRENT_BINARY_DIR}/${room})
    bison_target(${name}_grammar ${grammar} ${folder}/${name}_grammar.c
                 DEFINES_FILE ${folder}/${name}_grammar.h COMPILE_FLAGS -Werror)
    set_source_files_properties(${BISON_${name}_grammar_OUTPUT_SOURCE} PROPERTIES COMPILE_OPTIONS "-w")
    target_sources(sg_${room} PRIVATE ${BISON_${name}_grammar_OUTPUTS})
endfunction()

function(sg_room_names out)
    get_property(rooms GLOBAL PROPERTY SG_ROOMS)
    set(${out} ${rooms} PARENT_SCOPE)
endfunction()

# The object files of all rooms that have any.
function(sg_room_objects out)
    sg_room_names(rooms)
    set(objects "")
    foreach(room IN LISTS rooms)
        get_target_property(type sg_${room} TYPE)
        if(NOT type STREQUAL INTERFACE_LIBRARY)
            list(APPEND objects $<TARGET_OBJECTS:sg_${room}>)
        endif()
    endforeach()
    set(${out} ${objects} PARENT_SCOPE)
endfunction()
