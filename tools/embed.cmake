# Turns a text file into a C string. As a module it defines sg_embed; as a script it does the work:
#   cmake -DIN=<file> -DOUT=<file.c> -DNAME=<identifier> -P embed.cmake

if(CMAKE_SCRIPT_MODE_FILE)
    file(READ ${IN} text)
    string(REPLACE "\\" "\\\\" text "${text}")
    string(REPLACE "\"" "\\\"" text "${text}")
    string(REPLACE "\n" "\\n\"\n    \"" text "${text}")
    file(WRITE ${OUT} "/* Made by tools/embed.cmake from a text file. */
extern const char ${NAME}[];
const char ${NAME}[] =
    \"${text}\";
")
    return()
endif()

set(SG_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

# sg_embed(<x.sql> <prefix> <out>): the string is called <prefix>_x_sql; <out> gets the C file that defines it.
# Of x.y.json it is <prefix>_x_json.
function(sg_embed file prefix out)
    cmake_path(GET file STEM stem)
    cmake_path(GET file EXTENSION LAST_ONLY extension)
    string(REPLACE "." "_" extension ${extension})
    set(name ${prefix}_${stem}${extension})
    set(made ${CMAKE_CURRENT_BINARY_DIR}/embedded/${name}.c)
    file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/embedded)
    add_custom_command(
        OUTPUT ${made}
        COMMAND ${CMAKE_COMMAND} -DIN=${file} -DOUT=${made} -DNAME=${name} -P ${SG_EMBED_SCRIPT}
        DEPENDS ${file} ${SG_EMBED_SCRIPT}
        COMMENT "Embedding ${name}"
        VERBATIM)
    set(${out} ${made} PARENT_SCOPE)
endfunction()
