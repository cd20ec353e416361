/*
 * wire.h - the cable between the two hosts: this program itself.
 *
 * A packet that a host sends is taken from its TUN device, flies for the wire's
 * delay (and waits before that for a rate-limited wire), and is put into the
 * other host's device.  On the way the scene's faults may befall it.
 */
#ifndef LADDER_WIRE_H
#define LADDER_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/event.h"
#include "scene/scene.h"

enum { FATES_MAX = 4 };

struct packet {
    struct packet *next;
    uint64_t number;            /* 1, 2 ... */
    enum host host;             /* whose it is: the sender */
    int64_t due_ns;             /* when it arrives; INT64_MAX while held */
    int64_t departs_ns;         /* when its last bit has left the queue */
    bool corrupted;
    bool forged;                /* made by the wire: nobody sent it */
    struct segment segment;     /* understood; its payload points into bytes */
    size_t length;
    unsigned char bytes[];
};

struct wire;

/* A new wire as the scene says, or NULL with errno.  The scene must outlive
   it.  The caller frees it, and the packets in flight with it. */
struct wire *
wire_new(const struct scene *scene);

void
wire_free(struct wire *wire);

/* A packet with these bytes, numbered; NULL with errno.  Owned by the caller
   until it is given to wire_send(). */
struct packet *
wire_packet(struct wire *wire, enum host host, const unsigned char *bytes,
            size_t length);

/*
 * Sends the packet, whose segment is filled in (flow_note() first): decides
 * its fate and puts it into flight.  Writes what befell it into
 * fates[FATES_MAX], in order, and returns how many there are.  A packet that
 * was lost or dropped is *gone: the caller frees it.
 */
size_t
wire_send(struct wire *wire, struct packet *packet, int64_t now_ns,
          enum wire_deed fates[FATES_MAX], bool *gone);

/* Whether the scene's fault i has befallen a packet. */
bool
wire_fault_met(const struct wire *wire, size_t i);

/* When the next packet is due, or INT64_MAX. */
int64_t
wire_next_due(const struct wire *wire);

/* Takes out the packet that is due first, at or before now; NULL if none is.
   The caller frees it. */
struct packet *
wire_arrival(struct wire *wire, int64_t now_ns);

/* Packets in flight. */
size_t
wire_in_flight(const struct wire *wire);

/* Packets of this host that wait for a rate-limited wire at now. */
size_t
wire_queue(const struct wire *wire, enum host host, int64_t now_ns);

/* Cuts or mends the cable.  What is in flight or sent while it is cut is lost:
   wire_lost() hands those in flight out one by one, then NULL. */
void
wire_cut(struct wire *wire, bool cut);

struct packet *
wire_lost(struct wire *wire);

/*
 * For play: with hold, a sent packet stays in flight until wire_release().
 * wire_first_held() is the oldest that is held, or NULL; it stays the wire's.
 */
void
wire_hold(struct wire *wire, bool hold);

struct packet *
wire_first_held(const struct wire *wire);

/* The oldest that is held of this host's; and the next of the same host. */
struct packet *
wire_held_of(const struct wire *wire, enum host host);

struct packet *
wire_next_held(const struct packet *packet);

/* Lets a held packet arrive at due_ns. */
void
wire_release(struct wire *wire, struct packet *packet, int64_t due_ns);

/* Takes a packet out of flight; the caller frees it. */
struct packet *
wire_take_out(struct wire *wire, struct packet *packet);

/* Puts one more copy of a packet into flight, due at due_ns.  NULL or errno. */
struct packet *
wire_duplicate(struct wire *wire, const struct packet *packet, int64_t due_ns);

/* Changes one bit of the packet's last byte: its checksum is wrong now. */
void
packet_corrupt(struct packet *packet);

#endif
