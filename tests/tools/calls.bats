# What the recorder tells of calls, signals, processes: no false word, no effect
# without its cause, nothing that decides left out.

load ../helper
load scenes

setup() {
    cd "$root" || return
    require_hosts
    cd "$BATS_TEST_TMPDIR" || return
}

# ran ARG...: ladder run, which must go well; its transcript is in $told.
ran() {
    trace=$BATS_TEST_TMPDIR/run.trace told=$BATS_TEST_TMPDIR/run.told
    run ladder run --quiet -o "$trace" "$@"
    assert_success
    transcript "$trace" >"$told"
}

# one PROGRAM [ARG...]: the program as the client of lesson 05's server.
one() {
    ran --server "$pair/server 7000 0.0.0.0" \
        --client "$peers/$1 10.0.0.2 7000 ${*:2}"
}

# key NAME CALL KIND: the values of a key in the trace's lines of a call.
key() {
    grep "\"k\":\"$3\".*\"call\":\"$2\"" "$trace" |
        sed -n "s/.*\"$1\":\"\\([^\"]*\\)\".*/\\1/p"
}

@test "a receive has never more data than it had room for" {
    local first_ten

    first_ten=$(printf 'a datagram' | od -An -tx1 | tr -d ' \n')
    ran --client "$peers/truncated"
    tells "client calls recv(4, MSG_PEEK|MSG_TRUNC)" "client recv returns 24" \
        "client calls recv(4, MSG_TRUNC)" "client recv returns 24" \
        "client calls recvfrom(4, MSG_TRUNC)" "client recvfrom returns 24" \
        "client recvmsg returns 10" "client recvmmsg returns 1" \
        "client calls recv(5, MSG_TRUNC)" "client recv returns 10"
    # Two of datagrams; the stream's bytes were thrown away.
    assert_equal "$(key data recv returns)" "$first_ten"$'\n'"$first_ten"
    assert_equal "$(key data recvfrom returns)" "$first_ten"
    assert_equal "$(key data recvmsg returns)" "$first_ten"
    assert_equal "$(key data recvmmsg returns)" "$first_ten"
    assert_equal "$(key text recvmsg returns)" "MSG_TRUNC"
}

@test "fcntl, ioctl and options are told by their names" {
    one requests
    tells "client calls socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK|SOCK_CLO" \
        "client calls fcntl(3, F_SETFL, O_NONBLOCK|O_ASYNC)" \
        "client calls fcntl(3, F_SETFL, 0)" \
        "client calls fcntl(3, F_SETOWN, getpid())" \
        "client calls fcntl(3, F_SETSIG, SIGURG)" \
        "client calls fcntl(3, F_SETFD, FD_CLOEXEC)" \
        "client calls fcntl(3, F_DUPFD_CLOEXEC)" "client fcntl returns 20" \
        "client calls ioctl(3, SIOCATMARK)" "client calls ioctl(3, SIOCOUTQ)" \
        "client calls ioctl(3, FIONREAD)" "client calls ioctl(3, FIOASYNC, 1)" \
        "client calls setsockopt(3, SO_ZEROCOPY, 1)" \
        "client calls setsockopt(3, TCP_NOTSENT_LOWAT, 16384)" \
        "client calls setsockopt(3, IP_TOS, 16)" \
        "client calls getsockopt(3, TCP_INFO)" \
        "client calls pwritev2(3, 6)" "client pwritev2 returns 6"
    key full fcntl calls | grep -qx "3, F_DUPFD_CLOEXEC, 20"
}

# constants HEADER...: the numbers that headers define, NAME a line.
constants() {
    printf '#include <%s>\n' "$@" | ${CC:-cc} -dM -E -D_GNU_SOURCE - |
        awk '$1 == "#define" && NF >= 3 { print $2 }'
}

# The tables of the recorder against the headers of this machine: what has a
# number there has its name here.
@test "every flag and option that Linux's headers name has its name" {
    {
        printf '#define _GNU_SOURCE\n#include <%s>\n' stdio.h string.h
        printf '#include <%s>\n' sys/socket.h linux/tcp.h linux/udp.h \
            linux/in.h linux/in6.h linux/sockios.h sys/ioctl.h
        printf '#include "capture/programs/names.h"\n'
        printf 'static int wrong;\n'
        printf 'static void is(const char *got, const char *name) {\n'
        printf 'if (got == NULL || strcmp(got, name) != 0) { wrong = 1;\n'
        printf 'printf("%%s is %%s\\n", name, got ? got : "unknown"); } }\n'
        printf 'static void flag(unsigned bit, const char *name) {\n'
        printf 'size_t n; const struct flag_name *f ='
        printf 'names_of_message_flags(&n); while (n-- > 0)\n'
        printf 'if (f[n].bit == bit) { is(f[n].name, name); return; }\n'
        printf 'is(NULL, name); }\nint main(void) {\n'
        constants sys/socket.h | grep -E '^SO_[A-Z0-9_]+$' |
            grep -vE '^SO_(GET_FILTER|DETACH_BPF)$|_(OLD|NEW)$' |
            sed 's/.*/is(name_of_option(1, &), "&");/'
        constants linux/tcp.h | grep -E '^TCP_[A-Z0-9_]+$' |
            grep -vE '^TCP_(REPAIR_O|MD5SIG_MAX|MD5SIG_F|MSS_|S_|ENCAP|CM_)' |
            grep -vE '^TCP_(FLAG_|AO_KEYF|AO_MAX|RECEIVE_ZEROCOPY_)' |
            sed 's/.*/is(name_of_option(6, &), "&");/'
        constants linux/udp.h | grep -E '^UDP_[A-Z0-9_]+$' |
            grep -v '^UDP_ENCAP_' |
            sed 's/.*/is(name_of_option(17, &), "&");/'
        constants linux/in.h | grep -E '^(IP|MCAST)_[A-Z0-9_]+$' |
            grep -vE '^IP_(PMTUDISC|DEFAULT_|MAX_|RECVRETOPTS)' |
            grep -vE '^IP_RECVORIGDSTADDR|^MCAST_(INCLUDE|EXCLUDE)' |
            sed 's/.*/is(name_of_option(0, &), "&");/'
        constants linux/in6.h | grep -E '^IPV6_[A-Z0-9_]+$' |
            grep -vE '^IPV6_(PMTUDISC|FL_|TLV_|PRIORITY_|SRCRT_|RTHDR_)' |
            grep -vE '^IPV6_(RECVORIGDSTADDR|FLOWINFO_[FP]|PREFER_SRC_|OPT_)' |
            sed 's/.*/is(name_of_option(41, &), "&");/'
        constants sys/socket.h | grep -E '^MSG_[A-Z]+$' |
            grep -v '^MSG_TRYHARD$' | sed 's/.*/flag(&, "&");/'
        constants linux/sockios.h | grep -E '^SIOC[A-Z0-9]+$' |
            grep -vE '^SIOC(INQ|DEVPRIVATE|PROTOPRIVATE)$|^SIOCGSTAMP' |
            sed 's/.*/is(name_of_ioctl(&), "&");/'
        printf 'return wrong; }\n'
    } >names.c
    ${CC:-cc} -w -I"$root/tools/ladder" -o names names.c \
        "$root/tools/ladder/capture/programs/names.c"
    [ "$(grep -c '^is(' names.c)" -gt 200 ]
    run ./names
    assert_output ""
    assert_success
}

@test "how much is asked for, and how long it may wait" {
    one readiness poll
    assert_equal "$(key full poll calls)" "3 OUT, -1"$'\n'"3 IN, -1"
    assert_equal "$(key full recv calls | sort -u)" "3, 6"$'\n'"4, 4096"
    assert_equal "$(key text poll returns)" "3 OUT"$'\n'"3 IN"
    one readiness select
    assert_equal "$(key full select calls)" "3 OUT, NULL"$'\n'"3 IN, NULL"
    # Both stand in every drawing, the descriptors of epoll's answer, too.
    one readiness epoll
    assert_equal "$(key full epoll_wait calls)" "4, 1, -1"$'\n'"4, 1, -1"
    assert_equal "$(key text epoll_wait returns)" "3 OUT"$'\n'"3 IN"
    run "$ladder" draw --columns=80 "$trace"
    assert_output --partial "epoll_wait(4, 1, -1)"
    assert_output --partial "= 1, 3 IN"
    assert_output --partial "recv(3, 6)"
    "$ladder" draw --as=svg "$trace" | grep -q 'epoll_wait(4, 1, -1)'
}
