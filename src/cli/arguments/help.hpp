// The texts of --help, from which the manual pages and the shells' completions are made too.
#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace stripmeta::cli::help {

struct Verb {
  std::string_view name;
  std::string_view synopsis;  // what follows the name
  std::string_view description;
  std::string_view footer;  // notes, exit codes, examples
};

inline constexpr std::string_view program =
    "Strips metadata (GPS position, device, dates, thumbnails, edit history, hidden extras) from images.\n"
    "The picture stays the same, bit for bit: it is never decoded or encoded again.";

inline constexpr std::string_view footer =
    "Examples:\n"
    "  stripmeta strip photo.jpg -o clean.jpg\n"
    "  stripmeta inspect photo.jpg\n"
    "  stripmeta check *.jpg\n"
    "\n"
    "'stripmeta COMMAND --help' shows the options of a command.";

inline constexpr Verb strip{
    "strip", "[OPTIONS] FILE...", "Remove the metadata from images",
    "OUT is a directory if it is an existing directory, if it ends in '/', or if you name several images or a\n"
    "directory. Images keep their names there, and the images of a directory keep their paths below it. Files in a\n"
    "directory that are not images are left out; the content of a file decides, not its name.\n"
    "As FILE, '-' is standard input. As OUT, '-' is standard output; the results are then printed to standard error.\n"
    "s3://BUCKET/KEY is an object in S3, as FILE and as OUT. The key is used exactly as you write it. Credentials,\n"
    "region and endpoint are read from the variables and files that the AWS tools use.\n"
    "An output file appears only when it is complete. It has the mode of its input file; --preserve keeps more.\n"
    "\n"
    "Exit: 0 all images are clean, 1 an image could not be cleaned, 2 wrong usage.\n"
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
    "inspect", "[OPTIONS] FILE...", "Show the metadata of images, with all values",
    "The first lines answer the usual questions: where and when the image was made, by whom, and with which device\n"
    "and software. They also warn of a thumbnail with another shape than the picture: it may show what was cropped\n"
    "away. All parts and values follow. For a directory, inspect prints one line for each image, and a summary of\n"
    "what they hold.\n"
    "Control characters are printed as \\x1b and the like, so that a value cannot control your terminal.\n"
    "\n"
    "Exit: 0 all images were read; 1 an image could not be read, or has no thumbnail to write; 2 wrong usage.\n"
    "\n"
    "Examples:\n"
    "  stripmeta inspect photo.jpg\n"
    "  stripmeta inspect --thumbnail thumbnail.jpg photo.jpg\n"
    "  stripmeta inspect holiday\n"
    "  stripmeta inspect --json photo.jpg | jq '.values[] | select(.group == \"gps\")'"};

inline constexpr Verb check{
    "check", "[OPTIONS] FILE...", "Tell whether images are clean",
    "An image is clean if strip, with the same policy, would find nothing to remove or repair. A mere layout (fill\n"
    "bytes, padding, the order of parts) does not count: it holds no information.\n"
    "\n"
    "Exit: 0 all images are clean; 1 an image is not clean; 3 no image is known to be unclean, but one could not be\n"
    "judged, because it is unreadable, damaged or in no supported format; 2 wrong usage.\n"
    "\n"
    "Examples:\n"
    "  stripmeta check photo.jpg\n"
    "  stripmeta check --quiet site/images/*.jpg && echo all clean"};

inline constexpr Verb sync{
    "sync", "[OPTIONS] FROM TO", "Keep clean copies of a directory or a bucket in another one",
    "Every image in FROM gets a clean copy in TO, with the same path. A copy records which version of the image it\n"
    "was made from, so the next run skips images that have not changed. The Lambda function records the same, so\n"
    "sync skips its copies too. If a run is interrupted, start it again, and it continues where it stopped.\n"
    "Files that are not images are left out and counted. Nothing is ever deleted. If TO already has a file with that\n"
    "path that sync did not write, the image fails and the file stays, unless you use --force.\n"
    "\n"
    "Exit: 0 all images have clean copies in TO, 1 an image could not be cleaned, 2 wrong usage.\n"
    "\n"
    "Examples:\n"
    "  stripmeta sync photos clean\n"
    "  stripmeta sync s3://photos s3://clean\n"
    "  stripmeta sync photos/2024 s3://clean/2024 --exclude '*.png'\n"
    "  stripmeta sync --dry-run -v s3://photos/2024 clean"};

inline constexpr Verb watch{
    "watch", "[OPTIONS] DIR -o OUT", "Clean each image of a directory as soon as it is complete",
    "watch first cleans the images that are in DIR already. Then it cleans each new image in DIR and the directories\n"
    "below it, as soon as the image is completely written, or was moved or linked there. It prints one line for each\n"
    "image. After a restart, it skips the images that it has cleaned before. If an image fails for a temporary\n"
    "reason, such as a full disk or a lost connection to S3, watch tries it again later.\n"
    "watch ends when it gets SIGINT or SIGTERM, or when DIR is gone. Nothing is ever deleted.\n"
    "\n"
    "Exit: 1 DIR can no longer be watched, 2 wrong usage.\n"
    "\n"
    "Examples:\n"
    "  stripmeta watch inbox -o clean\n"
    "  stripmeta watch --json inbox -o s3://clean/inbox"};

inline constexpr Verb diff{
    "diff", "[OPTIONS] FILE FILE", "Show the differences between two images",
    "A line with '-' shows a value or part of the first image, a line with '+' one of the second. Values and parts\n"
    "that are the same in both are not shown. The pictures are compared byte for byte, without any metadata.\n"
    "\n"
    "Exit: 0 the files are identical, 1 they differ, 3 a file could not be read, 2 wrong usage.\n"
    "\n"
    "Examples:\n"
    "  stripmeta diff photo.jpg clean.jpg"};

inline constexpr Verb policy_of_formats{
    "policy", "[OPTIONS]", "Show what a policy keeps and removes in each format",
    "Each setting comes from its option. If the option is not given, the setting comes from the environment variable,\n"
    "and if that is not set either, from the config file. The config file is the file that STRIPMETA_CONFIG names. If\n"
    "that is not set, it is $XDG_CONFIG_HOME/stripmeta/config, or ~/.config/stripmeta/config without XDG_CONFIG_HOME.\n"
    "Its settings have the names of the options:\n"
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

inline constexpr Verb completion{"completion", "SHELL", "Print a completion script for a shell",
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

// The environment variables on the manual page of every command that has a policy.
inline constexpr std::array<std::pair<std::string_view, std::string_view>, 7> variables{{
    {"STRIPMETA_POLICY, STRIPMETA_KEEP, STRIPMETA_REMOVE", "used if --policy, --keep or --remove is not given"},
    {"STRIPMETA_STRICT", "1 or 0: the same as --strict or --no-strict"},
    {"STRIPMETA_CONFIG", "the path of the config file, if it is not the usual one"},
    {"XDG_CONFIG_HOME", "the directory of config files, if it is not ~/.config"},
    {"NO_COLOR", "if it is set to anything, no colours are used"},
    {"TERM", "if it is \"dumb\", no colours and no progress line are used"},
    {"AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL_S3 and similar",
     "credentials, region and endpoint of S3, as the AWS tools read them"},
}};
inline constexpr const char* config_file =
    "the policy, in lines of 'name = value'; the names are policy, keep, remove and strict (see stripmeta-policy(1))";

inline constexpr const char* shell = "bash, zsh or fish";
inline constexpr const char* page = "a command (default: stripmeta itself)";

// Of the options. Completions show only the first line. The library indents the other lines.
inline constexpr const char* show_help = "show this help and exit";
inline constexpr const char* show_version = "show the version and exit";
inline constexpr const char* file =
    "images, directories of images, or objects as s3://BUCKET/KEY; '-' is standard input;\n"
    "put '--' before a name that starts with a dash";
inline constexpr const char* two_files = "two images, or objects as s3://BUCKET/KEY; '-' is standard input";
inline constexpr const char* quiet = "print only errors";
inline constexpr const char* verbose = "also print a line for each image found in a directory";
inline constexpr const char* inspect_verbose = "also show all values of each image found in a directory";
inline constexpr const char* watch_verbose = "also print a line for each image that was cleaned before";
inline constexpr const char* include =
    "take only files that match GLOB;\n"
    "GLOB is compared with the name; if GLOB has a '/', with the path below the directory";
inline constexpr const char* exclude = "leave out files and directories that match GLOB (compared as for --include)";
inline constexpr const char* hidden = "also take files and directories whose names start with a dot";
inline constexpr const char* follow = "also follow symbolic links found in directories";
inline constexpr const char* jobs = "how many images to process at a time (default: one for each processor)";
inline constexpr const char* backup =
    "with --in-place: keep each original as NAME.orig; an existing NAME.orig is never replaced";
inline constexpr const char* dry_run = "write nothing; only print what would be done";
inline constexpr const char* report =
    "save the result of each file in OUT, as CSV if the name ends in .csv, otherwise as JSON";
inline constexpr const char* sync_from = "where the images are: a directory, or s3://BUCKET/PREFIX";
inline constexpr const char* sync_to = "where the clean copies go: a directory, or s3://BUCKET/PREFIX";
inline constexpr const char* sync_force = "clean every image again, and replace files in TO that sync did not write";
inline constexpr const char* watched = "the directory to watch";
inline constexpr const char* watch_output = "where the clean images go: another directory, or s3://BUCKET/PREFIX";
inline constexpr const char* watch_force = "replace files in OUT that watch did not write";
inline constexpr const char* sync_jobs =
    "how many images to process at a time (default: one for each processor; with S3: 10)";
inline constexpr const char* sync_dry_run =
    "write nothing; only print what would be done;\n"
    "images are recognised by their first bytes, or by their names in S3";
inline constexpr const char* json = "print one JSON object per image, each on its own line, also for images that fail";
inline constexpr const char* one_json = "print one JSON object";
inline constexpr const char* output = "where the clean image goes; '-' is standard output";
inline constexpr const char* in_place = "replace each image with its clean version";
inline constexpr const char* force =
    "replace outputs that exist;\n"
    "with --in-place: also replace files that are read-only or have hard links,\n"
    "files that would lose another picture or a video, and images whose end is missing";
inline constexpr const char* thumbnail =
    "write the thumbnail of the image to OUT; '-' is standard output;\n"
    "if the metadata has several thumbnails, the largest is written: a JPEG as it is stored,\n"
    "raw pixels as a PPM file";
inline constexpr const char* thumbnail_force = "with --thumbnail: replace OUT if it exists";
inline constexpr const char* preserve =
    "keep the times of each file, and its owner if possible;\n"
    "--preserve=LIST keeps what you list (times, owner, xattr), and a file fails if that\n"
    "is not possible. Extended attributes (xattr) are kept only if you list them, because\n"
    "they may tell where a file was downloaded from. The mode is always kept";
inline constexpr const char* durable =
    "flush each output to the disk before reporting it (always done with --in-place)";
inline constexpr const char* verify =
    "have a second reader judge each output before it is used: it shares no code with what\n"
    "strips, and accounts for each byte. If it cannot, the image fails (the Lambda function\n"
    "and sync always do this)";
inline constexpr const char* policy =
    "the policy, which decides what is kept; 'stripmeta policy' shows it\n(environment: STRIPMETA_POLICY): ";
inline constexpr const char* keep = "also keep these parts, separated by commas (environment: STRIPMETA_KEEP):\n";
inline constexpr const char* remove = "also remove these parts, from the same list (environment: STRIPMETA_REMOVE)";
inline constexpr const char* strict =
    "refuse damaged files instead of repairing them\n"
    "(default: --no-strict; environment: STRIPMETA_STRICT=1 or 0)";

}  // namespace stripmeta::cli::help
