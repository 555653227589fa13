# Writes OUTPUT with the commit and the state of the tree SOURCE, only if they changed. Without git: "unknown".
set(commit unknown)
set(tree unknown)
if(GIT)
  execute_process(COMMAND ${GIT} -C ${SOURCE} rev-parse --verify HEAD OUTPUT_VARIABLE found
                  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE status)
  if(status EQUAL 0)
    set(commit ${found})
    execute_process(COMMAND ${GIT} -C ${SOURCE} --no-optional-locks status --porcelain OUTPUT_VARIABLE changes
                    ERROR_QUIET RESULT_VARIABLE status)
    if(status EQUAL 0 AND changes STREQUAL "")
      set(tree clean)
    elseif(status EQUAL 0)
      set(tree modified)
    endif()
  endif()
endif()
set(text "#pragma once
// Written by each build.

namespace kolmo::io {

inline constexpr char git_commit[] = \"${commit}\";
inline constexpr char git_tree[] = \"${tree}\";

}  // namespace kolmo::io
")
set(old "")
if(EXISTS ${OUTPUT})
  file(READ ${OUTPUT} old)
endif()
if(NOT old STREQUAL text)
  file(WRITE ${OUTPUT} "${text}")
endif()
