// What Swift cannot call in libedit: variadic functions, and stdio's streams, which are vars.
#pragma once
#include <histedit.h>
