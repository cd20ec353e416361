# TCP in slow motion.  `make help` lists what there is; `make lesson-1` begins.
#
# Everything that is made goes to $(BUILD); nothing else in the tree changes,
# but where a target says so (record-N, refresh).

BUILD   ?= build
CC      ?= cc
CFLAGS  ?= -O2 -g
LDFLAGS ?=
PREFIX  ?= /usr/local

# Kernels for virtual machines; one folder, however many builds there are.
LADDER_KERNELS ?= $(CURDIR)/build/kernels
export LADDER_KERNELS

std      = -std=c11 -D_POSIX_C_SOURCE=200809L
warnings = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
flags    = $(std) $(warnings) -MMD -MP

os := $(shell uname -s)

# --- what there is: folders are the only list ------------------------------

lesson_sources  := $(wildcard lessons/[0-9]*/*.c)
lesson_programs := $(lesson_sources:%.c=$(BUILD)/%)
common_objects  := $(patsubst %.c,$(BUILD)/%.o,$(wildcard common/*.c))

# The recorder's rooms (docs/architecture.md).  What is pure reads events and
# needs POSIX alone; only capture/ touches the kernel.
room = $(foreach name,$(1),$(wildcard tools/ladder/$(name)/*.c))
drawings       := $(patsubst tools/ladder/%/,%,$(wildcard tools/ladder/draw/*/))
ladder_pure    := $(call room,base model trace scene check predict $(drawings))
ladder_capture := $(call room,$(addprefix capture/,engine programs wire hosts \
                                                   kernel))
ladder_main    := tools/ladder/main.c \
                  $(call room,verbs ask options lesson play grade where record)
ifeq ($(os),Linux)
ladder_main    += $(call room,vm vm/guest)
else
ladder_capture := $(call room,capture/elsewhere) \
                  $(addprefix tools/ladder/capture/wire/,wire.c fault.c)
ladder_main    := $(filter-out %/verbs/vm.c %/where/place.c,$(ladder_main)) \
                  $(call room,where/elsewhere verbs/elsewhere)
endif

pure_objects   := $(ladder_pure:%.c=$(BUILD)/%.o)
ladder_objects := $(pure_objects) \
                  $(patsubst %.c,$(BUILD)/%.o,$(ladder_capture) $(ladder_main))
ladder := $(BUILD)/bin/ladder

test_sources := $(wildcard tests/*.c)
peer_sources := $(wildcard tests/programs/*.c)
unit_sources := $(wildcard tests/unit/*.c)
fuzz_sources := $(wildcard tests/fuzz/*.c)
bench_sources := $(wildcard tests/bench/*.c)
test_tools   := $(test_sources:%.c=$(BUILD)/%)
test_peers   := $(peer_sources:%.c=$(BUILD)/%)
unit_tests   := $(unit_sources:%.c=$(BUILD)/%)
exercise_sources := $(wildcard lessons/clients/*.c \
                               lessons/*/exercise/clients/*.c)
exercise_peers := $(exercise_sources:%.c=$(BUILD)/%)
bench_tools  := $(bench_sources:%.c=$(BUILD)/%)
fuzz_replays := $(filter-out %/replay,$(fuzz_sources:%.c=$(BUILD)/%))

sources := $(lesson_sources) $(wildcard common/*.c) $(ladder_pure) \
           $(ladder_capture) $(ladder_main) $(test_sources) $(peer_sources) \
           $(unit_sources) $(fuzz_sources) $(bench_sources) \
           $(exercise_sources)

# The folder of lesson 5 or 05, and the programs in it.
folder   = $(patsubst %/,%,$(wildcard lessons/$(call digits,$(1))-*/))
digits   = $(if $(filter 1 2 3 4 5 6 7 8 9,$(1)),0$(1),$(1))
programs = $(filter $(BUILD)/$(call folder,$(1))/%,$(lesson_programs))

# --- how a recipe speaks ----------------------------------------------------

# "  CC file", or with V=1 the command itself.  While a lesson is built, the
# recorder's many files are not named: the lesson is what was asked for.
say    = $(if $(V),,@$(if $(spoken),echo "  $(1) $(2)";))
spoken = $(if $(BRIEF),$(filter lessons/%,$(2)),yes)

# Builds the targets $(1), on all CPUs unless make was given a -j of its own,
# and two copies of make in one tree one after the other.
define build
+@mkdir -p $(BUILD) 2>/dev/null; [ -w $(BUILD) ] || { \
echo "$(BUILD) cannot be written to; BUILD=FOLDER names another" >&2; \
exit 1; }; lock=$$(command -v flock); \
$${lock:+"$$lock" $(BUILD)/lock} $(MAKE) --no-print-directory $(jobs) \
    $(if $(V),,-s) $(2) $(1)
endef
jobs = $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(cpus))
cpus = $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

define build_lesson
$(if $(wildcard $(ladder)),,@echo "  building the recorder, once")
$(call build,$(call programs,$(1)) $(ladder),BRIEF=1)
endef

# Stops with a list of the lessons where lesson $(1) does not exist.
define known
$(if $(call folder,$(1)),,@{ \
echo "There is no lesson $(1).  The lessons are:"; \
for lesson in lessons/[0-9]*/; do basename "$$lesson" | sed 's/^/  /'; done; \
} >&2; exit 2)
endef

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SECONDARY:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

# With a -j too, lessons draw and games are played one after the other, and what
# must be installed first is installed first.
ifneq ($(filter lesson-% predict-% play-% try-% grade-% deps \
                kernels,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-zA-Z%_-]+:.*## / { sub(/%/, "N", $$1); \
	    printf "  make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# --- learning ---------------------------------------------------------------

scene_words = $(if $(SCENE),--scene=$(SCENE)) $(if $(VIEW),--view=$(VIEW)) \
              $(if $(IN),--in=$(IN)) --build=$(BUILD)

lesson-%: ## run lesson N, draw it (SCENE=name|all, VIEW=calls|wire|all)
	$(call known,$*)
	$(call build_lesson,$*)
	@$(ladder) lesson $(call folder,$*) $(scene_words)

.PHONY: lessons
lessons: ## run every lesson, one after the other
	$(call build,programs $(ladder),BRIEF=1)
	@for lesson in lessons/[0-9]*/; do PAGER= $(ladder) lesson \
	    "$${lesson%/}" $(if $(SCENE),,--scene=all) $(scene_words) || exit 1; done

predict-%: ## answer lesson N's questions, before and behind its ladder
	$(call known,$*)
	$(call build_lesson,$*)
	@$(ladder) predict $(call folder,$*) $(if $(IN),--in=$(IN)) \
	    --build=$(BUILD)

play-%: ## be lesson N's network: deliver, lose, hold (SCENE=name)
	$(call known,$*)
	$(call build_lesson,$*)
	@$(ladder) play $(call folder,$*)/$(or $(SCENE),$(first_scene)).scene \
	    --programs=$(BUILD)/$(call folder,$*) $(if $(IN),--in=$(IN)) \
	    -o $(BUILD)/$(call folder,$*)/played.trace
# The scene that says `place 1`, or else the first by its name.
first_scene = $(basename $(notdir $(firstword \
    $(shell grep -l '^place  *1$$' $(call folder,$*)/*.scene) \
    $(wildcard $(call folder,$*)/*.scene))))

# --- exercises --------------------------------------------------------------

# The peers that requirements are played with: lesson N's own, and all lessons'.
peers = $(patsubst %.c,$(BUILD)/%,$(wildcard \
            $(call folder,$(1))/exercise/clients/*.c lessons/clients/*.c))
exercise = @BUILD='$(BUILD)' WORK='$(WORK)' SCENE='$(SCENE)' VIEW='$(VIEW)' \
    IN='$(IN)' CC='$(CC)' CFLAGS='$(CFLAGS)' LDFLAGS='$(LDFLAGS)' \
    tools/exercise $(1) $(call folder,$(2))
define build_exercise
$(if $(wildcard $(ladder)),,@echo "  building the recorder, once")
$(call build,$(common_objects) $(call peers,$(1)) $(call programs,$(1)) \
    $(ladder),BRIEF= spoken=)
endef

start-%: ## begin lesson N's exercise in work/NN (WORK=folder)
	$(call known,$*)
	$(call exercise,start,$*)

try-%: ## run your program of lesson N on the ladder (SCENE=name)
	$(call known,$*)
	$(call build_exercise,$*)
	$(call exercise,try,$*)

grade-%: ## build your work on lesson N and check what must hold
	$(call known,$*)
	$(call build_exercise,$*)
	$(call exercise,grade,$*)

look-%: ## see the ladder of what did not hold
	$(call known,$*)
	$(call exercise,look,$*)

hint-%: ## get one more hint for it, after a new grade
	$(call known,$*)
	$(call exercise,hint,$*)

.PHONY: kernels
kernels: ## fetch the Linux kernels for virtual machines (IN=vm), once
	@tools/kernels $(LADDER_KERNELS)

# --- building ---------------------------------------------------------------

.PHONY: all
all: $(ladder) programs ## build the recorder and every lesson's programs

.PHONY: programs
programs: $(lesson_programs) ## build every lesson's programs

$(BUILD)/lessons/%: $(BUILD)/lessons/%.o $(common_objects)
	@mkdir -p $(@D)
	$(call say,LD,$(@:$(BUILD)/%=%))$(CC) $^ $(CFLAGS) $(LDFLAGS) -pthread -o $@

$(BUILD)/lessons/%.o $(BUILD)/common/%.o: extra = -Icommon
$(pure_objects) $(BUILD)/tests/unit/%.o $(BUILD)/tests/fuzz/%.o: \
    extra = -Itools/ladder
$(patsubst %.c,$(BUILD)/%.o,$(ladder_capture) $(ladder_main)): \
    extra = -Itools/ladder \
            $(if $(filter Linux,$(os)),-D_GNU_SOURCE,-D_XOPEN_SOURCE=700)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(flags) $(extra) $(CFLAGS) -c $< -o $@

$(ladder): $(ladder_objects)
	@mkdir -p $(@D)
	$(call say,LD,$(@:$(BUILD)/%=%))$(CC) $^ $(CFLAGS) $(LDFLAGS) -pthread -o $@

$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(pure_objects)
	@mkdir -p $(@D)
	$(call say,LD,$(@:$(BUILD)/%=%))$(CC) $^ $(CFLAGS) $(LDFLAGS) -pthread -o $@

$(fuzz_replays): $(BUILD)/tests/fuzz/%: $(BUILD)/tests/fuzz/%.o \
                 $(BUILD)/tests/fuzz/replay.o $(pure_objects)
	$(call say,LD,$(@:$(BUILD)/%=%))$(CC) $^ $(CFLAGS) $(LDFLAGS) -o $@

# What a virtual machine says is read by a file that needs no machine.
$(BUILD)/tests/unit/frame $(BUILD)/tests/fuzz/frame: \
    $(BUILD)/tools/ladder/vm/frame.o
$(BUILD)/tests/fuzz/frame-fuzzer: tools/ladder/vm/frame.c

$(test_tools): $(BUILD)/tests/%: $(BUILD)/tests/%.o
	$(call say,LD,$(@:$(BUILD)/%=%))$(CC) $< $(CFLAGS) $(LDFLAGS) -o $@

# The benches stand on the recorder's own hosts.
$(BUILD)/tests/bench/%.o: extra = -Itools/ladder
$(bench_tools): %: %.o $(pure_objects) \
    $(patsubst %.c,$(BUILD)/%.o,$(ladder_capture))
	@mkdir -p $(@D)
	$(call say,LD,$(@:$(BUILD)/%=%))$(CC) $^ $(CFLAGS) $(LDFLAGS) -o $@

$(BUILD)/tests/programs/%.o: extra = -Icommon -D_GNU_SOURCE
$(test_peers): $(BUILD)/tests/programs/%: $(BUILD)/tests/programs/%.o \
               $(common_objects)
	@mkdir -p $(@D)
	$(call say,LD,$(@:$(BUILD)/%=%))$(CC) $^ $(CFLAGS) $(LDFLAGS) -pthread -o $@

-include $(sources:%.c=$(BUILD)/%.d)

# --- testing ----------------------------------------------------------------

.PHONY: deps
deps: ## install what the tests and the handout need
	@tools/deps

.PHONY: tests
tests: $(test_tools) $(test_peers) $(unit_tests) $(fuzz_replays) ## build tests
tests: $(exercise_peers)

# With the sanitizers: make check BUILD=build/asan \
#                           CFLAGS='-fsanitize=address,undefined'
.PHONY: check
check: ## run every test and count them (V=1: seconds a file)
	$(call build,all tests)
	@BUILD='$(BUILD)' V='$(V)' tools/check

check-%: ## run the tests of lesson N
	$(call known,$*)
	$(call build,$(call programs,$*) $(ladder) $(test_tools))
	@BUILD='$(BUILD)' tools/check tests/$(call folder,$*).bats

.PHONY: check-kernels
check-kernels: kernels ## play every scene on every kernel: docs/kernels.md
	$(call build,all)
	@BUILD='$(BUILD)' tools/check-kernels

.PHONY: lint
lint: ## look for mistakes with clang-tidy, cppcheck and shellcheck
	@tools/lint

.PHONY: bench
bench: all $(bench_tools) ## measure the recorder, write docs/performance.md
	@BUILD='$(BUILD)' tools/bench

# --- writing ----------------------------------------------------------------

record-%: ## record lesson N's scenes into its recorded/ (SCENE=name)
	$(call known,$*)
	$(call build_lesson,$*)
	@cd $(call folder,$*) && mkdir -p recorded
	@for scene in $(call folder,$*)/$(or $(SCENE),*).scene; do \
	    name=$$(basename "$$scene" .scene); echo "  REC $$scene"; \
	    $(ladder) record "$$scene" --programs=$(BUILD)/$(call folder,$*) \
	        -o "$(call folder,$*)/recorded/$$name.trace" >/dev/null || exit 1; \
	done

.PHONY: refresh
refresh: ## write what stands between the chapters' markers
	$(call build,all)
	@LADDER=$(ladder) tools/handout/refresh
	@! command -v pandoc >/dev/null || $(MAKE) -s -B docs/ladder.1

# Tracked, so that `make install` needs no pandoc.
docs/ladder.1: docs/ladder.1.md
	pandoc --standalone --from=markdown --to=man $< --output=$@

.PHONY: handout
handout: ## make build/handout/handout.html (.pdf too, with weasyprint)
	$(call build,$(ladder))
	@LADDER=$(ladder) tools/handout/handout $(BUILD)/handout

.PHONY: format
format: ## say where a C file is not laid out as the others
	@tools/layout

.PHONY: install
install: $(ladder) ## install ladder and its man page (PREFIX=, DESTDIR=)
	install -d "$(installed)/bin" "$(installed)/share/man/man1"
	install -m 755 $(ladder) "$(installed)/bin/ladder"
	install -m 644 docs/ladder.1 "$(installed)/share/man/man1/ladder.1"
installed = $(DESTDIR)$(PREFIX)

.PHONY: clean
clean: ## remove everything that was made
	rm -rf $(BUILD)

# --- fuzzing: clang with libFuzzer ------------------------------------------

FUZZ_SECONDS ?= 60
FUZZ_CC      ?= clang
fuzzers      := $(fuzz_replays:%=%-fuzzer)
fuzz_flags    = -O1 -g -fsanitize=fuzzer,address,undefined \
                -fno-sanitize-recover=undefined

$(fuzzers): $(BUILD)/tests/fuzz/%-fuzzer: tests/fuzz/%.c $(ladder_pure) \
            $(wildcard tools/ladder/*/*.h tools/ladder/*/*/*.h)
	@mkdir -p $(@D)
	$(call say,CC,$(@:$(BUILD)/%=%))$(FUZZ_CC) $(std) $(warnings) -Itools/ladder \
	    $(fuzz_flags) $(filter %.c,$^) -o $@

# What is found is put into $(BUILD)/tests/fuzz; a file that showed a mistake
# belongs in tests/fuzz/corpus, mended.
.PHONY: fuzz
fuzz: ## fuzz each parser for FUZZ_SECONDS (60)
	$(call build,$(fuzzers))
	@for fuzzer in $(fuzzers); do \
	    name=$$(basename "$$fuzzer" -fuzzer); seeds=tests/fuzz/corpus/$$name; \
	    [ -d "$$seeds" ] || seeds=tests/fuzz/corpus/trace; \
	    found=$(BUILD)/tests/fuzz/found-$$name; mkdir -p "$$found"; \
	    echo "  FUZZ $$name, $(FUZZ_SECONDS) seconds"; \
	    "$$fuzzer" -max_total_time=$(FUZZ_SECONDS) -timeout=10 \
	        -print_final_stats=1 -artifact_prefix="$(BUILD)/tests/fuzz/$$name-" \
	        "$$found" "$$seeds" >"$$found.log" 2>&1 || \
	        { grep -v '^#' "$$found.log"; exit 1; }; \
	    sed -n 's/^stat::number_of_executed_units: */    inputs: /p' \
	        "$$found.log"; \
	done
