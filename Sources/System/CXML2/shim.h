#ifndef ORGSWEEP_CXML2_SHIM_H
#define ORGSWEEP_CXML2_SHIM_H

// Debian builds libxml2 with ICU, so its <libxml/encoding.h> includes <unicode/ucnv.h>. Foundation brings its own ICU,
// and a Swift file that sees both fails with "'UErrorCode' has different definitions in different modules". Only the
// tail of xmlCharEncodingHandler depends on the macro, a struct that we never allocate. It must go before anything
// else is included; whether a build without it passes depends on module caching.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

// The SAX2 push parser: xmlCreatePushParserCtxt, xmlParseChunk, xmlStopParser. It stands first because dict.h of 2.9
// uses xmlChar without including where it is defined.
#include <libxml/parser.h>
// xmlDictLookup: element names arrive as pointers into the parser's dictionary, which makes comparing them one load.
#include <libxml/dict.h>
// xmlError, in which the structured error callback reports what is not well-formed.
#include <libxml/xmlerror.h>

// `xmlFree` is a mutable global function pointer, which Swift 6 does not let through. Nothing here needs it: whatever
// the parser allocates goes with xmlFreeParserCtxt.

/// The value of xmlSAXHandler.initialized that selects the SAX2 callbacks; the macro has no type of its own.
static const unsigned int cxml2_sax2_magic = XML_SAX2_MAGIC;

#endif
