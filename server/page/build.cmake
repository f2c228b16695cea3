# Makes library page: templates/ by compile.py, style/ and script/ by bundle.mjs. Only the build needs Python and Node.js.
find_program(PAGE_PYTHON python3 HINTS /usr/bin)	# the system's own: python3-jinja2 is for that one
find_program(PAGE_NODE node)
find_program(PAGE_NPM npm)
if(NOT PAGE_NODE OR NOT PAGE_NPM)
	message(FATAL_ERROR "The pages' style and script are built with Node.js 18 or newer and npm, which are missing: "
		"apt-get install nodejs npm")
endif()
execute_process(COMMAND ${PAGE_PYTHON} -c "import jinja2" RESULT_VARIABLE PAGE_NO_JINJA OUTPUT_QUIET ERROR_QUIET)
if(NOT PAGE_PYTHON OR PAGE_NO_JINJA)
	message(FATAL_ERROR "The pages' templates are compiled with Python 3 and Jinja2, which are missing: "
		"apt-get install python3-jinja2")
endif()

set(PAGE ${CMAKE_SOURCE_DIR}/server/page)
set(PAGE_MADE ${CMAKE_BINARY_DIR}/page)
# A designer adds a file without touching this one.
file(GLOB PAGE_STYLE CONFIGURE_DEPENDS ${PAGE}/style/*.scss)
file(GLOB PAGE_SCRIPT CONFIGURE_DEPENDS ${PAGE}/script/*.js)
file(GLOB PAGE_TEMPLATES CONFIGURE_DEPENDS ${PAGE}/templates/*.html)
file(GLOB PAGE_CONSOLE CONFIGURE_DEPENDS ${PAGE}/console/*.html)

# Exactly what package-lock.json names, by digest; no package runs anything of its own while it is installed.
add_custom_command(OUTPUT ${PAGE_MADE}/npm.stamp
	COMMAND ${CMAKE_COMMAND} -E make_directory ${PAGE_MADE}
	COMMAND ${CMAKE_COMMAND} -E copy ${PAGE}/package.json ${PAGE}/package-lock.json ${PAGE_MADE}
	COMMAND ${PAGE_NPM} ci --prefix ${PAGE_MADE} --ignore-scripts --no-audit --no-fund --no-update-notifier
		--prefer-offline --loglevel=error
	COMMAND ${CMAKE_COMMAND} -E touch ${PAGE_MADE}/npm.stamp
	DEPENDS ${PAGE}/package.json ${PAGE}/package-lock.json
	COMMENT "Fetching the pages' style and script packages" VERBATIM)

set(PAGE_ASSETS ${PAGE_MADE}/assets/style.css ${PAGE_MADE}/assets/poster.css ${PAGE_MADE}/assets/script.js
	${PAGE_MADE}/assets/staff.css ${PAGE_MADE}/assets/staff.js)
add_custom_command(OUTPUT ${PAGE_ASSETS}
	COMMAND ${PAGE_NODE} ${PAGE}/bundle.mjs ${PAGE} ${PAGE_MADE}/node_modules ${PAGE_MADE}/assets
	DEPENDS ${PAGE_MADE}/npm.stamp ${PAGE}/bundle.mjs ${PAGE_STYLE} ${PAGE_SCRIPT}
	COMMENT "Building the pages' style and script" VERBATIM)

add_custom_command(OUTPUT ${PAGE_MADE}/asset.c
	COMMAND ${PAGE_PYTHON} -B ${PAGE}/embed.py ${PAGE_MADE}/assets ${PAGE_MADE}/asset.c
	DEPENDS ${PAGE}/embed.py ${PAGE_ASSETS} COMMENT "Embedding the pages' style and script" VERBATIM)

# Reporters' pages and staff's: a folder of templates and a header each.
function(page_templates made folder header)
	add_custom_command(OUTPUT ${PAGE_MADE}/${made}
		COMMAND ${PAGE_PYTHON} -B ${PAGE}/compile.py ${PAGE}/${folder} ${PAGE}/${header} ${PAGE_MADE}/assets
			${PAGE_MADE}/${made}
		DEPENDS ${PAGE}/compile.py ${PAGE}/values.py ${PAGE}/place.py ${PAGE}/model.py ${PAGE}/embed.py
			${PAGE}/${header} ${ARGN} ${PAGE_ASSETS}
		COMMENT "Compiling the templates of ${folder}" VERBATIM)
endfunction()
page_templates(templates.c templates page.h ${PAGE_TEMPLATES})
page_templates(console_templates.c console console.h ${PAGE}/console_meeting.h ${PAGE}/console_file.h
	${PAGE_CONSOLE})

add_library(page STATIC server/page/page.c server/page/put.c server/page/wording.c server/page/poster.c
	server/page/console.c ${PAGE_MADE}/asset.c ${PAGE_MADE}/templates.c ${PAGE_MADE}/console_templates.c)
target_include_directories(page PUBLIC ${PAGE})
target_link_libraries(page PUBLIC shared)
