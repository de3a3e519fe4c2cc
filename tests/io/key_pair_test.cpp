#include "common/io/key_pair.h"

#include <array>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <zmq.h>

#include "tests/io/temporary_folder.h"

namespace balm {
namespace {

namespace fs = std::filesystem;

class KeyFileTest : public testing::Test {
 protected:
  Error::Kind refusal(KeyAccess access = KeyAccess::OwnerOnly) {
    const auto keys = read_key_file(path_, access);
    EXPECT_FALSE(keys);
    return keys ? Error::Kind::Usage : keys.error().kind;
  }
  void write(const std::string& text) {
    std::ofstream(path_) << text;
    fs::permissions(path_, fs::perms::owner_read | fs::perms::owner_write);
  }

  TemporaryFolder folder_;
  std::string path_ = folder_ / "agent.key";
};

TEST_F(KeyFileTest, IsMadeOnceAndReadAgain) {
  const auto made = read_or_create_key_file(path_);
  ASSERT_TRUE(made) << made.error().message;
  const auto read = read_or_create_key_file(path_);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(made->public_key, read->public_key);
  EXPECT_EQ(fs::status(path_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(create_key_file(path_).error().kind, Error::Kind::Refused) << "a key is never replaced";
}

TEST_F(KeyFileTest, RefusesWhatOthersCouldRead) {
  ASSERT_TRUE(create_key_file(path_));
  fs::permissions(path_, fs::perms::group_read, fs::perm_options::add);
  EXPECT_EQ(refusal(), Error::Kind::Denied);
  EXPECT_TRUE(read_key_file(path_, KeyAccess::GroupReads));
  fs::permissions(path_, fs::perms::others_read, fs::perm_options::add);
  EXPECT_EQ(refusal(KeyAccess::GroupReads), Error::Kind::Denied);
}

TEST_F(KeyFileTest, RefusesLinksFoldersAndLooseFolders) {
  ASSERT_TRUE(create_key_file(folder_ / "real.key"));
  fs::create_symlink(folder_ / "real.key", path_);
  EXPECT_EQ(refusal(), Error::Kind::Denied);
  fs::remove(path_);
  fs::create_directory(path_);
  EXPECT_EQ(refusal(), Error::Kind::Denied);
  fs::permissions(folder_.path(), fs::perms::others_write, fs::perm_options::add);
  EXPECT_EQ(read_key_file(folder_ / "real.key").error().kind, Error::Kind::Denied);
}

TEST_F(KeyFileTest, RefusesWhatIsNoSecret) {
  EXPECT_EQ(refusal(), Error::Kind::NotFound);
  write("");
  EXPECT_EQ(refusal(), Error::Kind::BadData);
  write(std::string(40, '0'));  // Z85 for all zeros
  EXPECT_EQ(refusal(), Error::Kind::BadData);
  write("D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs\n");  // printed in ZeroMQ's manual
  EXPECT_EQ(refusal(), Error::Kind::BadData);
  write("JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6\n");
  EXPECT_EQ(refusal(), Error::Kind::BadData);
  write(std::string(39, 'a'));
  EXPECT_EQ(refusal(), Error::Kind::BadData);
}

TEST(KeyPair, TextsGoBothWays) {
  const KeyPair keys = KeyPair::generate();
  EXPECT_TRUE(valid_public_key(keys.public_key));
  EXPECT_EQ(to_z85(from_z85(keys.public_key)), keys.public_key);
  EXPECT_FALSE(valid_public_key(std::string(40, '~')));
  EXPECT_FALSE(valid_public_key(std::string(40, '\xFF')));
  EXPECT_FALSE(valid_public_key(""));
  EXPECT_EQ(KeyPair::from_secret(keys.secret_key)->public_key, keys.public_key);
}

// What libzmq makes of a secret key is what we make of it, and the other way round.
TEST(KeyPair, AreThoseOfZeroMq) {
  const KeyPair ours = KeyPair::generate();
  std::array<char, 41> public_key{};
  std::array<char, 41> secret_key{};
  ASSERT_EQ(zmq_curve_public(public_key.data(), ours.secret_key.c_str()), 0);
  EXPECT_EQ(ours.public_key, public_key.data());
  ASSERT_EQ(zmq_curve_keypair(public_key.data(), secret_key.data()), 0);
  const auto theirs = KeyPair::from_secret(secret_key.data());
  ASSERT_TRUE(theirs) << theirs.error().message;
  EXPECT_EQ(theirs->public_key, public_key.data());
  std::array<std::uint8_t, 32> raw{};
  ASSERT_NE(zmq_z85_decode(raw.data(), ours.public_key.c_str()), nullptr);
  EXPECT_EQ(from_z85(ours.public_key), std::string(raw.begin(), raw.end()));
}

TEST(KeyPair, FingerprintsAreForPeopleToCompare) {
  const std::string text = fingerprint(KeyPair::generate().public_key);
  ASSERT_EQ(text.size(), 52u + 12u);
  for (std::size_t i = 0; i < text.size(); ++i) EXPECT_EQ(text[i] == '-', i % 5 == 4) << text;
  EXPECT_EQ(text.find_first_of("ilou"), std::string::npos) << "letters that look like digits";
  EXPECT_EQ(fingerprint("nonsense"), "");
  // SHA-256 of 32 zero bytes begins 66687aad f862bd77 6c8fc18b 8e9f8e20.
  EXPECT_EQ(fingerprint(std::string(40, '0')).substr(0, 24), "csm7-nbfr-cayq-ev4f-r65r");
}

}  // namespace
}  // namespace balm
