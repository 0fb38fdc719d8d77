// The words of --help.
#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace stripmeta::cli::help {

struct Verb {
  std::string_view name;
  std::string_view synopsis;  // what follows the name
  std::string_view description;
  std::string_view footer;  // examples, exit codes
};

inline constexpr std::string_view program =
    "Strips metadata (position, device, dates, thumbnails, edit history, hidden extras) from images.\n"
    "The picture stays bit for bit: nothing is decoded or encoded again.";

inline constexpr std::string_view footer =
    "Examples:\n"
    "  stripmeta strip photo.jpg -o clean.jpg\n"
    "  stripmeta inspect photo.jpg\n"
    "  stripmeta check *.jpg\n"
    "\n"
    "'stripmeta COMMAND --help' says more of each.";

inline constexpr Verb strip{
    "strip", "[OPTIONS] FILE...", "Write the same image without its metadata",
    "OUT is a directory if it is one, ends in '/', or several images or a directory are given; names, and the tree\n"
    "below a directory, then stay. Of directories images alone are taken, told by their content.\n"
    "A file '-' is standard input, and '-o -' standard output (results then go to standard error).\n"
    "s3://BUCKET/KEY is an object in S3, as a file and as OUT; its key is taken literally. Credentials, region and\n"
    "endpoint are found as the AWS tools find them.\n"
    "An output appears whole or not at all, with the mode of its input. Extended attributes are not carried over.\n"
    "\n"
    "Exit: 0 all are clean, 1 something could not be cleaned, 2 wrong usage.\n"
    "\n"
    "Examples:\n"
    "  stripmeta strip photo.jpg -o clean.jpg\n"
    "  stripmeta strip *.jpg -o clean/\n"
    "  stripmeta strip holiday -o clean --exclude '*.png'\n"
    "  stripmeta strip --in-place --backup --preserve holiday\n"
    "  stripmeta strip --dry-run holiday -o clean\n"
    "  stripmeta strip s3://photos/a.jpg -o s3://clean/a.jpg\n"
    "  stripmeta strip --policy share --remove icc photo.jpg -o clean.jpg\n"
    "  curl -s https://example.com/photo.jpg | stripmeta strip - -o - > clean.jpg"};

inline constexpr Verb inspect{
    "inspect", "[OPTIONS] FILE...", "Show what is in an image, values included",
    "First what a person would look for: where, with what, by whom and when it was taken, what it was made with, and\n"
    "a thumbnail of another shape than the picture's, which may show what was cut away. Then all. Of a directory a "
    "line\n"
    "for each image, and how many hold what; -v shows all of each.\n"
    "Control characters are shown as \\x1b, so that a value cannot command the terminal.\n"
    "\n"
    "Exit: 0 all were read, 1 something could not be read, or there is no thumbnail to write; 2 wrong usage.\n"
    "\n"
    "Examples:\n"
    "  stripmeta inspect photo.jpg\n"
    "  stripmeta inspect --thumbnail thumbnail.jpg photo.jpg\n"
    "  stripmeta inspect holiday\n"
    "  stripmeta inspect --json photo.jpg | jq '.values[] | select(.group == \"gps\")'"};

inline constexpr Verb check{
    "check", "[OPTIONS] FILE...", "Tell whether images are clean",
    "An image is clean if strip under the same policy would remove and repair nothing but fill\n"
    "bytes.\n"
    "\n"
    "Exit: 0 all are clean; 1 one is not clean; 3 none is unclean, but one could not be judged\n"
    "(unreadable, damaged, or no supported image); 2 wrong usage.\n"
    "\n"
    "Examples:\n"
    "  stripmeta check photo.jpg\n"
    "  stripmeta check --quiet site/images/*.jpg && echo all clean"};

inline constexpr Verb sync{
    "sync", "[OPTIONS] FROM TO", "Keep the clean images of a directory or a bucket in another",
    "FROM and TO are directories, or s3://BUCKET/PREFIX. What has its clean image in TO already is not read again: "
    "the\n"
    "image says which version it was made from (as those of the function do). Nothing is ever deleted, and what was "
    "in\n"
    "TO before stays. A run that was cut off goes on where it was; what is no image is left out and counted.\n"
    "\n"
    "Exit: 0 all are clean in TO, 1 something could not be cleaned, 2 wrong usage.\n"
    "\n"
    "Examples:\n"
    "  stripmeta sync photos clean\n"
    "  stripmeta sync s3://photos s3://clean\n"
    "  stripmeta sync photos/2024 s3://clean/2024 --exclude '*.png'\n"
    "  stripmeta sync --dry-run -v s3://photos/2024 clean"};

inline constexpr Verb watch{
    "watch", "[OPTIONS] DIR -o OUT", "Clean each image of a directory as soon as it is complete",
    "OUT is another directory, or s3://BUCKET/PREFIX. What is in DIR already comes first; then each image that is\n"
    "closed after writing, renamed or linked into DIR or a directory in it. One line each. What was cleaned before a\n"
    "restart is not cleaned again; what fails for a reason that may pass (a full disk, S3 away) is tried again. Ends\n"
    "by a signal (SIGINT, SIGTERM), or where DIR is gone. Nothing is ever deleted.\n"
    "\n"
    "Exit: 1 DIR cannot be watched any more, 2 wrong usage.\n"
    "\n"
    "Examples:\n"
    "  stripmeta watch inbox -o clean\n"
    "  stripmeta watch --json inbox -o s3://clean/inbox"};

inline constexpr Verb diff{
    "diff", "[OPTIONS] FILE FILE", "Show what two images differ in",
    "Values and parts that the first has are marked '-', those of the second '+'. The pictures are "
    "compared byte for byte as strip\n"
    "leaves them where nothing optional is kept.\n"
    "\n"
    "Exit: 0 nothing differs, 1 something does, 3 one could not be read, 2 wrong usage.\n"
    "\n"
    "Examples:\n"
    "  stripmeta diff photo.jpg clean.jpg"};

inline constexpr Verb policy_of_formats{
    "policy", "[OPTIONS]", "Show what a policy does, format by format",
    "A policy is said by options, else by variables, else by a file: $XDG_CONFIG_HOME/stripmeta/config, where that is "
    "not\n"
    "set ~/.config/stripmeta/config, or the one that STRIPMETA_CONFIG names. Its lines have the options' names:\n"
    "\n"
    "  policy = share\n"
    "  keep = copyright, gainmap\n"
    "  remove = icc\n"
    "  strict = 1\n"
    "\n"
    "Examples:\n"
    "  stripmeta policy\n"
    "  stripmeta policy --policy archive --json"};

inline constexpr Verb version{"version", "[OPTIONS]", "Show the version",
                              "Examples:\n"
                              "  stripmeta version\n"
                              "  stripmeta version --json"};

inline constexpr Verb help_of{"help", "[COMMAND]", "Show the help of a command",
                              "Examples:\n"
                              "  stripmeta help strip"};

inline constexpr Verb completion{"completion", "SHELL", "Print a script that completes commands in a shell",
                                 "Examples:\n"
                                 "  stripmeta completion bash > ~/.local/share/bash-completion/completions/stripmeta\n"
                                 "  stripmeta completion zsh > ~/.zfunc/_stripmeta\n"
                                 "  stripmeta completion fish > ~/.config/fish/completions/stripmeta.fish"};

inline constexpr Verb man{"man", "[COMMAND]", "Print a manual page",
                          "Examples:\n"
                          "  stripmeta man strip | man -l -\n"
                          "  stripmeta man > stripmeta.1"};

inline constexpr std::array verbs{&strip,   &inspect,    &check,   &diff, &sync, &watch, &policy_of_formats,
                                  &version, &completion, &help_of, &man};

// Of every command that has a policy, in its manual page.
inline constexpr std::array<std::pair<std::string_view, std::string_view>, 7> variables{{
    {"STRIPMETA_POLICY, STRIPMETA_KEEP, STRIPMETA_REMOVE", "as the options of these names, where those are not given"},
    {"STRIPMETA_STRICT", "1 or 0: as --strict or --no-strict"},
    {"STRIPMETA_CONFIG", "another file of the policy"},
    {"XDG_CONFIG_HOME", "the directory in place of ~/.config"},
    {"NO_COLOR", "whatever it says, no colours are used"},
    {"TERM", "\"dumb\": no colours, and no line that says how far a run is"},
    {"AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL_S3 and others of their kind",
     "credentials, region and endpoint of S3, as the AWS tools read them"},
}};
inline constexpr const char* config_file =
    "the policy as lines of 'name = value': policy, keep, remove, strict (stripmeta-policy(1))";

inline constexpr const char* shell = "bash, zsh or fish";
inline constexpr const char* page = "the command whose page it is; none: that of the program";

// Of the options; the library indents what follows a line feed.
inline constexpr const char* file =
    "images, directories of them, or objects as s3://BUCKET/KEY; '-' is standard input,\n"
    "and after '--' a name may start with a dash";
inline constexpr const char* two_files = "two images, or objects as s3://BUCKET/KEY; '-' is standard input";
inline constexpr const char* quiet = "print errors alone";
inline constexpr const char* verbose = "print a line for each image of a directory too";
inline constexpr const char* watch_verbose = "print a line too for each image that was cleaned before";
inline constexpr const char* include =
    "take only files whose name matches; with a '/', whose path below the directory does";
inline constexpr const char* exclude = "leave out what matches, likewise; directories with all in them";
inline constexpr const char* hidden = "take names that start with a dot too";
inline constexpr const char* follow = "take what symbolic links lead to, too";
inline constexpr const char* jobs =
    "how many images are worked on at a time (default: as many as there are processors)";
inline constexpr const char* backup = "in place, keep what was there as NAME.orig; it is never overwritten";
inline constexpr const char* dry_run = "write nothing: say what would be done";
inline constexpr const char* report =
    "keep what became of each file in a file, as CSV where it ends in .csv, else JSON";
inline constexpr const char* places =
    "two directories, or parts of buckets as s3://BUCKET/PREFIX: from where, to where";
inline constexpr const char* sync_force = "clean again what is done, and replace what was in TO before";
inline constexpr const char* watched = "the directory";
inline constexpr const char* watch_output = "where the clean images go";
inline constexpr const char* watch_force = "replace what was in OUT before";
inline constexpr const char* sync_jobs =
    "how many images are worked on at a time (default: as many as there are processors; with S3, 10)";
inline constexpr const char* sync_dry_run =
    "write nothing, and read no more than tells an image: say what is to be done";
inline constexpr const char* json = "print one JSON object a line for each image, errors within";
inline constexpr const char* output = "where the clean image goes; '-' is standard output";
inline constexpr const char* in_place = "replace each image by its clean self";
inline constexpr const char* force =
    "replace an output that exists; in place, also a read-only file, one with hard links,\n"
    "and one that would lose a further picture or a video, or whose end is missing";
inline constexpr const char* thumbnail =
    "write the thumbnail within the metadata of one image, the largest of several, as it stands\n"
    "there (JPEG; bare pixels as PPM); '-' is standard output";
inline constexpr const char* thumbnail_force = "replace OUT where it exists";
inline constexpr const char* preserve =
    "keep times, and the owner where that can be; or --preserve=LIST of times, owner,\n"
    "xattr, all of which must be. Extended attributes are kept only where named: they may\n"
    "say where a file was downloaded. The mode always stays";
inline constexpr const char* durable = "wait until the output would survive a power cut (always so in place)";
inline constexpr const char* policy = "what stays (environment: STRIPMETA_POLICY):\n";
inline constexpr const char* keep = "parts that stay besides, separated by commas (environment: STRIPMETA_KEEP):\n";
inline constexpr const char* remove = "parts that go besides, the same words (environment: STRIPMETA_REMOVE)";
inline constexpr const char* strict =
    "refuse what could be completed or repaired; --no-strict, the default,\n"
    "completes and repairs it (environment: STRIPMETA_STRICT=1 or 0)";

}  // namespace stripmeta::cli::help
