# Everything a person does with the repository. CI calls the same targets.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

CONFIGURATION ?= Release
RID ?= linux-$(subst x86_64,x64,$(subst aarch64,arm64,$(shell uname -m)))
# The base of the images; empty: the SDK's default (mcr.microsoft.com/dotnet/runtime-deps).
BASE_IMAGE ?=
PROGRAMS := Operator Gateway Sidecar Companion
SOLUTION := SmartboxOperator.sln
TESTS := test/Fast.slnf

export BASE_IMAGE
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

.PHONY: help
help: ## Show this help
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: build
build: ## Build everything; the CLI ends up as artifacts/bin/smartbox
	dotnet build $(SOLUTION) -c $(CONFIGURATION) -v minimal
	dotnet publish src/Smartbox.Cli -c $(CONFIGURATION) -r $(RID) --self-contained false -p:PublishSingleFile=true -o artifacts/bin -v quiet
	ln -sf smartbox artifacts/bin/kubectl-smartbox
	$(MAKE) --no-print-directory programs

# What `smartbox local` runs. In one folder, so that what they share is in memory once, and compiled in advance, so that they start at once.
.PHONY: programs
programs:
	for program in $(PROGRAMS); do \
	  dotnet publish "src/Smartbox.$$program" -c $(CONFIGURATION) -r $(RID) --self-contained false -p:PublishAot=false -p:PublishReadyToRun=true -o artifacts/bin/programs -v quiet --nologo; \
	done

.PHONY: run
run: build ## Run Smartbox on this machine, with a companion for Alice, until Ctrl-C (no cluster, no root, no Docker)
	artifacts/bin/smartbox local up --apply examples/quickstart.yaml

.PHONY: demo
demo: build ## Show in a minute that a companion remembers: its agent, its pod and its volume are taken away one after the other
	examples/demo artifacts/bin/smartbox

.PHONY: test
test: ## Run the unit and integration tests (no cluster, no root, no Docker)
	dotnet test $(TESTS) -c $(CONFIGURATION) -v minimal --nologo

.PHONY: e2e
e2e: ## Run the end-to-end tests on a real Kubernetes (KUBECONFIG, the test cluster beside the project, or K3s in Docker)
	test/with-cluster $(MAKE) --no-print-directory e2e-here

# The same, where a cluster and an S3 server have been found: the store's contract and the API's conformance against real servers, then everything together.
.PHONY: e2e-here
e2e-here:
	dotnet test test/Smartbox.Store.Tests -c $(CONFIGURATION) -v minimal --nologo --filter FullyQualifiedName~S3ServerContract
	dotnet test test/Smartbox.Conformance.Tests -c $(CONFIGURATION) -v minimal --nologo
	dotnet test test/Smartbox.EndToEnd.Tests -c $(CONFIGURATION) -v minimal --nologo

.PHONY: images
images: ## Write the container images to artifacts/images/<program>.tar
	@command -v clang >/dev/null || command -v gcc >/dev/null || { echo "make images: the sidecar is compiled ahead of time and needs clang or gcc, and zlib's headers (Debian: apt-get install gcc zlib1g-dev)" >&2; exit 1; }
	for program in $(PROGRAMS); do \
	  dotnet publish "src/Smartbox.$$program" -c $(CONFIGURATION) -r $(RID) --self-contained -t:PublishContainer -v quiet --nologo; \
	done
	@ls -sh artifacts/images

.PHONY: manifests
manifests: ## Generate crds/ and docs/reference/ from the C# types
	dotnet run --project src/Smartbox.Api.Generator -c $(CONFIGURATION) -- crds crds
	dotnet run --project src/Smartbox.Api.Generator -c $(CONFIGURATION) --no-build -- reference docs/reference/api.md

.PHONY: lint
lint: ## Check formatting and analyzers
	dotnet format whitespace $(SOLUTION) --verify-no-changes
	dotnet build $(SOLUTION) -c $(CONFIGURATION) -v quiet --no-incremental

.PHONY: fmt
fmt: ## Format the code
	dotnet format whitespace $(SOLUTION)

.PHONY: clean
clean: ## Remove what was built
	rm -rf artifacts
	find src test -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
