// Cleans the coded data of a sequence, sample by sample.
#pragma once

#include <vector>

#include "strip/grammar/grammar.hpp"
#include "strip/heif/agreement.hpp"
#include "strip/heif/layout.hpp"
#include "strip/heif/track.hpp"

namespace stripmeta::heif {

// Adds the edits that clean the samples of the tracks that stay, and adds what goes to the report. Error `malformed`:
// the samples overlap so much that reading them would take more than eight times the input, or there are more than
// max_edits. Errors of the JPEG 2000 grammar.
Status edit_samples(Bytes input, const std::vector<Track>& tracks, std::vector<Edit>& edits, Agreement& agreement,
                    Output& out);

// Some decoders take the lengths of units as four bytes whatever the configuration says. Error `malformed`: it says
// another size, but the data have four bytes, so decoders show different pictures. `at` is where the data begin.
Status check_lengths(Bytes data, std::size_t at, const coded::Stream& stream);

// Adds the changes to the report, and makes edits of them. `at` is where `data` begin in the input.
std::vector<Edit> take_changes(Bytes data, std::size_t at, std::vector<coded::Change> changes, Output& out);

}  // namespace stripmeta::heif
