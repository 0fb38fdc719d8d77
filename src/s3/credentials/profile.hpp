// The credentials of a profile in the shared files: keys, or a command that prints them.
#pragma once

#include "s3/credentials/credentials.hpp"
#include "s3/credentials/shared_files.hpp"
#include "store/store.hpp"

namespace stripmeta::s3 {

// Looks for keys in the credentials file, then for `credential_process`, then for keys in the config file. Errors:
// configuration (only one of the two keys; a role or single sign-on, which need a `credential_process` here; or the
// process failed), deadline.
FoundCredentials profile_credentials(const Profile& profile, const Call& call);

}  // namespace stripmeta::s3
