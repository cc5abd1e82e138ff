// Nothing to call: the program is linked with it, and Foundation's networking finds libcurl's names here (curl.c).
#pragma once
