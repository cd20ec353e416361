/*
 * common.h - what every lesson's programs share.
 *
 * Only what an earlier lesson has taught is here, word for word.  The calls
 * that a lesson is about always stand in the lesson itself.  A lesson that
 * builds one of these functions includes the other headers one by one.
 */
#ifndef COMMON_H
#define COMMON_H

#include "basics.h"
#include "reader.h"     /* read_line(), read_full(): built in lesson 10 */
#include "tcp.h"        /* tcp_listen(), tcp_connect(): built in lesson 04 */

#endif
