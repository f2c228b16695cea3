/* coded.h: coded pictures and sound as they stand in an MP4, without what coders and cameras write between them:
 * settings, serial numbers, times. In place; what is shown and heard does not change. Pure. */
#ifndef CODED_H
#define CODED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum coded_kind {
	CODED_PLAIN,		/* nothing is known to lie in it */
	CODED_H264,		/* NAL units with their length before them (ISO/IEC 14496-15, 5.3.3) */
	CODED_HEVC,		/* the same (8.3.3) */
	CODED_AV1,		/* OBUs (AV1 specification, 5.3) */
	CODED_MPEG4,		/* start codes (ISO/IEC 14496-2, 6.2) */
	CODED_AAC,		/* raw data blocks (ISO/IEC 14496-3, 4.4.2.1) */
};
struct coded {
	enum coded_kind kind;
	unsigned length_bytes;	/* of a NAL unit's length: 1 to 4 */
};

/* The head that decoders need before all else (avcC, hvcC, av1C, decoder specific info): p, *n bytes. False: it is not
 * one; *c is not to be used. */
bool coded_head(struct coded *c, enum coded_kind kind, uint8_t *p, size_t *n);
/* One packet. *n becomes 0 when nothing is left of it. False: it is not what its kind must be. */
bool coded_packet(const struct coded *c, uint8_t *p, size_t *n);
#endif
