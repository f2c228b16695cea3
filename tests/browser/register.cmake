# Registers the browser tests: browser.<file>, each with a gateway of its own, in Debian's Chromium. A sanitized gateway
# would only be slower here: the release build, which test.sh makes first.
set(BROWSER ${CMAKE_SOURCE_DIR}/tests/browser)
set(BROWSER_MADE ${CMAKE_BINARY_DIR}/browser)

# Exactly what package-lock.json names, by digest; no package runs anything of its own, and none brings a browser.
add_custom_command(OUTPUT ${BROWSER_MADE}/npm.stamp
	COMMAND ${CMAKE_COMMAND} -E make_directory ${BROWSER_MADE}
	COMMAND ${CMAKE_COMMAND} -E copy ${BROWSER}/package.json ${BROWSER}/package-lock.json ${BROWSER_MADE}
	COMMAND ${PAGE_NPM} ci --prefix ${BROWSER_MADE} --ignore-scripts --no-audit --no-fund --no-update-notifier
		--prefer-offline --loglevel=error
	COMMAND ${CMAKE_COMMAND} -E touch ${BROWSER_MADE}/npm.stamp
	DEPENDS ${BROWSER}/package.json ${BROWSER}/package-lock.json
	COMMENT "Fetching the browser tests' packages" VERBATIM)
add_custom_target(browser_packages ALL DEPENDS ${BROWSER_MADE}/npm.stamp)

foreach(what journey keyboard zoom axe exit once code files offline private weight console_morning console_enrol console_leaves
	console_axe)
	add_test(NAME browser.${what} COMMAND ${PAGE_NODE} --test ${BROWSER}/${what}.test.mjs)
	# One browser at a time; beside it something else may run: these mostly wait for pages and for one-time codes. They
	# are the longest row of all, so they begin first.
	set_tests_properties(browser.${what} PROPERTIES TIMEOUT 900 RESOURCE_LOCK browser COST 1000
		ENVIRONMENT "CONCERN_BUILD=${CMAKE_SOURCE_DIR}/build;CONCERN_BROWSER=${BROWSER_MADE};PYTHONDONTWRITEBYTECODE=1")
endforeach()
