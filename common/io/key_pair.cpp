#include "common/io/key_pair.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/io/unique_fd.h"

namespace balm {
namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kKeyFileBytesMax = 4'096;

// Printed in the manual of every ZeroMQ installation, so they are nobody's secret.
constexpr std::array<std::string_view, 2> kWellKnownPublicKeys{"Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID",
                                                               "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"};

// Keys of CURVE are those of NaCl's crypto_box (RFC 26 of the ZeroMQ project).
using RawKey = std::array<unsigned char, kKeyBytes>;
static_assert(crypto_box_PUBLICKEYBYTES == kKeyBytes && crypto_box_SECRETKEYBYTES == kKeyBytes);

std::string text_of(const RawKey& key) {
  return to_z85({reinterpret_cast<const char*>(key.data()), key.size()});
}

Error bad_key(std::string message) {
  return {Error::Kind::BadData, std::move(message), ""};
}

Error denied(std::string message, std::string hint) {
  return {Error::Kind::Denied, std::move(message), std::move(hint)};
}

std::string octal(mode_t mode) {
  std::array<char, 8> text{};
  const mode_t bits = mode & 07777u;
  for (int i = 0; i < 4; ++i)
    text[static_cast<std::size_t>(i)] = static_cast<char>('0' + ((bits >> (9 - 3 * i)) & 7u));
  return text.data();
}

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Result<void> check_folder(const std::string& path) {
  struct stat info {};
  const std::string folder = folder_of(path);
  if (stat(folder.c_str(), &info) != 0)
    return Error{Error::Kind::NotFound, folder + ": " + std::strerror(errno), ""};
  const bool others_write = (info.st_mode & 0022u) != 0 && (info.st_mode & S_ISVTX) == 0;
  if (others_write)
    return denied(folder + " can be written by others (mode " + octal(info.st_mode) + ")",
                  "chmod go-w " + folder);
  return {};
}

Result<void> check_access(const std::string& path, const struct stat& info, KeyAccess access) {
  if (!S_ISREG(info.st_mode)) return denied(path + " is not a regular file", "");
  if (info.st_uid != geteuid() && info.st_uid != 0)
    return denied(path + " belongs to user " + std::to_string(info.st_uid) + ", not to this process' user " +
                      std::to_string(geteuid()),
                  "");
  const mode_t forbidden = access == KeyAccess::GroupReads ? 0037u : 0077u;
  if ((info.st_mode & forbidden) != 0)
    return denied(path + " can be used by others (mode " + octal(info.st_mode) + ")", "chmod 0600 " + path);
  return {};
}

Result<std::string> read_guarded(const std::string& path, KeyAccess access) {
  if (auto safe = check_folder(path); !safe) return safe.error();
  const UniqueFd file(open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (!file && errno == ELOOP) return denied(path + " is a symbolic link", "name the file itself");
  if (!file)
    return Error{errno == ENOENT ? Error::Kind::NotFound : Error::Kind::Denied,
                 path + ": " + std::strerror(errno), ""};
  struct stat info {};
  if (fstat(file.get(), &info) != 0) return Error{Error::Kind::Io, path + ": " + std::strerror(errno), ""};
  if (auto safe = check_access(path, info, access); !safe) return safe.error();
  std::string text(kKeyFileBytesMax, '\0');
  const ssize_t size = read(file.get(), text.data(), text.size());
  if (size < 0) return Error{Error::Kind::Io, path + ": " + std::strerror(errno), ""};
  text.resize(static_cast<std::size_t>(size));
  return text;
}

// The one line that is neither empty nor a comment.
std::string_view key_line(std::string_view text) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    if (!line.empty() && line.front() != '#') return line;
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return {};
}

Result<void> write_new_file(const std::string& path, const std::string& text) {
  const std::string draft = path + ".new";
  unlink(draft.c_str());  // of a start that was cut short
  const UniqueFd file(open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  const auto failed = [&] { return Error{Error::Kind::Io, path + ": " + std::strerror(errno), ""}; };
  if (!file) return failed();
  if (write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) return failed();
  if (fsync(file.get()) != 0) return failed();
  const int linked = link(draft.c_str(), path.c_str());  // unlike rename() it never replaces a key
  const int code = errno;
  unlink(draft.c_str());
  if (linked != 0 && code == EEXIST) return Error{Error::Kind::Refused, path + " exists already", ""};
  if (linked != 0) return Error{Error::Kind::Io, path + ": " + std::strerror(code), ""};
  const UniqueFd folder(open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder || fsync(folder.get()) != 0) return failed();
  return {};
}

}  // namespace

bool valid_public_key(std::string_view z85) {
  const std::string raw = from_z85(z85);
  if (raw.empty() || raw == std::string(kKeyBytes, '\0')) return false;
  for (const std::string_view known : kWellKnownPublicKeys)
    if (z85 == known) return false;
  return true;
}

KeyPair KeyPair::generate() {
  RawKey public_key{};
  RawKey secret_key{};
  crypto_box_keypair(public_key.data(), secret_key.data());
  return {text_of(public_key), text_of(secret_key)};
}

Result<KeyPair> KeyPair::from_secret(std::string_view secret_key) {
  const std::string raw = from_z85(secret_key);
  if (raw.empty()) return bad_key("it does not hold a secret key (40 characters of Z85)");
  if (raw == std::string(kKeyBytes, '\0')) return bad_key("the key is all zeros");
  RawKey secret{};
  RawKey public_key{};
  std::copy(raw.begin(), raw.end(), secret.begin());
  if (crypto_scalarmult_base(public_key.data(), secret.data()) != 0)
    return bad_key("it does not hold a usable secret key");
  KeyPair keys{text_of(public_key), std::string(secret_key)};
  if (!valid_public_key(keys.public_key))
    return bad_key("this is a key from ZeroMQ's manual, which everybody has");
  return keys;
}

Result<KeyPair> read_key_file(const std::string& path, KeyAccess access) {
  const Result<std::string> text = read_guarded(path, access);
  if (!text) return text.error();
  Result<KeyPair> keys = KeyPair::from_secret(key_line(*text));
  if (!keys) return bad_key(path + ": " + keys.error().message);
  return keys;
}

Result<KeyPair> create_key_file(const std::string& path) {
  if (auto safe = check_folder(path); !safe) return safe.error();
  const KeyPair keys = KeyPair::generate();
  const std::string text =
      "# Secret key of Balm: whoever has it speaks as its owner. Fingerprint of its public key:\n# " +
      fingerprint(keys.public_key) + "\n" + keys.secret_key + "\n";
  if (auto written = write_new_file(path, text); !written) return written.error();
  return keys;
}

Result<KeyPair> read_or_create_key_file(const std::string& path) {
  Result<KeyPair> keys = read_key_file(path);
  if (keys || keys.error().kind != Error::Kind::NotFound) return keys;
  return create_key_file(path);
}

std::string fingerprint(std::string_view public_key) {
  constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  const std::string raw = from_z85(public_key);
  if (raw.empty()) return "";
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(raw.data()), raw.size());
  std::string text;
  unsigned held = 0;
  int bits = 0;
  const auto put = [&](unsigned five) {
    if (text.size() % 5 == 4) text += '-';
    text += kAlphabet[five & 31u];
  };
  for (const unsigned char byte : digest) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) put(held >> (bits - 5));
  }
  if (bits > 0) put(held << (5 - bits));
  return text;
}

}  // namespace balm
