# ladder run: programs that nobody here wrote, and every way of calling.

load ../helper
load scenes

setup() {
    cd "$root" || return
    require_hosts
    cd "$BATS_TEST_TMPDIR" || return
}

# ran ARG...: ladder run, which must go well; its transcript is in $told, what
# it drew in $output.
ran() {
    trace=$BATS_TEST_TMPDIR/run.trace told=$BATS_TEST_TMPDIR/run.told
    run ladder run -o "$trace" "$@"
    assert_success
    transcript "$trace" >"$told"
}

# one PROGRAM [ARG...]: tests/programs/PROGRAM as the client of lesson 05's
# server; then what the client called is in $told.  Segments wait for the
# programs, so that the order of lines is one.
one() {
    ran --wire=order=rest --server "$pair/server 7000 0.0.0.0" \
        --client "$peers/$1 10.0.0.2 7000 ${*:2}"
    sed -i -E '/^client (sends|gets|state) /d' "$told"
}

# --- programs that nobody here wrote -----------------------------------------

@test "python3 -m http.server and curl" {
    require python3 python3
    require curl curl
    mkdir www
    echo "a page" >www/index.html
    ran --server 'python3 -u -m http.server -d www 8000' \
        --client 'curl -s -4 http://server:8000/index.html'
    tells "server state LISTEN" "client calls connect(5, 10.0.0.2:8000)" \
        "client state SYN-SENT" "client sends SYN 0:0" \
        "server state SYN-RECEIVED" "server sends SYN,ACK 0:0 ack 1" \
        "client state ESTABLISHED" "server state ESTABLISHED" \
        "server queue 1/5" "server queue 0/5" 'client prints "a page"' \
        "client exits 0" "ladder stops server"
    # A thread of its own answers, and both calls and drawing say so.
    grep -q '^server\.2 calls recv' "$told"
    assert_output --partial "SYN-SENT"
    assert_output --partial 'prints "a page"'
}

@test "nc, both ways" {
    require netcat-openbsd nc
    ran --server 'nc -l 7000' \
        --client 'sh -c "echo there | nc -N 10.0.0.2 7000"'
    tells "server state LISTEN" "client state SYN-SENT" \
        'server prints "there"' \
        "server exits 0"
    ran --server 'sh -c "echo back | nc -N -l 7000"' \
        --client 'nc -d 10.0.0.2 7000'
    tells "client calls connect" 'client prints "back"' "client exits 0"
}

@test "a statically linked program" {
    echo 'int main(void) { return 0; }' >empty.c
    ${CC:-cc} -static -o empty empty.c 2>/dev/null ||
        skip "no static C library: install libc6-dev"
    ${CC:-cc} -static -std=c11 -D_POSIX_C_SOURCE=200809L -w -I"$root/common" \
        -o client "$root/lessons/05-handshake/client.c" \
        "$root"/common/[!t]*.c "$root"/common/t*.c
    ran --server "$pair/server 7000 0.0.0.0" \
        --client "./client 10.0.0.2 7000 hi"
    tells "client calls connect(3, 10.0.0.2:7000)" "client sends SYN 0:0" \
        "client connect returns 0" "client calls send(3, 3)" \
        'client prints "hi"'
}

@test "a forking server: socat with two clients" {
    require socat socat
    ran --server 'socat TCP-LISTEN:7000,fork,reuseaddr EXEC:cat' \
        --client 'sh -c "echo one | socat -t 5 - TCP:10.0.0.2:7000"' \
        --client 'sh -c "echo two | socat -t 5 - TCP:10.0.0.2:7000"'
    grep -q '^server calls accept' "$told"
    grep -q '^server/2 calls read' "$told"
    grep -q '^server state c1 ESTABLISHED' "$told"
    grep -q '^server state c2 ESTABLISHED' "$told"
    grep -q '^client prints "one"' "$told"
    grep -q '^client-2 prints "two"' "$told"
    tells "client exits 0"
    tells "client-2 exits 0"
}

@test "a threaded server: python's ThreadingTCPServer" {
    require python3 python3
    cat >threaded.py <<-END
	import socketserver
	class Echo(socketserver.StreamRequestHandler):
	    def handle(self):
	        self.wfile.write(self.rfile.readline())
	socketserver.ThreadingTCPServer.allow_reuse_address = True
	with socketserver.ThreadingTCPServer(("0.0.0.0", 7000), Echo) as server:
	    server.serve_forever()
	END
    ran --server 'python3 threaded.py' \
        --client "$pair/client 10.0.0.2 7000 one" \
        --client "$pair/client 10.0.0.2 7000 two"
    grep -q '^server\.2 calls recv' "$told"
    grep -q '^server\.3 calls recv' "$told"
    tells 'client prints "one"'
    tells 'client-2 prints "two"'
}

@test "redis-server and redis-cli" {
    require redis-server redis-server
    require redis-tools redis-cli
    printf '%s\n' 'bind 0.0.0.0' 'protected-mode no' 'port 6379' 'save ""' \
        >redis.conf
    ran --server 'redis-server redis.conf' \
        --client 'redis-cli -h 10.0.0.2 set lesson 5'
    grep -q '^server calls epoll_wait' "$told"
    grep -q '^server calls accept' "$told"
    tells "client calls connect" "client state SYN-SENT" 'client prints "OK"' \
        "client exits 0" "ladder stops server"
}

# --- every way of calling ----------------------------------------------------

@test "dup, dup2 and F_DUPFD: the FIN comes with the last descriptor" {
    ran --server "$pair/server 7000 0.0.0.0" \
        --client "$peers/copies 10.0.0.2 7000"
    tells "client calls dup(3)" "client dup returns 4" "client calls close(3)" \
        "client calls send(4, 6)" "client calls dup2(4, 9)" \
        "client calls close(4)" "client calls fcntl(9, F_DUPFD)" \
        "client fcntl returns 20" "client calls close(9)" \
        "client calls recv(20)" "client recv returns 6" \
        "client calls dup2(0, 20)" "client state FIN-WAIT-1"
    times 1 "client state FIN-WAIT-1"
}

@test "a descriptor passed to a child; pairs of local sockets are not shown" {
    one passed
    tells "client calls connect(5, 10.0.0.2:7000)" "client connect returns 0" \
        "client calls close(5)" "client/2 calls send(5, 6)" \
        "client/2 send returns 6" "client/2 calls recv(5, MSG_WAITALL)" \
        "client/2 recv returns 6"
    no grep -E 'socketpair|sendmsg|recvmsg|AF_UNIX' "$told"
}

@test "vfork and exec" {
    one vforked
    tells "client connect returns 0" "client/2 calls send(3, 6)" \
        "client/2 calls recv(3, MSG_WAITALL)" "client/2 recv returns 6" \
        "client calls close(3)" "client exits 0"
}

@test "threads have names of their own" {
    one threads
    tells "client.2 calls connect" "client.2 connect returns 0" \
        "client.2 calls send" "client.2 recv returns 6" "client.2 calls close"
    tells "client.3 calls connect" "client.3 connect returns 0" \
        "client.3 calls send" "client.3 recv returns 6" "client.3 calls close"
    times 1 "client exits 0"
}

@test "an exec from a thread takes the process over" {
    one exec-in-thread
    tells "client calls recv(3)" "client calls send(3, 6)" \
        "client send returns 6" "client calls recv(3, MSG_WAITALL)" \
        "client recv returns 6" "client exits 0"
    times 1 "client recv returns"
}

@test "select, poll and epoll tell what they wait for" {
    one readiness select
    tells "client calls select(3 OUT)" "client select returns 1" \
        "client calls send" "client calls select(3 IN)" \
        "client select returns 1" "client calls recv(3)"
    one readiness poll
    tells "client calls poll(3 OUT)" "client poll returns 1" \
        "client calls send" "client calls poll(3 IN)" \
        "client poll returns 1" "client calls recv(3)"
    one readiness epoll
    tells "client calls epoll_ctl(4, ADD, 3, OUT)" \
        "client epoll_ctl returns 0" \
        "client calls epoll_wait(4)" "client epoll_wait returns 1" \
        "client calls send" "client calls epoll_ctl(4, ADD, 3, IN)" \
        "client epoll_wait returns 1" "client calls recv(3)"
}

@test "sendmsg, recvmsg, writev, readv, write, read" {
    one vectors
    tells "client calls sendmsg(3, 6)" "client sendmsg returns 6" \
        "client calls recvmsg(3)" "client recvmsg returns 6" \
        "client calls writev(3, 6)" "client writev returns 6" \
        "client calls readv(3)" "client readv returns 6" \
        "client calls write(3, 3)" "client write returns 3" \
        "client calls read(3)" "client read returns 3"
}

@test "a listener that does not block: accept4 and EAGAIN" {
    ran --wire=order=rest --server "$peers/accepting 7000" \
        --client "$pair/client 10.0.0.2 7000 hi"
    tells "server calls socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, 0)" \
        "server calls accept4(3, SOCK_NONBLOCK)" \
        "server accept4 returns -1 EAGAIN" "server calls poll(3 IN)" \
        "server queue 1/4" "server poll returns 1" \
        "server calls accept4(3, SOCK_NONBLOCK)" "server accept4 returns 4" \
        "server queue 0/4" "server calls recv(4)" \
        "server recv returns -1 EAGAIN" "server calls poll(4 IN)" \
        "server poll returns 1" "server recv returns 3" \
        "server calls send(4, 3)"
}

@test "close_range closes a connection, and shutdown ends one way" {
    require python3 python3
    cat >range.py <<-END
	import os, socket
	conn = socket.create_connection(("10.0.0.2", 7000))
	conn.send(b"hello\n")
	conn.recv(6)
	conn.shutdown(socket.SHUT_WR)
	conn.recv(1)
	os.closerange(conn.detach(), 100)
	END
    ran --server "$pair/server 7000 0.0.0.0" --client 'python3 range.py'
    tells "client calls shutdown(3, SHUT_WR)" "client state FIN-WAIT-1" \
        "client sends FIN,ACK 7:7 ack 7" "client recv returns 0" \
        "client calls close_range(3, 99)" "client close_range returns 0"
}

@test "sendfile and splice" {
    require netcat-openbsd nc
    ran --server "$peers/files 7000" --client 'nc -d 10.0.0.2 7000'
    tells "server accept returns 7" "server calls sendfile(7, 3, 6)" \
        "server sends PSH,ACK 1:7 (6) ack 1" "server sendfile returns 6" \
        "server calls splice(4, 7, 6)" "server splice returns 6"
    tells 'client prints "hello"' 'client prints "world"'
}

# interrupted restart|fail: a server whose accept() a signal interrupts.
interrupted() {
    scene "$1" <<-END
	server $peers/interrupted 7000 $1
	client ./client 10.0.0.2 7000 hello
	signal server SIGUSR1 when server calls accept
	start client when ladder signals server
	END
    run play "$1"
    told=$BATS_TEST_TMPDIR/$1.told
    transcript "$BATS_TEST_TMPDIR/$1.trace" >"$told"
}

@test "a call that a signal interrupts: with SA_RESTART and without" {
    interrupted restart
    tells "server calls accept(3)" "ladder signals server SIGUSR1" \
        "server accept returns interrupted" "server calls accept(3)" \
        "server accept returns 4"
    never "server accept returns -1"
    interrupted fail
    tells "server calls accept(3)" "ladder signals server SIGUSR1" \
        "server accept returns -1 EINTR" 'server prints "interrupted"' \
        "server calls accept(3)" "server accept returns 4"
}

# --- what cannot be seen is said ---------------------------------------------

@test "io_uring is reported, and counted" {
    one uring
    tells "ladder cannot see calls of client: it uses io_uring" \
        "client calls connect" "client exits 0" \
        "ladder has not seen what client did in 2 io_uring calls"
    times 1 "ladder cannot see"
}

@test "calls of another machine's ABI are reported, and counted" {
    one foreign
    ! grep 'client prints' "$told" || skip "no other ABI here"
    tells "ladder cannot see calls of client: not this machine's ABI" \
        "client calls connect"
    times 1 "ladder cannot see"
}

@test "a program that polls without rest does not stop the wire" {
    require python3 python3
    cat >spin.py <<'end'
import select, socket

conn = socket.create_connection(("10.0.0.2", 7000))
conn.setblocking(False)
readable = select.poll()
readable.register(conn, select.POLLIN)
conn.sendall(b"hi\n")
while not readable.poll(0):
    pass
print(conn.recv(100))
end
    ran --wire=order=rest --server "$pair/server 7000 0.0.0.0" \
        --client "python3 -u spin.py"
    tells "client calls poll(3 IN)" "server accept returns 4" \
        "client calls poll(3 IN)" "client gets PSH,ACK 1:4 (3) ack 4" \
        "client poll returns 1"
    # Nothing was held back so long that it had to be sent again, and the
    # ladder does not show each of the calls.
    no grep -F '[again]' "$told"
    assert_output --regexp 'poll\(3 IN, 0\) = 0 × [0-9]+'
    assert [ "${#lines[@]}" -lt 200 ]
}

# starves_nobody ORDER SERVER CLIENT: the pair ends by itself, and soon; its few
# calls are not lost among the many of whoever spins.
starves_nobody() {
    ran --limit=9s --wire="order=$1" --server "$2" --client "$3"
    no grep "reaches the limit" "$told"
    # Who waits for a program that computes, on a slow machine, may do so until
    # a kernel's timer runs out.
    [ "$1" = rest ] || no grep -F '[again]' "$told"
    tells "server state LISTEN" "ladder starts client" \
        "client connect returns 0" "client calls send(3, 6" \
        "client send returns 6" "client exits 0"
    assert [ "$(wc -l <"$told")" -lt 4000 ]
}

@test "nobody starves beside a server that never sleeps" {
    local order

    for order in time rest; do
        starves_nobody $order "$peers/spinning serve 7000" \
            "$pair/client 10.0.0.2 7000 hello"
        # The client could start, though the server never came to rest.
        tells "ladder hurries" "ladder starts client" "ladder hurries" \
            "ladder stops server"
    done
}

@test "nobody starves beside a client that never sleeps" {
    local order

    for order in time rest; do
        starves_nobody $order "$pair/server 7000 0.0.0.0" \
            "$peers/spinning ask 10.0.0.2 7000"
    done
}

@test "nobody starves beside a thread that computes" {
    local order

    for order in time rest; do
        starves_nobody $order "$pair/server 7000 0.0.0.0" \
            "$peers/spinning compute 10.0.0.2 7000"
    done
}

@test "a program that computes for long holds back no segment" {
    require python3 python3
    cat >fetch.py <<-END
	import urllib.request
	urllib.request.urlopen("http://server:8000/").read()
	END
    ran --server 'python3 -u -m http.server 8000' --client 'python3 fetch.py'
    tells "client connect returns 0" "client exits 0"
    no grep -F '[again]' "$told"
    no grep "^wire hurried" "$told"
    head -n 1 "$trace" | grep -qF '"scene":"wire order=time\n'
}

@test "a root's server may change its root, as sshd does" {
    [ "$(id -u)" = 0 ] && [ -z "${SUDO_UID-}" ] || skip "not root"
    ran --client "chroot / echo in a root of its own"
    tells 'client prints "in a root of its own"' "client exits 0"
}

@test "the hosts have the machine's limits, and its congestion control" {
    local name own=/proc/sys/net/ipv4

    cat >own.sh <<-END
	cat $own/tcp_max_tw_buckets $own/tcp_max_syn_backlog \
	    $own/tcp_congestion_control
	exec "\$@"
	END
    ran --server "sh own.sh $pair/server 7000 0.0.0.0" \
        --client "sh own.sh $pair/client 10.0.0.2 7000 hello"
    for name in tcp_max_tw_buckets tcp_max_syn_backlog \
        tcp_congestion_control; do
        tells "server prints \"$(cat $own/$name)\""
        tells "client prints \"$(cat $own/$name)\""
    done
    head -n 1 "$trace" | grep -qF '"not_applied":""'
    # A scene tells the same on every machine.
    scene reno <<<"client cat $own/tcp_congestion_control"
    played reno
    tells 'client prints "reno"'
}

@test "a listener on loopback only is one line" {
    run ladder run --quiet --limit=2s --server "$pair/server 7000" \
        --client "$pair/client 10.0.0.2 7000 hi"
    assert_failure 1
    assert_line --index 0 --partial \
        "ladder: the server listens on its loopback only (port 7000)"
    assert_equal "$(grep -c loopback <<<"$output")" 1
    assert_output --partial "client failed: exit status 1"
}

@test "a UDP server on loopback only is one line, too" {
    local udp=$BUILD/lessons/02-udp

    run ladder run --quiet --limit=2s --server "$udp/server 7000 127.0.0.1" \
        --client "$udp/client 10.0.0.2 7000 hi"
    assert_line --partial \
        "ladder: the server listens on its loopback only (port 7000)"
    assert_equal "$(grep -c loopback <<<"$output")" 1
}

# --- what programs print -----------------------------------------------------

@test "hostile output comes out escaped, in every form" {
    local form

    ran --client "$peers/hostile escapes"
    LC_ALL=C no grep -n '[[:cntrl:]]' "$told"
    iconv -f UTF-8 -t UTF-8 "$told" >/dev/null
    tells 'client prints "\x1b[2J\x1b]0;owned\x07 red \x1b[31m"' \
        'client prints "a\x0db\x08c\x09d\x7fe"' \
        'client prints "</svg><script>alert(1)</script> \"quoted\" \\ back"' \
        'client prints "\xff\xfe \xc3( \xed\xa0\x80' \
        'client prints "nul' 'client prints "the last line has no end"' \
        "client exits 0"
    # The live drawing, and all that is drawn of the trace.
    LC_ALL=C no grep -n '[[:cntrl:]]' <<<"$output"
    for form in text transcript svg html; do
        "$ladder" draw --as=$form "$trace" >"drawn.$form"
        iconv -f UTF-8 -t UTF-8 "drawn.$form" >/dev/null
        LC_ALL=C no grep -n $'[\001-\010\013-\037\177]' "drawn.$form"
    done
    no grep -F '<script>alert' drawn.svg drawn.html
    if command -v xmllint >/dev/null; then xmllint --noout drawn.svg; fi
}

@test "a line of 10 MB is cut into pieces" {
    ran --quiet --client "$peers/hostile line"
    tells 'client prints "xxxx' 'client prints "after it"' "client exits 0"
    # Nothing is longer than an event's text.
    assert_equal "$(awk 'length > 4200' "$told" | wc -l)" 0
    assert_equal "$(tr -cd x <"$told" | wc -c)" $((10000000 + 1))  # "exits"
}

@test "run without -o prints the ladder, and keeps nothing" {
    run ladder run --server "$pair/server 7000 0.0.0.0" \
        --client "$pair/client 10.0.0.2 7000 hi"
    assert_success
    assert_output --partial "SYN-RECEIVED"
    assert_equal "$(ls)" ""
}

@test "run: options that are none are usage" {
    run -2 ladder run
    run -2 ladder run --wire=delay=20 --server "$pair/server 7000"
    assert_output --partial "--wire: delay=20 is no time"
    run -2 ladder run --fault='loose client syn 1' --server "$pair/server 7000"
    assert_output --partial "--fault: the wire cannot 'loose'"
    run -2 ladder run --limit=never --server "$pair/server 7000"
    run ladder run --server 'no-such-program-anywhere 7000'
    assert_failure 1
    assert_equal "${#lines[@]}" 1
    assert_output --partial "no program 'no-such-program-anywhere'"
}

@test "run: wire, faults and limit reach the run" {
    ran --wire='delay=5ms' --fault='lose client data 1' \
        --fault='duplicate server data 1' --limit=5s \
        --server "$pair/server 7000 0.0.0.0" \
        --client "$pair/client 10.0.0.2 7000 hi"
    tells "wire lost client's PSH,ACK 1:4 (3) ack 1" \
        "wire duplicated server's PSH,ACK 1:4 (3) ack 4" 'client prints "hi"'
    [ $(($(when_ns gets server) - $(when_ns sends client))) -ge 5000000 ]
}

@test "run: each direction may have a wire of its own" {
    ran --wire='client delay=1ms' --wire='server delay=40ms' \
        --server "$pair/server 7000 0.0.0.0" \
        --client "$pair/client 10.0.0.2 7000 hi"
    head -n 1 "$trace" |
        grep -qF 'wire client delay=1ms\nwire server delay=40ms\n'
    tells "client connect returns 0" 'client prints "hi"'
}
