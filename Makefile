# TCP in slow motion.  `make help` lists what there is; `make lesson-1` begins.
#
# Everything that is made goes to $(BUILD); nothing else in the tree changes,
# but where a target says so (record-N, refresh, format).

BUILD   ?= build
CC      ?= cc
CFLAGS  ?= -O2 -g
PREFIX  ?= /usr/local
LDFLAGS ?=

std      = -std=c11 -D_POSIX_C_SOURCE=200809L
warnings = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
flags    = $(std) $(warnings) -MMD -MP

os := $(shell uname -s)

# --- what there is: folders are the only list ------------------------------

lesson_sources := $(wildcard lessons/[0-9]*/*.c)
lesson_programs := $(lesson_sources:%.c=$(BUILD)/%)
common_objects := $(patsubst %.c,$(BUILD)/%.o,$(wildcard common/*.c))

ladder_pure    := $(wildcard tools/ladder/events/*.c tools/ladder/draw/*.c)
ladder_capture := $(wildcard tools/ladder/capture/*.c)
ladder_main    := $(wildcard tools/ladder/*.c)
ifneq ($(os),Linux)
ladder_capture := $(wildcard tools/ladder/capture/elsewhere/*.c)
endif

pure_objects   := $(ladder_pure:%.c=$(BUILD)/%.o)
ladder_objects := $(pure_objects) \
                  $(patsubst %.c,$(BUILD)/%.o,$(ladder_capture) $(ladder_main))
ladder := $(BUILD)/bin/ladder

unit_tests := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/*.c))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SECONDARY:

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-zA-Z%_-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: all programs
all: $(ladder) programs ## build the recorder and every lesson's programs
programs: $(lesson_programs)

# --- building ---------------------------------------------------------------

$(BUILD)/lessons/%: $(BUILD)/lessons/%.o $(common_objects)
	@mkdir -p $(@D)
	$(CC) $^ $(CFLAGS) $(LDFLAGS) -o $@

$(BUILD)/lessons/%.o $(BUILD)/common/%.o: extra = -Icommon
$(BUILD)/tools/ladder/capture/%.o: extra = -D_GNU_SOURCE
$(BUILD)/tests/unit/%.o: extra = -Itools/ladder

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(flags) $(extra) $(CFLAGS) -c $< -o $@

$(ladder): $(ladder_objects)
	@mkdir -p $(@D)
	$(CC) $^ $(CFLAGS) $(LDFLAGS) -o $@

$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(pure_objects)
	@mkdir -p $(@D)
	$(CC) $^ $(CFLAGS) $(LDFLAGS) -o $@

-include $(patsubst %.c,$(BUILD)/%.d,$(lesson_sources) $(wildcard common/*.c) \
    $(ladder_pure) $(ladder_capture) $(ladder_main) $(wildcard tests/unit/*.c))

.PHONY: clean
clean: ## remove everything that was made
	rm -rf $(BUILD)
