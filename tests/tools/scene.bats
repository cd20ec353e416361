# A scene's words do what docs/scenes.md says.

load ../helper
load scenes

setup() {
    cd "$root" || return
    require_hosts
}

# pair NAME: a scene with lesson 05's pair and the words of standard input.
pair_scene() {
    { cat; echo "server ./server 7000 0.0.0.0"
      echo "client ./client 10.0.0.2 7000 hello"; } | scene "$1"
}

# --- faults ------------------------------------------------------------------

@test "each kind of segment can be lost, and is named" {
    local kind

    pair_scene syn <<<"fault lose client syn 1"
    pair_scene syn-ack <<<"fault lose server syn-ack 1"
    pair_scene data <<<"fault lose client data 1"
    pair_scene fin <<<"fault lose client fin 1"
    pair_scene any <<<"fault lose server any 2"
    # An ACK is missed until data comes: the client is kept from sending it.
    pair_scene ack <<-END
	fault lose client ack 1
	hold client send until server accept returns
	END
    all_played syn syn-ack data fin any ack

    told=$BATS_TEST_TMPDIR/syn.told
    tells "wire lost client's SYN 0:0" "client sends SYN 0:0 [again]" \
        'client prints "hello"'
    told=$BATS_TEST_TMPDIR/syn-ack.told
    tells "wire lost server's SYN,ACK 0:0 ack 1" \
        "server sends SYN,ACK 0:0 ack 1 [again]" 'client prints "hello"'
    told=$BATS_TEST_TMPDIR/data.told
    tells "wire lost client's PSH,ACK 1:7 (6) ack 1" \
        "client sends PSH,ACK 1:7 (6) ack 1 [again]" 'client prints "hello"'
    told=$BATS_TEST_TMPDIR/fin.told
    tells "wire lost client's FIN,ACK 7:7 ack 7" \
        "client sends FIN,ACK 7:7 ack 7 [again]" "client state TIME-WAIT"
    told=$BATS_TEST_TMPDIR/ack.told
    tells "wire lost client's ACK ack 1" \
        "server sends SYN,ACK 0:0 ack 1 [again]" "server state ESTABLISHED"
    for kind in syn syn-ack data fin any ack; do
        told=$BATS_TEST_TMPDIR/$kind.told
        times 1 "wire lost"
    done
}

@test "a lost RST, a lost datagram and a lost ICMP message are named" {
    scene rst <<-END
	fault lose server rst 1
	client sh -c '$pair/client 10.0.0.2 7000 hello || :'
	END
    scene udp <<-END
	fault lose client udp 1
	server $BUILD/lessons/02-udp/server 7000 0.0.0.0
	client $BUILD/lessons/02-udp/client 10.0.0.2 7000 first second
	end client exits 0
	END
    scene icmp <<-END
	fault lose server icmp 1
	client $BUILD/lessons/02-udp/client 10.0.0.2 7000 hello
	END
    all_played rst udp icmp
    told=$BATS_TEST_TMPDIR/rst.told
    tells "wire lost server's RST,ACK ack 1" "client sends SYN 0:0 [again]" \
        "server sends RST,ACK ack 1" "client/2 connect returns -1 ECONNREFUSED"
    told=$BATS_TEST_TMPDIR/udp.told
    tells "wire lost client's udp (5)" "server gets udp (6)"
    told=$BATS_TEST_TMPDIR/icmp.told
    tells "server sends icmp port-unreachable" \
        "wire lost server's icmp port-unreachable"
}

@test "duplicate, delay, reorder and corrupt do what they say" {
    pair_scene duplicate <<<"fault duplicate client data 1"
    pair_scene delay <<<"fault delay server syn-ack 1 by=70ms"
    pair_scene reorder <<<"fault reorder client ack 1"
    pair_scene corrupt <<<"fault corrupt client data 1"
    all_played duplicate delay reorder corrupt

    told=$BATS_TEST_TMPDIR/duplicate.told
    tells "client sends PSH,ACK 1:7 (6)" \
        "wire duplicated client's PSH,ACK 1:7 (6) ack 1"
    times 1 "client sends PSH,ACK 1:7"
    times 2 "server gets PSH,ACK 1:7"

    told=$BATS_TEST_TMPDIR/delay.told
    tells "server sends SYN,ACK" "wire delayed server's SYN,ACK" \
        "client gets SYN,ACK"
    trace=$BATS_TEST_TMPDIR/delay.trace
    [ $(($(when_ns gets client) - $(when_ns sends server))) -ge 70000000 ]

    # The ACK of the handshake is overtaken by the data behind it.
    told=$BATS_TEST_TMPDIR/reorder.told
    tells "client sends ACK ack 1" "wire reordered client's ACK ack 1" \
        "client sends PSH,ACK 1:7" "server gets PSH,ACK 1:7" \
        "server gets ACK ack 1"

    # One bit is wrong, the checksum fails, the kernel drops it.
    told=$BATS_TEST_TMPDIR/corrupt.told
    tells "wire corrupted client's PSH,ACK 1:7 (6) ack 1" \
        "server gets PSH,ACK 1:7 (6) ack 1" \
        "client sends PSH,ACK 1:7 (6) ack 1 [again]" 'client prints "hello"'
}

@test "again and always name the sendings of one segment" {
    pair_scene first <<<"fault lose client data 1"
    pair_scene again <<<"fault lose client data 1 again"
    { echo "fault lose client data 1"
        echo "fault lose client data 1 again 1"; } | pair_scene both
    { echo "fault lose client data 1 always"; echo "limit 1s"; } |
        pair_scene always
    all_played first both &
    local pid=$!
    run play always
    assert_failure 1
    assert_output --partial "the limit of 1000 ms"
    wait "$pid"
    told=$BATS_TEST_TMPDIR/both.told
    times 2 "wire lost client's PSH,ACK 1:7"
    times 3 "client sends PSH,ACK 1:7"
    told=$BATS_TEST_TMPDIR/first.told
    times 1 "wire lost"
    times 2 "client sends PSH,ACK 1:7"
    told=$BATS_TEST_TMPDIR/always.told
    transcript "$BATS_TEST_TMPDIR/always.trace" >"$told"
    never "server gets PSH,ACK 1:7"
    [ "$(grep -c "^wire lost client's PSH,ACK 1:7" "$told")" -ge 2 ]
}

@test "a fault or a hold that met nothing is said, and is no failure" {
    pair_scene unmet <<-END
	fault lose client data 9
	fault lose client data 1 again
	fault lose client data 50%
	hold server shutdown until client exits
	fault duplicate client syn 1
	cut when client gets RST
	END
    run "$ladder" record "$BATS_TEST_TMPDIR/unmet.scene" \
        --programs="$pair" -o "$BATS_TEST_TMPDIR/unmet.trace"
    assert_success
    assert_line "ladder: unmet: this fault met no segment:\
 fault lose client data 9"
    assert_line "ladder: unmet: this call was never made:\
 hold server shutdown until client exits"
    assert_line "ladder: unmet: this event never happened:\
 cut when client gets RST"
    refute_output --partial "50%"
    refute_output --partial "duplicate"
}

@test "the same seed is the same fate, another seed another" {
    local name

    require python3 python3
    # Datagrams: nothing is sent again, so that no timer has a say.
    cat >"$BATS_TEST_TMPDIR/datagrams.py" <<-END
	import socket
	out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
	for i in range(40):
	    out.sendto(b"x" * (i + 1), ("10.0.0.2", 7000))
	END
    for name in one two other; do
        scene "$name" <<-END
	fault lose client udp 30% seed=$([ "$name" = other ] && echo 2 || echo 7)
	client python3 datagrams.py
	END
    done
    all_played one two other
    told=$BATS_TEST_TMPDIR/one.told
    tells "wire lost client's udp"
    times 40 "client sends udp"
    for name in one two other; do
        grep '^wire' "$BATS_TEST_TMPDIR/$name.told" >"$BATS_TEST_TMPDIR/$name"
    done
    diff "$BATS_TEST_TMPDIR/one" "$BATS_TEST_TMPDIR/two"
    no diff -q "$BATS_TEST_TMPDIR/one" "$BATS_TEST_TMPDIR/other"
}

@test "100% is every one" {
    pair_scene every <<<"fault duplicate server any 100%"
    played every
    assert_equal "$(grep -c "^wire duplicated server's" "$told")" \
        "$(grep -c '^server sends' "$told")"
}

# --- the wire ----------------------------------------------------------------

@test "a delay is per direction" {
    pair_scene way <<<"wire client delay=40ms"
    played way
    [ $(($(when_ns gets server) - $(when_ns sends client))) -ge 40000000 ]
    [ $(($(when_ns gets client) - $(when_ns sends server))) -lt 40000000 ]
}

@test "a rate takes its time, a short queue drops, an MTU bounds" {
    local bytes=50000 first last

    require netcat-openbsd nc
    head -c "$bytes" /dev/zero | tr '\0' x >"$BATS_TEST_TMPDIR/bulk"
    head -c 5000 "$BATS_TEST_TMPDIR/bulk" >"$BATS_TEST_TMPDIR/little"
    scene rate <<-END
	wire rate=1mbit
	server nc -l 7000
	client nc -N 10.0.0.2 7000
	input client bulk
	END
    scene queue <<-END
	wire client rate=5mbit queue=4
	wire server delay=5ms
	wire order=time
	measure
	server nc -l 7000
	client nc -N 10.0.0.2 7000
	input client bulk
	END
    scene mtu <<-END
	wire mtu=576
	server nc -l 7000
	client nc -N 10.0.0.2 7000
	input client little
	END
    all_played rate queue mtu

    # 50 kB at 1 Mbit/s, headers not counted: 400 ms.
    trace=$BATS_TEST_TMPDIR/rate.trace
    first=$(when_ns gets server)
    last=$(when_ns gets server '$')
    [ $((last - first)) -ge 400000000 ]
    [ $((last - first)) -lt 2000000000 ]

    told=$BATS_TEST_TMPDIR/queue.told
    tells "wire dropped client's"
    never "wire dropped server's"
    trace=$BATS_TEST_TMPDIR/queue.trace         # four wait, one leaves
    assert_equal 5 "$(sed -n 's/.*"wire_queue":\([0-9]*\).*/\1/p' "$trace" |
        sort -n | tail -n 1)"

    # 576 bytes, less 20 of IP, 20 of TCP and 12 of timestamps.
    told=$BATS_TEST_TMPDIR/mtu.told
    assert_equal 524 "$(sed -n 's/^client sends .*(\([0-9]*\)).*/\1/p' "$told" |
        sort -n | tail -n 1)"
}

@test "a program that never rests does not stop the wire" {
    require netcat-openbsd nc
    # A pipe whose writer is gone wakes this poll() at once, again and again.
    scene restless <<-END
	wire rate=4mbit
	server nc -l 7000
	client sh -c 'head -c 150000 /dev/zero | nc -N 10.0.0.2 7000'
	END
    played restless
    tells "wire hurried"
}

@test "order=time waits for nobody; without it a slow program is waited for" {
    # The client computes for 20 ms and more before it takes the answer.
    for order in "" order=time; do
        scene "slow$order" <<-END
	wire delay=2ms $order
	server ./server 7000 0.0.0.0
	client python3 -S slow.py
	END
    done
    cat >"$BATS_TEST_TMPDIR/slow.py" <<-END
	import socket, time
	conn = socket.create_connection(("10.0.0.2", 7000))
	conn.send(b"hello\n")
	until = time.thread_time() + 0.03
	while time.thread_time() < until:
	    pass
	conn.recv(6)
	END
    require python3 python3
    all_played slow sloworder=time
    told=$BATS_TEST_TMPDIR/slow.told
    never "wire hurried"
    tells "client calls recv" "server gets PSH,ACK 1:7"
    told=$BATS_TEST_TMPDIR/sloworder=time.told
    never "wire hurried"
    tells "server gets PSH,ACK 1:7" "client calls recv"
}

@test "measure keeps meters in the trace and out of the transcript" {
    pair_scene measured <<<measure
    played measured
    grep -q '"k":"meter".*"cwnd":10' "$trace"
    never "client meter"
    pair_scene plain <<<"wire delay=1ms"
    played plain
    no grep -q '"k":"meter"' "$trace"
}

@test "capture keeps that many bytes of each packet, and the true length" {
    pair_scene short <<<"capture 64"
    played short
    tells "client sends PSH,ACK 1:7 (6) ack 1" \
        "server gets PSH,ACK 1:7 (6) ack 1"
    pcap=$BATS_TEST_TMPDIR/short.pcapng
    "$ladder" draw --as=pcapng -o "$pcap" "$trace"
    require tcpdump tcpdump
    run tcpdump -nr "$pcap"
    assert_success
    assert_output --partial "length 6"
}

@test "a cut cable loses all, a mended one nothing more" {
    pair_scene cut <<-END
	wire delay=20ms
	cut when client calls send
	mend when ladder cuts after 300ms
	END
    played cut
    tells "client calls send" "ladder cuts" \
        "wire lost client's PSH,ACK 1:7 (6) ack 1" "ladder mends" \
        "client sends PSH,ACK 1:7 (6) ack 1 [again]" 'client prints "hello"'
    # What was on its way is lost too: the ACK of the handshake.
    tells "client sends ACK ack 1" "ladder cuts" "wire lost client's ACK ack 1"
}

@test "unreachable: the wire answers for a router" {
    scene unreachable <<-END
	unreachable client when client calls connect
	server ./server 7000 0.0.0.0
	client ./client 10.0.0.2 7000 hello
	expect client exits 1
	END
    played unreachable
    tells "client calls connect" "client sends SYN" "wire lost client's SYN" \
        "wire forged icmp host-unreachable" \
        "client gets icmp host-unreachable" \
        "client connect returns -1 EHOSTUNREACH"
}

# --- who does what when ------------------------------------------------------

@test "start: a program waits for its event" {
    scene start <<-END
	server ./server 7000 0.0.0.0
	client ./client 10.0.0.2 7000 one
	client ./client 10.0.0.2 7000 two
	client client-late ./client 10.0.0.2 7000 three
	start client-2 when client exits 0
	start client-late when client-2 prints "two"
	END
    played start
    tells "ladder starts server" "ladder starts client" "client exits 0" \
        "ladder starts client-2" 'client-2 prints "two"' \
        "ladder starts client-late" 'client-late prints "three"'
}

@test "a program whose event never comes is a failure that names it" {
    { echo "start client when server exits 9"; echo "limit 300ms"; } |
        pair_scene waits
    run play waits
    assert_failure 1
    assert_output --partial "client was never started: its event did not happen"
}

@test "hold: the program stands at its call until the event" {
    pair_scene held <<<"hold server accept until client calls recv"
    played held
    tells "server calls accept(3)" "ladder holds server at accept" \
        "client connect returns 0" "client calls recv" \
        "ladder releases server" \
        "server accept returns 4"

    pair_scene second <<<"hold server recv 2nd until client exits 0"
    played second
    tells "server recv returns 6" "server calls recv(4)" \
        "ladder holds server at recv" "client exits 0" \
        "ladder releases server" \
        "server recv returns 0"
    times 1 "ladder holds"
}

@test "a hold that is never lifted ends with the server's end" {
    pair_scene forever <<<"hold server accept 2nd until client exits 99"
    played forever
    tells "client exits 0" "ladder holds server at accept" \
        "ladder stops server" "ladder releases server" "server killed SIGTERM"
}

@test "a held program can be killed" {
    pair_scene killed <<-END
	hold server accept until client exits 99
	signal server SIGKILL when client calls recv
	END
    run play killed
    assert_failure 1
    told=$BATS_TEST_TMPDIR/killed.told
    transcript "$BATS_TEST_TMPDIR/killed.trace" >"$told"
    tells "ladder holds server at accept" "ladder signals server SIGKILL" \
        "server killed SIGKILL" "client recv returns -1 ECONNRESET"
    never "ladder reaches the limit"
}

@test "signal: sent at its event, and after its time" {
    scene signals <<-END
	server ./server 7000 0.0.0.0
	client sh -c 'kill -STOP \$\$; echo on'
	signal client CONT when ladder starts client after 100ms
	signal server SIGTERM when client exits 0
	expect server killed SIGTERM
	END
    played signals
    tells "ladder starts client" "ladder signals client SIGCONT" \
        'client prints "on"' "client exits 0" "ladder signals server SIGTERM" \
        "server killed SIGTERM"
    [ $(($(when_ns prints client) - 100000000)) -gt 0 ]
}

@test "a stopped program rests: the wire goes on, nothing is hurried" {
    pair_scene stopped <<-END
	wire delay=5ms
	signal server SIGSTOP when client sends SYN
	signal server SIGCONT when server gets PSH,ACK after 50ms
	END
    played stopped
    tells "ladder signals server SIGSTOP" "server gets SYN" \
        "server state ESTABLISHED" "server queue 1/16" "server gets PSH,ACK" \
        "ladder signals server SIGCONT" "server accept returns 4" \
        'client prints "hello"'
    never "wire hurried"
    times 2 "server calls accept(3)"
}

@test "end: the run ends at its event" {
    pair_scene early <<<"end client connect returns 0"
    played early
    assert_equal "$(tail -n 1 "$told")" "client connect returns 0"
}

# --- around the programs -----------------------------------------------------

@test "environment, folder and input reach the program" {
    mkdir -p "$BATS_TEST_TMPDIR/there"
    echo "from a file" >"$BATS_TEST_TMPDIR/there/text"
    scene around <<-END
	client sh -c 'echo "\$WHO \$TOO"; cat text; cat'
	environment client WHO=me TOO=you
	folder client there
	input client text
	END
    played around
    tells 'client prints "me you"' 'client prints "from a file"' \
        'client prints "from a file"'

    scene nowhere <<<$'client cat\nfolder client nowhere'
    run play nowhere
    assert_failure 1
    assert_output \
        "ladder: cannot start client (nowhere): No such file or directory"
    scene nothing <<<$'client cat\ninput client nothing'
    run play nothing
    assert_failure 1
    assert_output \
        "ladder: cannot start client (nothing): No such file or directory"
}

@test "sysctl and route reach their host's kernel only" {
    local file=/proc/sys/net/ipv4/tcp_syn_retries

    scene kernel <<-END
	sysctl client tcp_syn_retries=2
	sysctl server net.core.somaxconn=3
	route client quickack=1 initcwnd=3
	server sh -c 'cat $file; exec $pair/server 7000 0.0.0.0'
	client sh -c 'cat $file; ip route get 10.0.0.2'
	END
    require iproute2 ip
    played kernel
    tells 'server prints "6"' "server state LISTEN" 'client prints "2"' \
        'client prints "10.0.0.2 dev eth0'
    grep -q 'prints ".*initcwnd 3.*quickack 1' "$told" ||
        grep -q 'prints ".*quickack 1.*initcwnd 3' "$told"
    pair_scene backlog <<<"sysctl server net.core.somaxconn=3"
    played backlog
    tells "server calls listen(3, 16)" "server queue 1/3"
}

@test "a setting that the machine refuses skips the scene, with the reason" {
    pair_scene refused <<<"sysctl client tcp_no_such_thing=1"
    run play refused
    assert_success
    assert_output --partial "skipped: refused: this machine refuses client: \
sysctl tcp_no_such_thing=1"
    [ ! -e "$BATS_TEST_TMPDIR/refused.trace" ]
}

@test "only: on other kernels the scene is skipped, with its reason" {
    pair_scene future <<<"only kernel>=99.0 | not yet"
    run play future
    assert_success
    assert_output --partial "skipped: future: not yet"
    pair_scene present <<<"only kernel>=3.0 | for ever"
    played present
    tells "client exits 0"
}

@test "IPv6: the same story with the other addresses" {
    scene six <<-END
	server nc -6 -l 7000
	client sh -c 'echo hello | nc -6 -N fd00::2 7000'
	END
    require netcat-openbsd nc
    played six
    tells "server state LISTEN" "client/3 calls connect" \
        "client state SYN-SENT" \
        "client sends SYN 0:0" "server state SYN-RECEIVED" \
        "client state ESTABLISHED" "server queue 1/" 'server prints "hello"'
    grep -q 'connect(3, \[fd00::2\]:7000)' "$told"
}

# --- what is expected --------------------------------------------------------

@test "expect never and N times are over the whole run" {
    pair_scene met <<-END
	expect never client sends RST
	expect 1 times client sends SYN
	expect kernel<3.0 client sends RST
	END
    played met
    pair_scene unmet <<-END
	expect never client sends SYN
	END
    run play unmet
    assert_failure 1
    assert_output --partial "unmet.scene:1:"
    pair_scene twice <<<"expect 2 times client sends SYN"
    run play twice
    assert_failure 1
    assert_output --partial "twice.scene:1:"
}

@test "a crash that the scene expects is no failure" {
    scene crash <<-END
	client sh -c 'kill -SEGV \$\$'
	expect client killed SIGSEGV
	END
    played crash
    scene three <<-END
	client sh -c 'exit 3'
	expect client exits 3
	END
    played three
}
