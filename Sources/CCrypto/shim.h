// OpenSSL's one-shot SHA-256; nothing else of it is used from Swift.
#pragma once
#include <openssl/sha.h>
