LOCK := requirements-dev.txt
.PHONY: run test setup
setup: ; @echo "setup: on its way"
