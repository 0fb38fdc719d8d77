// The credentials that a profile holds, or tells how to get.
#pragma once

#include "s3/found_credentials.hpp"
#include "s3/profile.hpp"
#include "store/store.hpp"

namespace stripmeta::s3 {

// Keys of the credentials file, `credential_process`, keys of the config file, in this order. Errors: configuration:
// one key of two; a role or a single sign-on, which are not supported, `credential_process` being the way to have them;
// a process that fails. deadline.
FoundCredentials profile_credentials(const Profile& profile, const Call& call);

}  // namespace stripmeta::s3
