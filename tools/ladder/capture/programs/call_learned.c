#include "capture/programs/call_parts.h"

#include <signal.h>
#include <sys/socket.h>

#include "capture/programs/peek.h"

/* Remembers whether a handler restarts the calls that it interrupts. */
static void
learn_sigaction(struct tracee *tracee, const struct call *call)
{
    struct { uint64_t handler, flags; } action = { 0, 0 };
    unsigned signal = (unsigned)call->raw[0];

    if (signal == 0 || signal > 64 || call->raw[1] == 0 ||
        peek_memory(tracee, call->raw[1], &action, sizeof action) == 0)
        return;
    uint64_t bit = 1ull << (signal - 1);
    tracee->restarts[0] &= ~bit;
    tracee->restarts[1] &= ~bit;
    if (action.handler > 1)
        tracee->restarts[(action.flags & SA_RESTART) != 0] |= bit;
}

void
call_read_learned(struct tracee *tracee, struct call *call,
             const struct known_call *known)
{
    struct words words = words_in(call->learned, sizeof call->learned);
    socklen_t length = 0;

    switch (known->shape) {
    case SHAPE_FD:
    case SHAPE_ACCEPT4:
        if (known->effect != EFFECT_ACCEPT || call->raw[1] == 0)
            break;
        /* fall through */
    case SHAPE_LEARN_ADDRESS:
        peek_memory(tracee, call->raw[2], &length, sizeof length);
        words_address(&words, tracee, call->raw[1], length);
        break;
    case SHAPE_GETSOCKOPT:
        peek_memory(tracee, call->raw[4], &length, sizeof length);
        words_option_value(&words, tracee, call->raw[1], call->raw[2],
                           call->raw[3], length);
        break;
    case SHAPE_RECVFROM:
        call_keep_data(tracee, call, call->raw[1], (uint64_t)call->value);
        if (call->raw[4] != 0) {
            peek_memory(tracee, call->raw[5], &length, sizeof length);
            words_address(&words, tracee, call->raw[4], length);
        }
        break;
    case SHAPE_READ:
        call_keep_data(tracee, call, call->raw[1], (uint64_t)call->value);
        break;
    case SHAPE_POLL:
        call_write_poll(tracee, call, &words, true);
        break;
    case SHAPE_SELECT:
        call_write_select(tracee, call, &words);
        break;
    case SHAPE_SIGACTION:
        learn_sigaction(tracee, call);
        break;
    default:
        break;
    }
}
