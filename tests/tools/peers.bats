# strace and tcpdump, which nobody here wrote, see what ladder tells.

load ../helper
load scenes

setup() {
    cd "$root" || return
    require_hosts
}

# --- calls: strace -----------------------------------------------------------

# told_calls ACTOR: "name(arguments) = result", each call that has returned.
told_calls() {
    awk -v actor="$1" '
        $1 == actor && $2 == "calls" {
            call = $0
            sub(/^[^ ]* calls /, "", call)
        }
        $1 == actor && $3 == "returns" && call != "" {
            result = $0
            sub(/.* returns /, "", result)
            print call " = " result
            call = ""
        }' "$told"
}

# straced_calls FILE: the same, of the calls on Internet sockets in strace -yy
# of one program, in the words of a transcript.
straced_calls() {
    awk '
        /^socket\(AF_INET/ { print plain($0); next }
        /^[a-z0-9]+\([0-9]+<(TCP|UDP)/ {
            if ($0 !~ / = (-?[0-9])/) next      # it never returned
            print plain($0)
        }
        function plain(line,    result, port, address, parts, name, fd, n) {
            result = line
            sub(/.*\) += /, "", result)
            sub(/ \(.*/, "", result)            # "-1 EAGAIN (Resource ..."
            sub(/<.*/, "", result)              # "3<TCP:[1234]>"
            name = line
            sub(/\(.*/, "", name)
            if (name == "socket") {
                sub(/IPPROTO_IP/, "0", line)
                sub(/\) +=.*/, ")", line)
                return line " = " result
            }
            fd = line
            sub(/^[a-z0-9]+\(/, "", fd)
            sub(/<.*/, "", fd)
            if (match(line, /htons\([0-9]+\)/)) {
                port = substr(line, RSTART + 6, RLENGTH - 7)
                match(line, /inet_addr\("[0-9.]+"/)
                address = substr(line, RSTART + 11, RLENGTH - 12)
                return name "(" fd ", " address ":" port ") = " result
            }
            sub(/\) +=.*/, "", line)
            n = split(line, parts, ", ")
            if (name == "listen") return name "(" fd ", " parts[n] ") = " result
            if (name == "sendto")               # ..., length, flags, NULL, 0
                return "send(" fd ", " parts[n - 3] ") = " result
            if (name == "setsockopt") {         # level, option, [value], size
                gsub(/[][]/, "", parts[n - 1])
                return name "(" fd ", " parts[n - 2] ", " parts[n - 1] ") = " \
                    result
            }
            if (name == "recvfrom") name = "recv"
            return name "(" fd ") = " result
        }' "$1"
}

# Waits until FILE has COUNT lines that match PATTERN, 10 s at most.
await_lines() {
    local start=$SECONDS

    until [ "$(grep -c "$2" "$1")" -ge "$3" ]; do
        [ $((SECONDS - start)) -lt 10 ] || { cat "$1"; return 1; }
    done
}

# The pair on one host of its own, where both addresses are; no ladder.
trace_pair() {
    ip link set lo up && ip addr add 10.0.0.2/32 dev lo || return
    strace -yy -o server.strace "$pair/server" 7000 0.0.0.0 >server.out &
    await_lines server.out listening 1 || return
    strace -yy -o client.strace "$pair/client" 10.0.0.2 7000 hello || return
    # It is back in accept(): nothing of this client is left to do.
    await_lines server.strace '^accept(' 2
}                                       # the server ends with this world

@test "strace sees the same socket calls with the same results" {
    require strace strace
    require iproute2 ip
    require util-linux unshare
    local user=() side

    [ "$(id -u)" = 0 ] || user=(-r)
    scene both <<-END
	server ./server 7000 0.0.0.0
	client ./client 10.0.0.2 7000 hello
	END
    played both
    cd "$BATS_TEST_TMPDIR"
    # strace tells of a call while it sleeps only without -f: two are started.
    run timeout -k 5 30 unshare "${user[@]}" -npf --mount-proc bash -c \
        "pair=$pair; $(declare -f await_lines trace_pair); trace_pair" 3>&- 4>&-
    for side in client server; do
        straced_calls $side.strace >$side.seen
        told_calls $side >$side.told
        cat $side.told
        [ "$(wc -l <$side.told)" -ge 5 ]
        diff $side.seen $side.told
    done
}

# --- segments: tcpdump -------------------------------------------------------

# dumped HOST: what tcpdump prints of HOST's segments, as a transcript would.
dumped() {
    awk -v host="$1" '
        BEGIN { own = host == "client" ? "10.0.0.1" : "10.0.0.2" }
        / Flags \[/ {
            for (i = 1; i <= NF && $i != ">"; i++)
                ;
            from = $(i - 1)
            sub(/\.[0-9]+$/, "", from)
            match($0, /Flags \[[^]]*\]/)
            letters = substr($0, RSTART + 7, RLENGTH - 8)
            flags = ""
            if (letters ~ /F/) flags = flags ",FIN"
            if (letters ~ /S/) flags = flags ",SYN"
            if (letters ~ /R/) flags = flags ",RST"
            if (letters ~ /P/) flags = flags ",PSH"
            if (letters ~ /\./) flags = flags ",ACK"
            line = host " " (from == own ? "sends" : "gets")
            line = line " " substr(flags, 2)
            bytes = $0
            sub(/.*length /, "", bytes)
            bytes += 0
            if (match($0, /seq [0-9]+/) && letters ~ /[SFP]|^\.$/ &&
                (bytes > 0 || letters ~ /[SF]/)) {
                first = letters ~ /S/ ? 0 : substr($0, RSTART + 4, RLENGTH - 4)
                line = line " " first ":" first + bytes
                if (bytes > 0) line = line " (" bytes ")"
            }
            if (match($0, /ack [0-9]+/))
                line = line " " (letters == "S." ? "ack 1" : \
                                 substr($0, RSTART, RLENGTH))
            print line
        }'
}

# told_segments HOST
told_segments() {
    grep -E "^$1 (sends|gets) " "$told" | sed 's/ \[again\]//; s/ sack .*//'
}

lossy() {
    printf '%s\n' 'wire delay=5ms' "$@" | scene lossy
}

@test "tcpdump inside a host sees the same segments" {
    require tcpdump tcpdump
    require util-linux nsenter
    [ "$(id -u)" = 0 ] || skip "root is needed to enter a host"
    local pid recorder dump

    cd "$BATS_TEST_TMPDIR"
    mkfifo number go said
    # The server waits until somebody listens on its host.
    lossy 'fault lose client data 1' 'fault duplicate server data 1' \
        "server sh -c 'echo \$\$ >number; read _ <go; \
exec $pair/server 7000 0.0.0.0'" \
        'client ./client 10.0.0.2 7000 hello'
    play lossy >record.out 2>&1 &
    recorder=$!
    read -r -t 10 pid <number
    nsenter -t "$pid" -n tcpdump -i eth0 -U --immediate-mode -w - \
        >dump.pcap 2>said 3>&- 4>&- &
    dump=$!
    grep -q 'listening on' <said
    echo go >go
    wait "$recorder" || { cat record.out; false; }
    kill -INT "$dump" || :      # or it has ended with its device
    wait "$dump" || :

    trace=lossy.trace told=lossy.told
    transcript "$trace" >"$told"
    tcpdump -nr dump.pcap | tee dump.text | dumped server >seen
    cat dump.text
    told_segments server >told
    [ "$(wc -l <told)" -ge 10 ]
    grep -q 'server gets .*1:7 (6)' told
    diff seen told
}

@test "tcpdump reads in our pcapng what the transcript tells, at both ends" {
    require tcpdump tcpdump
    local at

    cd "$BATS_TEST_TMPDIR"
    lossy 'fault lose client data 1' 'fault corrupt server data 1' \
        'server ./server 7000 0.0.0.0' 'client ./client 10.0.0.2 7000 hello'
    played lossy
    for at in client server; do
        "$ladder" draw --as=pcapng --at=$at -o $at.pcapng "$trace"
        tcpdump -nr $at.pcapng | dumped $at >$at.seen
        told_segments $at | diff $at.seen -
    done
}

@test "tshark finds nothing wrong in our pcapng, and the corrupted checksum" {
    require tshark tshark
    cd "$BATS_TEST_TMPDIR"
    lossy 'server ./server 7000 0.0.0.0' 'client ./client 10.0.0.2 7000 hello'
    played lossy
    "$ladder" draw --as=pcapng --at=client -o good.pcapng "$trace"
    run --separate-stderr tshark -r good.pcapng \
        -o tcp.check_checksum:TRUE \
        -Y 'tcp.checksum.status == 0 || _ws.malformed'
    assert_success
    assert_output ""
    run --separate-stderr tshark -r good.pcapng -T fields -e tcp.len
    assert_equal "${#lines[@]}" "$(grep -Ec '^client (sends|gets)' "$told")"

    lossy 'fault corrupt client data 1' \
        'server ./server 7000 0.0.0.0' 'client ./client 10.0.0.2 7000 hello'
    played lossy
    "$ladder" draw --as=pcapng --at=server -o bad.pcapng "$trace"
    run --separate-stderr tshark -r bad.pcapng -o tcp.check_checksum:TRUE \
        -Y 'tcp.checksum.status == 0' -T fields -e tcp.len
    assert_output 6
}
