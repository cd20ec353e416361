/*
 * parts.h - the four steps of a layout, for this folder alone.
 *
 *     plan (what is shown) -> collect (the things) -> place (x and y) -> label
 */
#ifndef LADDER_FIGURE_PARTS_H
#define LADDER_FIGURE_PARTS_H

#include "base/complaint.h"
#include "scene/scene.h"
#include "trace/trace.h"
#include "draw/story/story.h"
#include "draw/figure/layout.h"

enum { TEXT_SIZE_10 = 115, ROW = 14, LANE_WIDTH = 17, BAR_WIDTH = 8,
       LANES_MAX = 6, LISTENERS_MAX = 4, SLOTS_MAX = 6, ALL_LANES_MAX = 64,
       CALL_LINES_MAX = 6 };

static const double text_size = TEXT_SIZE_10 / 10.0;

/* What becomes of an event: the answer of the first reading. */
enum fate { FATE_SHOW, FATE_FOLD, FATE_DROP,
            FATE_REPEAT         /* counted in the call before it */ };

struct plan {
    unsigned char *fates;       /* enum fate, one for each event */
    size_t count, room;
    unsigned char *slots;       /* a connection's lane, or LANE_HIDDEN */
    size_t slot_count;
    struct story story;         /* its notes with their numbers */
    struct { size_t event; unsigned note; } *noted;
    size_t noted_count, noted_room;
    unsigned connections, hidden;
};

enum { LANE_HIDDEN = 255 };

/* Makes room for one more; false, and *failed set, where memory is short. */
bool
room_for_one(void *array, size_t *room, size_t count, size_t each,
             bool *failed);

/* Reads the trace once and decides what is shown of these lanes.  0, or -1 with
   a message. */
int
plan_make(struct plan *plan, FILE *file, const char *name,
          const struct scene *scene, const struct svg_options *options,
          struct complaint *message);

void
plan_free(struct plan *plan);

/* The lane of a connection, or LANE_HIDDEN. */
unsigned
plan_lane(const struct plan *plan, unsigned conn);

/* Reads the trace again and fills in moments, arrows, calls, pieces, remarks,
   gaps of folds.  0, or -1 with a message. */
int
layout_collect(struct layout *layout, const struct plan *plan,
               struct trace_reader *reader, struct complaint *message);

/* Columns from left to right, and which bar stands in which. */
void
layout_columns(struct layout *layout);

/* The axis: ticks, and how long a time is in words. */
void
layout_ticks(struct layout *layout);
bool
axis_seconds(const struct layout *layout);
void
tick_words(int64_t time_ns, bool seconds, char *out, size_t size);
void
duration_words(int64_t duration_ns, char *out, size_t size);

/* Gives everything but the labels on arrows its place. */
void
layout_place(struct layout *layout);

/* The words of a call at its start: with its actor, with its result when they
   stand on one line. */
void
call_words(const struct layout *layout, const struct call *call, char *out,
           size_t size);

/* The same of a remark and of a piece ("c2 ESTABLISHED"). */
void
remark_words(const struct layout *layout, const struct remark *remark,
             char *out, size_t size);
void
piece_words(const struct layout *layout, const struct piece *piece, char *out,
            size_t size);

/* The width that text has in its host's column. */
double
column_width(const struct layout *layout, enum host host, int moment);

/* Splits text into lines of at most width: the next line's bytes, of which
   there are at most CALL_LINES_MAX; *text moves on.  0 at the end. */
size_t
next_line(const char **text, double width, unsigned *line);

/* Makes every label; those on arrows so that they cover nothing. */
void
layout_label(struct layout *layout);

/* The words above the drawing and on the axis; those below it, which tell how
   high the drawing is. */
void
label_head(struct layout *layout);
void
label_foot(struct layout *layout);

/* Adds one label. */
struct label *
layout_add_label(struct layout *layout, double x, double y,
                 enum anchor anchor, enum face face, const char *class,
                 const char *text, int moment);

/* How many arrows but its own, which may be NULL, a label would cover. */
unsigned
label_crossings(const struct layout *layout, const struct label *label,
                const struct arrow *own);

/* Adds the labels that stand on arrows, and what belongs to an arrow. */
void
layout_label_arrows(struct layout *layout);

#endif
