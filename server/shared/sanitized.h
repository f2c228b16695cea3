/* sanitized.h: whether this is a build that looks for faults of memory: such wants terabytes of addresses, and a few
 * calls of the system more. */
#ifndef SANITIZED_H
#define SANITIZED_H

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define SANITIZED 1
#endif
#endif
