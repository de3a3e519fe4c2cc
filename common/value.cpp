#include "common/value.h"
