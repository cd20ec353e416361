-- filter.lua - makes one page of chapters that were written as files.
--
-- A comment "chapter: FILE" begins each chapter.  From there on its headings,
-- links and markers are understood as that file means them.

local ladder = os.getenv("LADDER") or "build/bin/ladder"
local chapter = ""
local figures = 0

-- "lessons/05-handshake/README.md" is called lesson-05 within the page,
-- "docs/reading.md" reading, and so on.
local function anchor(file)
    local number = file:match("lessons/(%d+)-[^/]*/README%.md$")
    return number and "lesson-" .. number or file:match("([^/]*)%.md$") or file
end

-- "../04-names/README.md" as seen from the current chapter, from the top.
local function from_the_top(target)
    local folder = chapter:match("^(.*)/[^/]*$") or "."
    local parts = {}
    for part in (folder .. "/" .. target):gmatch("[^/]+") do
        if part == ".." then
            table.remove(parts)
        elseif part ~= "." then
            parts[#parts + 1] = part
        end
    end
    return table.concat(parts, "/")
end

local function link(element)
    local target = element.target
    if target:match("^%a+:") or target:match("^#") then
        return nil
    end
    local file = from_the_top((target:gsub("#.*$", "")))
    if file:match("^lessons/[^/]*/README%.md$") or file:match("^lessons/[^/]*$")
       or file:match("^docs/preface%.md$") or file:match("^docs/reading%.md$")
       or file:match("^docs/before%-you%-start%.md$") then
        element.target = "#" .. anchor(file:match("%.md$") and file
                                       or file .. "/README.md")
        return element
    end
    return element.content              -- a file that is not on this page
end

-- What the recorder draws of a recording; nil where it cannot.
local function draw(form, trace, ...)
    local drawn, text = pcall(pandoc.pipe, ladder,
                              { "draw", "--as=" .. form, trace, ... }, "")
    return drawn and text or nil
end

-- A drawing, with ids of its own: on one page no two may be the same.
local function drawing(trace, ...)
    figures = figures + 1
    local svg = draw("svg", trace, "--id=figure" .. figures, ...)
    return svg and svg:match("<svg.*$")
end

-- The same cut into pages, for paper.
local function pages(trace)
    local list = {}
    local first = drawing(trace, "--page=1")
    local count = first and tonumber(first:match('data%-pages="(%d+)"')) or 0
    for number = 1, count do
        list[number] = number == 1 and first or
                       drawing(trace, "--page=" .. number)
    end
    return table.concat(list, "\n")
end

local function escaped(text)
    return (text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;")
                :gsub('"', "&quot;"))
end

local function folded(class, summary, inside)
    return '<details class="' .. class .. '"><summary>' .. summary ..
           "</summary>" .. inside .. "</details>"
end

-- What a drawing says of itself: the scene's title, and the kernel.
local function caption(svg)
    local title = svg:match("<title[^>]*>(.-)</title>") or ""
    local kernel = svg:match("Recorded on (Linux [^ <]-)%.</desc>")
    return "<figcaption><b>" .. title .. "</b>" ..
           (kernel and " · " .. kernel or "") .. "</figcaption>"
end

-- The drawing of a recording, whole on the screen and in pages on paper;
-- folded below it the page to step through, and the transcript, which is its
-- text alternative.  nil where the recorder cannot draw it: then the drawing in
-- characters stays.
local function figure(name)
    local trace = (chapter:match("^(.*)/") or ".") .. "/recorded/" .. name ..
                  ".trace"
    if name:match("/") then
        trace = "lessons/" .. name:gsub("/", "/recorded/") .. ".trace"
    end
    local svg, page = drawing(trace), draw("html", trace)
    local words = draw("transcript", trace)
    if not svg or not page or not words then
        return nil
    end
    return pandoc.RawBlock("html",
        '<figure class="ladder">' .. caption(svg) ..
        '<div class="screen">' .. svg ..
        '</div><div class="paper">' .. pages(trace) .. "</div></figure>" ..
        folded("stepping", "Step through it",
               '<iframe loading="lazy" title="the ladder, step by step" ' ..
               'srcdoc="' .. escaped(page) .. '"></iframe>') ..
        folded("transcript", "The same in words",
               "<pre>" .. escaped(words) .. "</pre>"))
end

-- One block after the other: comments set the scene and disappear.
local function blocks(list)
    local result = pandoc.List()
    local marker, name = nil, nil
    for _, block in ipairs(list) do
        if block.t == "RawBlock" and block.text:match("^<!%-%-.*%-%->%s*$") then
            local file = block.text:match("^<!%-%- chapter: (.-) %-%->")
            chapter = file or chapter
            marker, name = block.text:match("^<!%-%- (%a+):? ?(.-) %-%->")
        else
            local last = result[#result]
            if block.t == "CodeBlock" and last and last.t == "Para" then
                -- On paper it stays with what it leads to.
                result[#result] = pandoc.Div(last, { class = "lead" })
            end
            if block.t == "CodeBlock" and marker == "ladder" then
                block.classes = { "ladder" }
                block = figure(name) or block
            elseif block.t == "Header" and block.level == 1 then
                block.identifier = anchor(chapter)
            end
            block = pandoc.walk_block(block, { Link = link })
            if block.t == "Table" then
                -- Widths for the page, not those of the dashes in the file.
                for i, column in ipairs(block.colspecs) do
                    block.colspecs[i] = { column[1] }
                end
                block = pandoc.Div(block, { class = "table" })
            end
            result:insert(block)
            marker = nil
        end
    end
    return result
end

function Pandoc(document)
    document.blocks = blocks(document.blocks)
    return document
end
