"""What a formula of prices may say: read, typed and measured before anything evaluates it (T1, T5). Pure.

A part of CEL, read strictly: whatever is accepted here CEL accepts with the same meaning, and takes no more than `WORK`
steps. There is no time limit in the library, so the bounds are these: no text grows, no list is made of another, a
list that is looked through is written out and holds no second look. Fractions are left out, for they would be floats.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NoReturn

from services.pricing.contracts import FORMULA_WRONG, Gives
from services.pricing.rules.attribute_kinds import Alike, AttributeKinds
from services.pricing.rules.formula_tokens import FormulaError, Token, tokens_of
from services.pricing.rules.item_fields import ATTRIBUTE, FIELDS, OF_SEGMENTS, attribute_field, vocabulary

DEPTH, ITEMS, WORK = 12, 100, 500
HIGHEST = 2**63 - 1
MONEY = ("cost", "purchase")
_OF_PRICES, _OF_RULES = vocabulary(FIELDS), vocabulary(OF_SEGMENTS)
_OF_TEXTS = ("contains", "startsWith", "endsWith")
_OF_LISTS = ("all", "exists", "exists_one")
FUNCTIONS = ("has", *_OF_TEXTS, *_OF_LISTS)
"""Those of CEL that are needed and behave: `size` of a text counts bytes in this library, not letters."""
_RESERVED = {
    *("as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop"),
    *("namespace", "null", "package", "return", "true", "var", "void", "while"),
    *("int", "uint", "double", "bool", "string", "bytes", "list", "map", "type", "dyn"),
    *("price", "item", *MONEY, *FUNCTIONS),
}
"""What a value of a list may not be called."""
_NO_NAMES = ("true", "false", "null", "in")
"""What may not stand after a dot: in quotes it may."""
_EQUAL, _ORDER, _SUM, _PRODUCT = ("==", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "/", "%")


@dataclass(frozen=True)
class Formula:
    """What is known of a formula: what it gives, which prices (by code), money and fields it names; `attributes`: those
    fields that are attributes, and what each is taken for; none: it is only asked for, or put beside another one."""

    gives: Gives
    codes: tuple[str, ...]
    money: tuple[str, ...]
    fields: tuple[str, ...]
    attributes: Mapping[str, Gives | None]
    divides: bool


@dataclass(frozen=True)
class _Made:
    """What a part of a formula gives. `items`: of a list that is written out, how many; `said`: of a literal text.
    What an attribute holds each item says for itself: it is what its neighbours in the formula are. `like`: attributes
    that will be of the kind of this part, as long as nothing has said which (`gives` none)."""

    gives: Gives | None
    items: int = 0
    said: str | None = None
    like: Alike = frozenset()


_NUMBER, _TRUTH, _TEXT = _Made(Gives.NUMBER), _Made(Gives.TRUTH), _Made(Gives.TEXT)


@lru_cache(maxsize=2048)
def read(text: str) -> Formula:
    """Raises FormulaError."""
    return _Reader(tokens_of(text), _OF_PRICES).read()


def read_price(text: str) -> Formula:
    """A formula that gives a price. Raises FormulaError."""
    formula = read(text)
    if formula.gives is not Gives.NUMBER:
        raise FormulaError(FORMULA_WRONG["result"])
    return formula


def read_condition(text: str) -> Formula:
    """Raises FormulaError."""
    formula = read(text)
    if formula.gives is not Gives.TRUTH:
        raise FormulaError(FORMULA_WRONG["condition"])
    return formula


@lru_cache(maxsize=512)
def read_rule(text: str) -> Formula:
    """A condition over an item's fields and indicators alone, for whom it holds (N3). Raises FormulaError."""
    formula = _Reader(tokens_of(text), _OF_RULES, prices=False).read()
    if formula.gives is not Gives.TRUTH:
        raise FormulaError(FORMULA_WRONG["condition"])
    return formula


@dataclass
class _Reader:
    """Recursive descent, one method for each level of precedence. `extra`: steps beyond one for each token: what
    looks through a list is done once for each of its values. `vocabulary`: the fields of an item that may be named;
    `prices`: whether prices and costs may be; `attributes`: what each is taken for."""

    tokens: Sequence[Token]
    vocabulary: Mapping[str, Gives]
    prices: bool = True
    at: int = 0
    depth: int = 0
    extra: int = 0
    variable: str = ""
    inside: _Made = _TEXT
    codes: set[str] = field(default_factory=set)
    money: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    attributes: AttributeKinds = field(default_factory=AttributeKinds)
    divides: bool = False

    def read(self) -> Formula:
        made = self._whole()
        if self._now.kind != "end":
            self._unreadable()
        if made.items:
            self._misfit(self.tokens[0])
        if made.gives is None:
            self._fit(self.tokens[0], made, _NUMBER)
        codes, money, fields = (tuple(sorted(names)) for names in (self.codes, self.money, self.fields))
        if sign := self.attributes.clash(_ORDER):
            self._misfit(sign)
        return Formula(made.gives or Gives.NUMBER, codes, money, fields, self.attributes.by_field(), self.divides)

    # ------------------------------------------------------------ tokens

    @property
    def _now(self) -> Token:
        return self.tokens[self.at]

    def _next(self) -> Token:
        token = self._now
        self.at += 1
        if self.at + self.extra > WORK:
            self._too_large()
        return token

    def _take(self, *signs: str) -> Token | None:
        return self._next() if self._now.kind in ("sign", "word") and self._now.text in signs else None

    def _demand(self, sign: str) -> None:
        if not self._take(sign):
            self._unreadable()

    def _word(self) -> Token:
        return self._next() if self._now.kind == "word" else self._unreadable()

    def _unreadable(self) -> NoReturn:
        raise FormulaError(FORMULA_WRONG["syntax"], place=self._now.place)

    def _misfit(self, token: Token) -> NoReturn:
        raise FormulaError(FORMULA_WRONG["types"], sign=token.text, place=token.place)

    def _too_large(self) -> NoReturn:
        raise FormulaError(FORMULA_WRONG["too_large"], depth=DEPTH, items=ITEMS, work=WORK)

    # ------------------------------------------------------------ signs

    def _whole(self) -> _Made:
        self.depth += 1
        if self.depth > DEPTH:
            self._too_large()
        made = self._either()
        if asked := self._take("?"):
            self._fit(asked, made, _TRUTH)
            yes = self._either()
            self._demand(":")
            made = self._fit(asked, yes, self._whole())
        self.depth -= 1
        return made

    def _either(self) -> _Made:
        made = self._both()
        while sign := self._take("||"):
            made = self._fit(sign, made, self._both(), _TRUTH)
        return made

    def _both(self) -> _Made:
        made = self._compared()
        while sign := self._take("&&"):
            made = self._fit(sign, made, self._compared(), _TRUTH)
        return made

    def _compared(self) -> _Made:
        made = self._sum()
        while sign := self._take(*_EQUAL, *_ORDER, "in"):
            if sign.text == "in":
                made = self._within(sign, made)
                continue
            both = self._fit(sign, made, self._sum())
            if sign.text in _ORDER and both.gives is Gives.TRUTH:
                self._misfit(sign)
            made = _TRUTH
        return made

    def _within(self, sign: Token, made: _Made) -> _Made:
        """Of a list, or of the prices or attributes there are."""
        if self.prices and self._take("price"):
            if made.said is None:
                self._misfit(sign)
            self.codes.add(made.said)
            return _TRUTH
        if self._take("item"):
            if self._key() != ATTRIBUTE or made.said is None:
                self._misfit(sign)
            self._attribute(made.said)
            return _TRUTH
        among = self._sum()
        if not among.items:
            self._misfit(sign)
        self._fit(sign, made, replace(among, items=0))
        return _TRUTH

    def _sum(self) -> _Made:
        made = self._product()
        while sign := self._take(*_SUM):
            made = self._fit(sign, made, self._product(), _NUMBER)
        return made

    def _product(self) -> _Made:
        made = self._single()
        while sign := self._take(*_PRODUCT):
            self.divides = self.divides or sign.text == "/"
            made = self._fit(sign, made, self._single(), _NUMBER)
        return made

    def _single(self) -> _Made:
        sign = self._take("!", "-")
        while sign and self._take(sign.text):
            pass
        made = self._member()
        return self._fit(sign, made, _TRUTH if sign.text == "!" else _NUMBER) if sign else made

    def _fit(self, sign: Token, *values: _Made) -> _Made:
        """All are of one kind, none a list; attributes among them become of that kind."""
        kinds = {one.gives for one in values if one.gives}
        if len(kinds) > 1 or any(one.items for one in values):
            self._misfit(sign)
        like = frozenset[str]().union(*(one.like for one in values))
        if not kinds:
            self.attributes.beside[like, sign.text] = sign
            return _Made(None, like=like)
        gives = kinds.pop()
        if not self.attributes.fit(like, gives):
            self._misfit(sign)
        return _Made(gives)

    # ------------------------------------------------------------ values

    def _member(self) -> _Made:
        made = self._value()
        while self._take("."):
            made = self._method(made, self._word())
        if self._now.text == "[":
            self._unreadable()
        return made

    def _value(self) -> _Made:
        token = self._now
        if token.kind == "number":
            return self._number(self._next())
        if token.kind == "text":
            return _Made(Gives.TEXT, said=self._next().text[1:-1])
        if self._take("("):
            made = self._whole()
            self._demand(")")
            return made
        if self._take("["):
            return self._list(token)
        return self._named(self._word())

    def _number(self, token: Token) -> _Made:
        if self._now.text == "." and self.tokens[self.at + 1].kind == "number":
            raise FormulaError(FORMULA_WRONG["fraction"], place=token.place)
        if int(token.text) > HIGHEST:
            raise FormulaError(FORMULA_WRONG["syntax"], place=token.place)
        return _NUMBER

    def _list(self, opened: Token) -> _Made:
        made = [self._whole()]
        while self._take(","):
            made.append(self._whole())
            if len(made) > ITEMS:
                self._too_large()
        self._demand("]")
        return replace(self._fit(opened, *made), items=len(made))

    def _named(self, word: Token) -> _Made:
        name = word.text
        if name in ("true", "false"):
            return _TRUTH
        if self.variable and name == self.variable:
            return self.inside
        if name == "price" and self.prices:
            return self._price()
        if name == "item":
            return self._field()
        if name in MONEY and self.prices:
            self.money.add(name)
            return _NUMBER
        if self._now.text == "(":
            return self._function(word)
        return self._unknown(name)

    def _unknown(self, name: str) -> NoReturn:
        known = [*(('price["CODE"]', *MONEY) if self.prices else ()), *(f"item.{one}" for one in self.vocabulary)]
        known.append(f"item.{attribute_field('NAME')}")
        raise FormulaError(FORMULA_WRONG["name"], name=name, known=", ".join(known))

    def _price(self) -> _Made:
        self.codes.add(self._key())
        return _NUMBER

    def _field(self, *, asked: bool = False) -> _Made:
        name = self._key()
        if name == ATTRIBUTE:
            if asked:
                self._demand_dot()
            return self._attribute(self._key())
        if name not in self.vocabulary:
            self._unknown(f"item.{name}")
        self.fields.add(name)
        return _Made(self.vocabulary[name])

    def _attribute(self, name: str) -> _Made:
        own = attribute_field(name)
        self.fields.add(own)
        gives, like = self.attributes.named(own)
        return _Made(gives, like=like)

    def _key(self) -> str:
        """Of what has names inside: `.name` or `["name"]`."""
        if self._take("."):
            return self._unreadable() if self._now.text in _NO_NAMES else self._word().text
        self._demand("[")
        if self._now.kind != "text":
            self._unreadable()
        key = self._next().text[1:-1]
        self._demand("]")
        return key

    # ------------------------------------------------------------ functions

    def _function(self, word: Token) -> _Made:
        if word.text != "has":
            self._no_function(word)
        self._demand("(")
        of_price = self.prices and self._take("price")
        if not of_price:
            self._demand("item")
        self._demand_dot()
        if of_price:
            self._price()
        else:
            self._field(asked=True)
        self._demand(")")
        return _TRUTH

    def _demand_dot(self) -> None:
        """As CEL has it: has(price.RETAIL); of other codes `"20_A" in price`."""
        if self._now.text != ".":
            self._unreadable()

    def _method(self, made: _Made, word: Token) -> _Made:
        if word.text not in (*_OF_LISTS, *_OF_TEXTS):
            self._no_function(word)
        self._demand("(")
        if word.text in _OF_LISTS:
            self._look_through(made, word)
        else:
            self._fit(word, made, self._whole(), _TEXT)
        self._demand(")")
        return _TRUTH

    def _look_through(self, values: _Made, word: Token) -> None:
        if not values.items:
            self._misfit(word)
        if self.variable:
            raise FormulaError(FORMULA_WRONG["nested"], place=word.place)
        name = self._word()
        if name.text in _RESERVED:
            raise FormulaError(FORMULA_WRONG["syntax"], place=name.place)
        self._demand(",")
        self.variable, self.inside, begun = name.text, replace(values, items=0), self.at
        self._fit(word, self._whole(), _TRUTH)
        self.extra += (self.at - begun) * (values.items - 1)
        self.variable = ""

    def _no_function(self, word: Token) -> NoReturn:
        raise FormulaError(FORMULA_WRONG["function"], name=word.text, known=", ".join(FUNCTIONS))
