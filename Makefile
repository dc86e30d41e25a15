# `make site` sets up what is needed and builds the network; `make test` sets up and runs every
# test. Both install only what is missing. Everything else is a command of .venv/bin/chancery.

.PHONY: site test

site:
	@sh tools/python-packages requirements.txt
	@.venv/bin/chancery build

test:
	@sh tools/system-packages
	@sh tools/python-packages requirements-dev.txt
	@sh tools/node-packages
	@sh tools/check
