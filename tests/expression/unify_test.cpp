#include "common/expression/unify.h"

#include <gtest/gtest.h>

namespace balm::expression {
namespace {

Type letter(const std::string& name) {
  Type type{Type::Kind::Variable};
  type.name = name;
  return type;
}

TEST(Unify, DynFitsEverywhereOthersOnlyWhereTheyAre) {
  Unifier unifier;
  EXPECT_TRUE(unifier.fits(Type::integer(), Type::integer()));
  EXPECT_TRUE(unifier.fits(Type::integer(), Type::dyn()));
  EXPECT_TRUE(unifier.fits(Type::dyn(), Type::text()));
  EXPECT_FALSE(unifier.fits(Type::integer(), Type::text()));
  EXPECT_FALSE(unifier.fits(Type::list(Type::integer()), Type::list(Type::text())));
}

TEST(Unify, ALetterMeansOneType) {
  Unifier unifier;
  EXPECT_TRUE(unifier.fits(Type::list(letter("A")), Type::list(Type::integer())));
  EXPECT_EQ(to_text(unifier.resolve(letter("A"))), "int");
  EXPECT_FALSE(unifier.fits(letter("A"), Type::text()));
  EXPECT_EQ(to_text(unifier.resolve(Type::map(Type::text(), letter("A")))), "map(string, int)");
  EXPECT_TRUE(unifier.resolve(letter("B")).is(Type::Kind::Dyn)) << "unbound";
}

TEST(Unify, NumbersOfAllKindsCompareOtherKindsDoNot) {
  EXPECT_TRUE(comparable(Type::integer(), Type::number()));
  EXPECT_TRUE(comparable(Type{Type::Kind::Null}, Type::text()));
  EXPECT_TRUE(comparable(Type::dyn(), Type::text()));
  EXPECT_FALSE(comparable(Type::integer(), Type::text()));
  EXPECT_TRUE(ordered(Type::integer(), Type::number()));
  EXPECT_TRUE(ordered(Type::text(), Type::text()));
  EXPECT_FALSE(ordered(Type::text(), Type::integer()));
  EXPECT_FALSE(ordered(Type::list(Type::integer()), Type::list(Type::integer())));
}

TEST(Unify, AFunctionTakesItsNumberOfArguments) {
  const std::span<const Function> functions = find_functions("size", false);
  ASSERT_FALSE(functions.empty());
  Type result;
  const std::vector<Type> one = {Type::text()};
  const std::vector<Type> two = {Type::text(), Type::text()};
  bool any = false;
  for (const Function& function : functions) {
    any = any || accepts(function, one, result);
    EXPECT_FALSE(accepts(function, two, result));
  }
  EXPECT_TRUE(any);
}

}  // namespace
}  // namespace balm::expression
