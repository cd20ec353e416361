/*
 * svg_style.c - the colours and fonts of a drawing.
 *
 * Literal colours, since WeasyPrint draws var() black.  Every rule is bound to
 * the drawing's id: several drawings stand in one page.
 */
#include <string.h>

#include "draw/figure/svg.h"

struct rule {
    const char *name, *light, *dark;
};

/* Class, how it looks, and what differs on a dark screen. */
static const struct rule rules[] = {
    {".g", "fill:#fff", "fill:#14181d"},
    {"text", "font-family:system-ui,sans-serif;font-size:11.5px;fill:#1b1f24",
     "fill:#e6e9ec"},
    {".m", "font-family:monospace", NULL},
    {".w", "font-weight:bold", NULL},
    {"text.d", "fill:#56606b", "fill:#9aa5b1"},
    {"text.p", "font-style:italic;fill:#3d4650", "fill:#c3cad1"},
    {"text.st", "fill:#174c9c", "fill:#8ab6ff"},
    {"text.at", "fill:#8a4300", "fill:#ffb866"},
    {"text.lt", "fill:#a8201a", "fill:#ff8f87"},
    {".grid", "stroke:#e6e9ed;stroke-width:1", "stroke:#272e36"},
    {".tick", "stroke:#9aa3ad;stroke-width:1", "stroke:#5b6570"},
    {".life", "stroke:#1b1f24;stroke-width:1.4;fill:none", "stroke:#e6e9ec"},
    {".seg", "stroke:#1f5fbf;stroke-width:1.4;fill:none", "stroke:#7fb0ff"},
    {".again", "stroke:#a85400;stroke-dasharray:6 3", "stroke:#ffb866"},
    {".lost", "stroke:#b3261e", "stroke:#ff8f87"},
    {".way", "stroke-dasharray:0 4;stroke-width:2;stroke-linecap:round", NULL},
    {".head", "fill:#1f5fbf", "fill:#7fb0ff"},
    {".head.again", "fill:#a85400;stroke:none", "fill:#ffb866"},
    {".call", "fill:#e8ecf1;stroke:#7a8594;stroke-width:1",
     "fill:#2a323b;stroke:#6d7884"},
    {".held", "fill:none;stroke-dasharray:2 2", "fill:none"},
    {".lead", "stroke:#9aa3ad;stroke-width:.7", "stroke:#5b6570"},
    {".band", "fill:#f2f4f6;stroke:#9aa3ad;stroke-width:1;"
     "stroke-dasharray:4 3", "fill:#1d232a;stroke:#5b6570"},
    {".note", "fill:#fff;stroke:#56606b;stroke-width:1",
     "fill:#14181d;stroke:#9aa5b1"},
    {".s", "stroke-width:1;fill:#fff;stroke:#9aa3ad",
     "fill:#14181d;stroke:#5b6570"},
    {".listen", "fill:#dbe7fb;stroke:#9db9e6", "fill:#1f3557;stroke:#3f5f92"},
    {".opening", "fill:#ffe3b3;stroke:#dcb36a", "fill:#5a4312;stroke:#8a6a26"},
    {".open", "fill:#cdeccf;stroke:#86bf8b", "fill:#1f4a26;stroke:#3f7a48"},
    {".closing", "fill:#f3d9e8;stroke:#cf9cb8", "fill:#52263f;stroke:#86486c"},
    {".waiting", "fill:#e4e1f2;stroke:#ada6d0", "fill:#34305a;stroke:#5b5490"},
    {".cursor", "stroke:#b3261e;stroke-width:1;stroke-dasharray:2 3",
     "stroke:#ff8f87"},
    {".now", "stroke-width:2", NULL},
    {".now .seg", "stroke-width:2.6", NULL},
    {"text.now", "stroke-width:0;font-weight:bold", NULL},
    {".future", "opacity:.12", NULL},
};

enum { RULES = sizeof rules / sizeof rules[0] };

void
svg_style(const char *id, FILE *out)
{
    fputs("<style>\n", out);
    for (int i = 0; i < RULES; i++)
        fprintf(out, "#%s %s{%s}\n", id, rules[i].name, rules[i].light);
    fputs("@media (prefers-color-scheme:dark){\n", out);
    for (int i = 0; i < RULES; i++)
        if (rules[i].dark != NULL)
            fprintf(out, "#%s %s{%s}\n", id, rules[i].name, rules[i].dark);
    fputs("}\n</style>\n", out);
}
