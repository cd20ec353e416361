# screen.bash - a terminal of so many rows, for tests that look at it.

# open_screen COLUMNS ROWS: a shell with the prompt "$ " there, in $root.
open_screen() {
    require tmux tmux
    session=screen-$BATS_TEST_NUMBER-$$
    LC_ALL=C.UTF-8 PAGER=${pager-less} tmux -L "$session" -f /dev/null \
        new-session -d -x "$1" -y "$2" "env PS1='$ ' BUILD='$BUILD' \
        WORK='$BATS_TEST_TMPDIR/work' bash --norc --noprofile" 3>&- 4>&-
    await_screen '^\$'
}

# type_in WORDS: types them, and Enter.
type_in() {
    tmux -L "$session" send-keys -l "$1"
    tmux -L "$session" send-keys Enter
}

press() {
    tmux -L "$session" send-keys "$@"
}

# What stands on the screen, in $screen.
look() {
    screen=$(tmux -L "$session" capture-pane -p)
}

# await_screen PATTERN: waits until a line of the screen has it, 30 s at most.
await_screen() {
    local start=$SECONDS

    until look && grep -q -e "$1" <<<"$screen"; do
        [ $((SECONDS - start)) -lt 30 ] || fail "no '$1' in: $screen"
    done
}

# await_prompt: waits for the shell's prompt behind everything.
await_prompt() {
    local start=$SECONDS

    until look && [ "$(sed '/^$/d' <<<"$screen" | tail -n 1)" = "$" ]; do
        [ $((SECONDS - start)) -lt 30 ] || fail "no prompt in: $screen"
    done
}

close_screen() {
    [ -z "${session:-}" ] || tmux -L "$session" kill-server 2>/dev/null || :
}
