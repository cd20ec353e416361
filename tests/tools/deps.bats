# make deps, with an apt-get that only notes what it is asked.

load ../helper

setup() {
    cd "$root" || return
    export PACKAGES=$BATS_TEST_TMPDIR/packages
    bin=$BATS_TEST_TMPDIR/bin
    mkdir "$bin"
    # A machine that has only these commands, and whose user is root.
    for command in sh dirname cat env; do
        ln -s "$(command -v "$command")" "$bin/$command"
    done
    printf '#!/bin/sh\necho 0\n' >"$bin/id"
    chmod +x "$bin/id"
}

add_apt_get() {
    cat >"$bin/apt-get" <<END
#!/bin/sh
echo "\$DEBIAN_FRONTEND \$*" >>"$BATS_TEST_TMPDIR/asked"
case "\$*" in *no-such-package*) exit 100 ;; esac
END
    chmod +x "$bin/apt-get"
}

deps() {
    PATH=$bin /bin/sh tools/deps
}

@test "where nothing is missing, deps asks nobody" {
    add_apt_get
    echo 'must cat cat prints files' >"$PACKAGES"
    run deps
    assert_success
    assert_output "  nothing is missing"
    [ ! -e "$BATS_TEST_TMPDIR/asked" ]
}

@test "what is missing is installed without a question" {
    add_apt_get
    printf '%s\n' 'must cat cat prints' \
        'peer nothing /no/such/file never' >"$PACKAGES"
    run deps
    assert_success
    run cat "$BATS_TEST_TMPDIR/asked"
    assert_line --index 0 "noninteractive -qq update"
    assert_line --index 1 \
        "noninteractive -qq install -y --no-install-recommends nothing"
}

@test "a package that the release does not have keeps out no other" {
    add_apt_get
    printf '%s\n' 'peer no-such-package /no/1 a' \
        'peer other /no/2 b' >"$PACKAGES"
    run deps
    assert_success
    assert_output --partial "missing: no-such-package other"
    run cat "$BATS_TEST_TMPDIR/asked"
    assert_line "noninteractive -qq install -y --no-install-recommends other"
}

@test "without apt-get the names are printed, and only a must fails" {
    echo 'peer nothing /no/such/file never' >"$PACKAGES"
    run deps
    assert_success
    assert_output --partial "missing: nothing"

    echo 'must nothing /no/such/file never' >"$PACKAGES"
    run -1 deps
    assert_output --partial "missing: nothing"
}

@test "each line of the list names a kind, a package, a proof and a purpose" {
    run awk '!/^#/ && NF && !(($1 == "must" || $1 == "peer") && NF > 3)' \
        tools/packages
    assert_output ""
}
