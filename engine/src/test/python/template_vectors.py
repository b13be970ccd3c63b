"""Makes language.json and generated.json beside the other template resources: snippets and what Jinja2 gives for them.

Needs Jinja2 3.1; the tests need only its output. Usage: python3 template_vectors.py
"""

import json
import pathlib
import random
from datetime import datetime

import jinja2
import jinja2.ext
import jinja2.sandbox

NOW = datetime(2024, 7, 26, 9, 5, 3)
RESOURCES = pathlib.Path(__file__).parent.parent / "resources" / "template"


class Generation(jinja2.ext.Extension):
    """The block that marks what the model has said; its text is rendered as it is."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("mark"), [], [], body).set_lineno(line)

    @jinja2.pass_eval_context
    def mark(self, context, caller):
        return caller()


def environment():
    """The settings of the Hugging Face libraries."""
    env = jinja2.sandbox.ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols]
    )

    def raise_exception(message):
        raise jinja2.exceptions.TemplateError(message)

    def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
        return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)

    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = raise_exception
    env.globals["strftime_now"] = NOW.strftime
    return env


ENV = environment()

VARIABLES = {
    "n": 7,
    "neg": -3,
    "f": 2.5,
    "s": "Hello World",
    "u": "Grüße, 世界 🌍",
    "empty": "",
    "yes": True,
    "no": False,
    "nothing": None,
    "list": [3, 1, 2],
    "words": ["pear", "Apple", "fig", "apple"],
    "map": {"a": 1, "b": {"c": [1, 2]}, "items": "x"},
    "people": [
        {"name": "Ann", "age": 30, "role": "user"},
        {"name": "Bob", "age": 25, "role": "assistant"},
        {"name": "cid", "age": 30, "role": "user"},
    ],
    "text": "line one\nline two\n\n  line four  ",
}


def outcome(template, variables):
    try:
        return ENV.from_string(template).render(**variables)
    except Exception:
        return None


def vector(template, variables=VARIABLES):
    return {"template": template, "variables": variables, "text": outcome(template, variables)}


# One expression a line: each becomes {{ ... }}.
EXPRESSIONS = r"""
1 + 2 * 3 - 4
2 ** 3 ** 2
-2 ** 2
-n|abs
7 // 2, -7 // 2, 7 % 3, -7 % 3, 7 % -3
7.5 // 2, -7.5 // 2, -7.5 % 2, 7.5 % -2
7 / 2, 6 / 2, 1 / 3
2 ** -1
2 ** 0.5
1e16, 1e15, 1.5e-5, 0.0001, 1e100, 123456789.123, -0.0, 100.0, 1e22
1_000 + 0x1F + 0b101 + 0o17
1 == 1.0, true == 1, 'a' == 'a', [1] == [1.0], (1,) == [1], none == false
1 < 2 < 3, 1 < 2 > 5, 3 >= 3, 'a' < 'b', [1, 2] < [1, 3]
'b' in 'abc', 'x' not in 'abc', 2 in list, 'a' in map, 9 in range(3)
not true or true and false
not n == 7
1 and 0, 1 or 2, '' or 'x', none and 1
'a' ~ 1 ~ none ~ true ~ 2.0 ~ [1, 'x']
'a' + 'b' ~ 'c'
1 ~ 2 + 3
'yes' if n > 5 else 'no'
'x' if no
('x' if no) is defined
1 if no else 2 if no else 3
[1, 'a', none, true, 2.5, [], {}, ()]
{'a': 1, 'b': [1, {'c': none}], 3: 'x'}
(1,), (), (1, 2)
1, 2
['it''s', "it's", 'a"b', "a'b\"c"]
['\n\t\\', 'é', '\x00\x7f', '\u200b', '🌍', '\xa0']
'\x41\u00e9\U0001F30D\101\q'
'a' 'b' "c"
s[0], s[-1], s[1:4], s[::-1], s[:-1], s[-5:], s[::2], s[10:2], s[100:], s[2:100]
u[0], u[-1], u|length, u[-3:], u[::-1], u[7:9]
list[0], list[-1], list[1:], list[::-1], list[5], list[:2]
(1, 2, 3)[1:], (1, 2)[0], range(10)[2:5]|list, range(10)[-1]
s[100], s['x'], list['x'], n.foo, n['foo']
map.a, map['a'], map.b.c[1], map.items, map['items'], map.nope, map.nope is defined
map.b['c'].0
missing
missing.foo
missing['foo']
missing + 1
missing ~ 'x'
missing == missing2, missing == none, missing == ''
missing|length, missing|list, missing|join, missing|upper
missing < 1
missing()
'x' in missing
none.x
none + 1
'a' + 1
'a' * 3, 3 * 'ab', [1] * 2, (1,) * 2, 'a' * -1
'a' - 'b'
1 / 0
1 // 0
1 % 0
1 < 'a'
[1] + [2], (1,) + (2,)
[1] + (2,)
true + true, -true, +true
-'a'
9223372036854775807 + 0
range(3), range(1, 5, 2), range(0)|list, range(5, 0, -2)|list
range(100001)|length
range(1, 10, 0)
dict(a=1, b=2), dict({'x': 1}, y=2), dict([('a', 1)])
namespace(a=1).a, namespace({'b': 2}).b
s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase()
"they're bill's friends".title(), "they're bill's friends"|title, 'foo-bar baz(qux)'|title
'  x '.strip() ~ '|', '  x '.lstrip() ~ '|', '  x '.rstrip() ~ '|', 'xxaxx'.strip('x'), 'abcba'.strip('ab')
'a,b,,c'.split(','), 'a b  c '.split(), 'a,b,c'.split(',', 1), 'a,b,c'.rsplit(',', 1), ''.split(), ''.split(',')
' a b  c '.split(none, 1), ' a b  c '.rsplit(none, 1), 'x'.split('')
'a\nb\r\nc\x0bd'.splitlines(), 'a\nb'.splitlines(true)
s.startswith('Hello'), s.endswith('World'), s.startswith(('x', 'H')), s.startswith('World', 6)
s.replace('o', '0'), s.replace('o', '0', 1), 'abc'.replace('', '-'), 'aaa'.replace('aa', 'b'), 'é🌍'.replace('', '.')
s.find('o'), s.rfind('o'), s.find('x'), s.count('o'), s.index('W'), u.find('🌍'), s.find('o', 5), 'aaa'.count('aa'), 'abc'.count('')
s.index('x')
', '.join(['a', 'b']), ''.join([]), '-'.join('abc')
', '.join([1])
'5'.isdigit(), 'a'.isalpha(), ''.isdigit(), 'a1'.isalnum(), ' '.isspace(), 'AB'.isupper(), 'ab'.islower(), 'A1'.isupper(), '1'.isupper()
'x'.ljust(3) ~ '|', 'x'.rjust(3), 'x'.center(4) ~ '|', 'ab'.center(5, '*'), '-5'.zfill(4), '5'.zfill(3)
'prefix-x'.removeprefix('prefix-'), 'x.txt'.removesuffix('.txt'), 'abc'.removesuffix('')
'a=b=c'.partition('='), 'a=b=c'.rpartition('='), 'abc'.partition('x'), 'abc'.rpartition('x')
'{} {}'.format(1, 'a'), '{1} {0}'.format(1, 2), '{x}'.format(x=3), '{{}}'.format()
'{}'.format()
'%s and %d' % ('a', 3), '%s' % 'x', '%5.2f|%-5s|%05d|%x|%r' % (3.14159, 'ab', 42, 255, 'q'), '%%' % (), '%(a)s' % map
'%e' % 12345.678, '%+d' % 5, '%.0f' % 0.5, '%.0f' % 1.5, '%.3s' % 'abcdef', '%c' % 'x', '%i' % 3.9
'%d' % 'x'
'%s' % (1, 2)
'%s %s'|format('a', 1), '%(x)s'|format(x=2)
s.foo, s.foo()
s.__class__, s.__class__.__mro__
''.__class__.__mro__[1].__subclasses__()
map.keys(), map.values(), map.b.items()
map.keys()|list, map['items'], map.get('a'), map.get('zz'), map.get('zz', 5), map|length
map.items()
map.b.items()|list, map.b|items|list
map.b.items()[0]
list.append(4)
list.append is defined
map.update({})
map.pop('a')
list.index(1), list.count(1), (1, 2, 1).count(1), (1, 2).index(2)
list.index(9)
s|upper, s|lower, s|length, s|capitalize, s|reverse, '  x '|trim, 'xxaxx'|trim('x')
list|sort, list|sort(reverse=true), words|sort, words|sort(case_sensitive=true), words|sort(true)
people|sort(attribute='age')|map(attribute='name')|list, people|sort(attribute='age,name')|length
people|map(attribute='name')|join(', '), people|map(attribute='nope', default='-')|list, people|map('length')|list
words|map('upper')|list, words|map('replace', 'p', 'q')|join('/'), words|map('nope')|list
people|selectattr('role', 'equalto', 'user')|list|length, people|selectattr('age', 'gt', 26)|map(attribute='name')|list
people|rejectattr('role', 'eq', 'user')|map(attribute='name')|list, people|selectattr('nope')|list, people|selectattr('name')|list|length
people|selectattr('nope', 'defined')|list, people|rejectattr('nope', 'defined')|list|length
[0, 1, '', 'a', none]|select|list, [0, 1, '', 'a', none]|reject|list, [1, 2, 3, 4]|select('even')|list, [1, 2, 3]|reject('odd')|list
[1, 'a', 2]|select('string')|list, [1, 2, 3]|select('in', [1, 3])|list
(people|selectattr('role', 'eq', 'x')) is iterable, 'always' if people|selectattr('role', 'eq', 'x') else 'never'
(people|selectattr('role', 'eq', 'x'))|length
people|selectattr('role', 'eq', 'user')|first, people|selectattr('role', 'eq', 'x')|first
(list|map('string'))|last
list|first, list|last, []|first, []|last, ''|first, s|first, s|last
list|join, list|join('-'), list|join(1), people|join(', ', attribute='name'), ['a', none, 1.5]|join('|')
list|sum, [1.5, 2]|sum, people|sum(attribute='age'), []|sum, []|sum(start=5)
list|min, list|max, words|min, words|max, []|max, people|max(attribute='age'), words|min(case_sensitive=true)
words|unique|list, [1, 2, 1]|unique|list, people|unique(attribute='age')|map(attribute='name')|list
[1, 2, 3, 4, 5]|batch(2)|list, [1, 2, 3]|batch(2, 'x')|list, [1, 2, 3, 4, 5]|slice(2)|list, [1, 2, 3]|slice(2, 'x')|list
[1, 2, 3]|reverse|list, 'abc'|reverse, (1, 2)|reverse|list, map|reverse|list
{'b': 1, 'A': 2, 'c': 0}|dictsort, {'b': 1, 'A': 2}|dictsort(true), {'b': 1, 'A': 2}|dictsort(by='value'), {'b': 1, 'A': 2}|dictsort(reverse=true)
nothing|default('d'), missing|default('d'), missing|d, empty|default('d', true), nothing|default('d', boolean=true), 0|default(1)
'42'|int, '4.7'|int, 'x'|int, 'x'|int(-1), 4.9|int, -4.9|int, '0x1f'|int(base=16), ' 5 '|int, none|int, true|int, '1_000'|int, '1e3'|int
'4.5'|float, 'x'|float, 'x'|float(1.5), 3|float, none|float, '1e3'|float, 'inf'|float, '1f'|float, ' 2.5 '|float
42.55|round, 42.55|round(1), 42.45|round(1), 42.55|round(1, 'floor'), 42.51|round(0, 'ceil'), 42|round, 2.5|round, 3.5|round, -2.5|round, 1234|round(-2), 1250|round(-2), 1234.5|round(-2), 7|round(1, 'ceil')
-3|abs, 3.5|abs, true|abs, -0.0|abs
n|string + 'x', 2.0|string, none|string, true|string, [1]|string
'<a href="x">&\'</a>'|escape ~ '<b>'|e ~ '<b>'|safe ~ 3|e
text|indent, text|indent(2, true), text|indent(2, blank=true), text|indent('> '), text|indent(first=true, width=1)
s|center(21) ~ '|', 'x'|center(4) ~ '|'
'foo bar baz qux'|truncate(9), 'foo bar baz qux'|truncate(9, true), 'foo bar baz qux'|truncate(11), 'foo bar baz qux'|truncate(11, false, '..', 0), 'short'|truncate
s|wordcount, 'a-b c_d'|wordcount, ''|wordcount
'a b/c?d=é&'|urlencode
s|attr('upper'), map|attr('a'), people|attr('x') is defined
s|replace('o', '0'), s|replace('o', '0', 1), 121|replace(1, 3), 'aaaa'|replace('a', 'b', count=2)
s|list, map|list, list|list, missing|list, {}|list
map|tojson, list|tojson, u|tojson, u|tojson(ensure_ascii=true), none|tojson, 2.0|tojson, 1e30|tojson, true|tojson
map|tojson(indent=2)
{'a': [], 'b': {}, 'c': [1, [2]]}|tojson(indent=4)
{'b': 1, 'a': 2}|tojson(sort_keys=true), [1, 2]|tojson(separators=(',', ':')), [1, 2]|tojson(indent=1, separators=(',', ':'))
{1: 'a', none: 'b', true: 'c', 1.5: 'd'}|tojson
{1.0: 'a', true: 'b'}, {false: 1, 0: 2}, {0.0: 1, 1: 2}, {'1': 'a', 1: 'b'}
'"\\\n\r\t\x08\x0c\x01\x7f</script>'|tojson
(1, 2)|tojson, [none, false]|tojson(indent=none), [1]|tojson(indent='--')
missing|tojson
range|tojson
people|groupby('age')|length
s|nofilter
s is notest
missing is defined, n is defined, missing is undefined, nothing is none, n is none, missing is none
s is string, n is string, map is mapping, list is mapping, list is sequence, map is sequence, s is sequence, n is sequence, (1,) is sequence
list is iterable, s is iterable, n is iterable, missing is iterable, map.keys() is iterable, map.b.keys() is sequence
n is number, f is number, true is number, s is number, n is integer, true is integer, f is float, n is float, true is boolean, 1 is boolean
true is true, 1 is true, false is false, 0 is false, none is false
n is odd, n is even, n is divisibleby 7, n is divisibleby(2), true is odd
n is eq 7, n is ne 7, n is lt 8, n is gt(7), n is ge 7, n is le 6, n is equalto 7, n is == 7, n is lessthan 3, n is greaterthan 3
n is in [7], n is not in [7], 'a' is in 'abc', n is sameas n, none is sameas none, s is sameas 'q'
'ABC' is upper, 'abc' is lower, 'aBc' is lower, '1' is upper, s is callable, range is callable, s.upper is callable
'upper' is filter, 'nope' is filter, 'odd' is test, 'nope' is test, 'a' is escaped
n is defined and n is not none and n > 5
not n is defined
n is not defined or n is odd
n is divisibleby 7 is defined
s is string and s|length > 5, (s|length) is odd
-1 is number, n + 1 is odd
s|upper|lower|title, (n + 1)|string ~ 'x', n + '1'|int, s|length + 1, s|length * 2
'a' < 'B', '世' < '🌍', 'ab' < 'abc', '' < 'a'
[[1, 2], [3]]|sum(start=[])
[3, 'a']|sort
[none, 1]|sort
[[2, 1], [1, 2]]|sort, [(2, 1), (1, 2)]|sort, [true, 0, 2]|sort, [1.5, 1, 2]|sort
{[1]: 2}
{(1, 2): 3}, {(1, 2): 3}[(1, 2)], {1: 'a'}[1], {true: 'a'}[true], {1.5: 'a'}[1.5]
[1] in [[1], 2], none in [none], 1.0 in [1], (1, 2) in [(1, 2)]
1 in 'abc'
1 in 5
1 in none
strftime_now('%Y-%m-%d'), strftime_now('%d %b %Y'), strftime_now('%A %B %-d, %H:%M:%S %p %I %j %y %a %% %e %F %T %D %R %u %w'), strftime_now('%-m/%-d')
raise_exception('x')
[1, 2,], (1, 2,), {'a': 1,}, range(3,)|list
range(*[1, 4])|list, dict(**{'a': 1}), dict(a=1, **{'b': 2}), s.replace(*['o', 'x'])
"a
b"
cycler('a', 'b').next(), joiner(',')() ~ 'x'
u.upper(), 'ŉ'.upper(), 'ß'.upper(), 'İ'.lower()|length, 'ΑΣ'.lower()
3.0 == 3, 3.0 is integer, 10 ** 2, 10 ** 2.0, 2 ** 62
0.1 + 0.2, 1.1 * 3, 1e308 * 10, 5 // 2.0, 5 % 2.5, 1 - 0.9
loop
loop.index
s.upper
True, False, None, true is sameas True
[] is sameas []
nothing|length
n|length
n|list
5|join
list|items
none|items
missing|items|list
'a'.join
'x' 1
1 2
)
(
[1
{'a' 1}
'abc
1 +
a.
a[
a|
a is
|upper
1 = 2
a b
not
[1, 2
f(a=1, 2)
f(**a, b)
f(*a, b)
f(a=1, *b)
@
a if
a if b else
{% x %}
"""

STATEMENTS = [
    "a\n{% if yes %}\nb\n{% endif %}\nc\n",
    "a\n  {% if yes %}  \n  b\n  {% endif %}\nc",
    "a {%- if yes -%}  b  {%- endif -%} c",
    "a\n  {%+ if yes %}\nb\n  {%+ endif %}\nc",
    "a\n  {% if yes +%}\nb\n  {% endif +%}\nc",
    "  {{ n }}  \n  {{- n -}}  \n x",
    "x  {# c #}\n  {# c #}\ny {#- c -#} z",
    "{# a\n b #}\n\nx",
    "{#- -#}  a", "{#-#} a", " {#--#} a", "{# {{ #}x", "{#+ x +#}\ny",
    "{% raw %}{{ x }} {% y %}{% endraw %}", "a\n{% raw %}\n {{ x }}\n  {% endraw %}\nb", "a {%- raw -%}  {{ x }}  {%- endraw -%} b",
    "{% raw %}\n  {%+ endraw +%}\nb", "{%raw%}{%endraw%}x", "{% raw %}x", "{% raw %}{% endraw", "{% rawx %}",
    "\n{% if yes %}\n\nx{% endif %}", "{% if yes %}\r\nx\r\n{% endif %}\r\ny", "a\rb\r\nc\n", "a\n\n", "\n", "",
    "{{ '}}' }}{{ '%}' }}{{ {'a': {'b': 1}}['a']['b'] }}", "{{ {'a': {}} }}", "{{ {} }}", "{{{}}}", "{{ [{'a': 1}] }}",
    "{ { x } } {% if yes %}{{% endif %}", "{ %", "}} %} #}", "{{", "{%", "{# x", "{{ n", "{% if yes", "{{ n %}", "{% if yes }}",
    "{% if no %}a{% elif n == 7 %}b{% else %}c{% endif %}", "{% if no %}a{% elif no %}b{% else %}c{% endif %}", "{% if no %}a{% endif %}",
    "{% if %}{% endif %}", "{% if yes %}", "{% endif %}", "{% else %}", "{% if yes %}{% endfor %}", "{% foo %}", "{% %}", "{% if yes %}a{% else %}b{% else %}c{% endif %}",
    "{% for x in list %}{{ x }}{% endfor %}", "{% for x in list %}{{ x }}{% else %}none{% endfor %}", "{% for x in [] %}{{ x }}{% else %}none{% endfor %}",
    "{% for k, v in map.b.items() %}{{ k }}={{ v }}{% endfor %}", "{% for k in map %}{{ k }},{% endfor %}", "{% for c in u %}{{ c }}.{% endfor %}",
    "{% for a, (b, c) in [(1, (2, 3))] %}{{ a }}{{ b }}{{ c }}{% endfor %}", "{% for a, b in [(1, 2, 3)] %}{% endfor %}", "{% for (a, b) in [(1, 2)] %}{{ a }}{% endfor %}",
    "{% for x in list if x > 1 %}{{ loop.index }}/{{ loop.length }}:{{ x }} {% else %}none{% endfor %}", "{% for x in list if x > 9 %}{% else %}none{% endfor %}",
    "{% for x in list %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.previtem }}{{ loop.nextitem }};{% endfor %}",
    "{% for x in list %}{{ loop.cycle('a', 'b') }}{{ loop.depth }}{{ loop.depth0 }}{% endfor %}", "{% for x in [1, 1, 2] %}{{ loop.changed(x) }} {% endfor %}",
    "{% for x in [1, 2] %}{% for y in [1, 2] %}{{ loop.depth }}{{ loop.index }}{% endfor %}{{ loop.index }}{% endfor %}",
    "{% for x in list %}{% if loop.previtem is defined %}{{ loop.previtem }}{% endif %}{% endfor %}",
    "{% for x in list %}{% if x == 1 %}{% break %}{% endif %}{{ x }}{% endfor %}", "{% for x in list %}{% if x == 1 %}{% continue %}{% endif %}{{ x }}{% endfor %}",
    "{% for x in [1, 2] %}{% for y in [1, 2] %}{% if y == 2 %}{% break %}{% endif %}{{ x }}{{ y }}{% endfor %}{% endfor %}", "{% break %}", "{% continue %}",
    "{% for x in none %}{% endfor %}", "{% for x in 5 %}{% endfor %}", "{% for x in missing %}a{% else %}b{% endfor %}", "{% for x in list %}", "{% for in list %}{% endfor %}", "{% for x list %}{% endfor %}",
    "{% for x in 1, 2 %}{{ x }}{% endfor %}", "{% for x in list recursive %}{{ x }}{% endfor %}"[:0] + "{% for x in range(3) %}{{ x }}{% endfor %}",
    "{% for x in list %}{% endfor %}{{ x }}", "{% set x = 1 %}{% for x in [5] %}{{ x }}{% endfor %}{{ x }}",
    "{% set x = 1 %}{% for i in [1, 2] %}{{ x }}{% set x = 2 %}{{ x }}{% endfor %}{{ x }}", "{% for i in [1, 2] %}{{ x }}{% set x = i %}{% endfor %}",
    "{% set x = 1 %}{% if yes %}{% set x = 2 %}{% endif %}{{ x }}", "{% set a, b = 1, 2 %}{{ a }}{{ b }}", "{% set a, b = [1] %}", "{% set a = 1, 2 %}{{ a }}", "{% set (a, b) = (1, 2) %}{{ b }}",
    "{% set ns = namespace(x=1) %}{% for i in list %}{% set ns.x = ns.x + i %}{% endfor %}{{ ns.x }}", "{% set n.x = 1 %}", "{% set missing.x = 1 %}", "{% set ns = namespace() %}{{ ns.y }}{{ ns.y is defined }}",
    "{% set ns = namespace() %}{% set ns.a = 1 %}{{ ns['a'] }}", "{% set ns = namespace(a=[]) %}{% set ns.a = ns.a + [1] %}{{ ns.a }}",
    "{% set x %}a{{ n }}b{% endset %}{{ x }}|{{ x|length }}", "{% set x | upper | trim %} ab {% endset %}{{ x }}", "{% set ns = namespace() %}{% set ns.t %}abc{% endset %}{{ ns.t }}", "{% set x %}{% set n = 1 %}{{ n }}{% endset %}{{ x }}{{ n }}",
    "{% set x = 1 %}", "{% set x %}", "{% set = 1 %}", "{% set 1 = 1 %}", "{% set true = 1 %}", "{% set x 1 %}",
    "{% macro f(a, b=2) %}{{ a }}-{{ b }}{% endmacro %}{{ f(1) }} {{ f(1, 3) }} {{ f(b=1, a=4) }} {{ f() }}", "{% macro f(a) %}{% endmacro %}{{ f(1, 2) }}", "{% macro f(a) %}{% endmacro %}{{ f(b=2) }}", "{% macro f(a) %}{% endmacro %}{{ f(1, a=2) }}",
    "{% macro f() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ f(1, 2, x=3) }}", "{% macro f(a, b=a) %}{{ b }}{% endmacro %}{{ f(5) }}", "{% macro f(x) %}{% if x > 0 %}{{ x }}{{ f(x - 1) }}{% endif %}{% endmacro %}{{ f(3) }}",
    "{% macro f() %}{{ x }}{% endmacro %}{% set x = 1 %}{{ f() }}", "{% set x = 1 %}{% macro f() %}{% set x = 2 %}{{ x }}{% endmacro %}{{ f() }}{{ x }}", "{% macro f() -%} a {%- endmacro %}{{ f()|upper }}{{ f() ~ 'b' }}", "{% macro f(a, b) %}{{ b is defined }}{% endmacro %}{{ f(1) }}",
    "{% macro f() %}<{{ caller() }}>{% endmacro %}{% call f() %}x{% endcall %}", "{% macro f() %}{{ caller(1, 2) }}{% endmacro %}{% call(a, b=5) f() %}{{ a }}{{ b }}{% endcall %}", "{% macro f() %}{% endmacro %}{% call f() %}x{% endcall %}", "{% macro f() %}{{ caller is defined }}{% endmacro %}{{ f() }}",
    "{% macro f(a=1, b) %}{% endmacro %}", "{% macro f %}{% endmacro %}", "{% macro f() %}", "{% call n %}{% endcall %}", "{{ f() }}{% macro f() %}x{% endmacro %}", "{% macro f() %}x{% endmacro %}{{ f.name }}{{ f }}",
    "{% for i in [1, 2] %}{% macro g() %}{{ i }}{% endmacro %}{{ g() }}{% endfor %}", "{% macro f(a) %}{% for x in a %}{% if x == 2 %}{% break %}{% endif %}{{ x }}{% endfor %}{% endmacro %}{{ f([1, 2]) }}", "{% for x in [1] %}{% macro f() %}{% break %}{% endmacro %}{% endfor %}",
    "{% filter upper %}ab{{ s }}{% endfilter %}", "{% filter replace('a', 'b')|upper %}aaa{% endfilter %}", "{% filter nope %}x{% endfilter %}", "{% filter %}x{% endfilter %}",
    "{% with a = 1, b = 2 %}{{ a }}{{ b }}{% endwith %}{{ a }}", "{% with %}{% set n = 1 %}{{ n }}{% endwith %}{{ n }}", "{% set a = 1 %}{% with a = 2, b = a %}{{ b }}{% endwith %}", "{% with a %}{% endwith %}",
    "{% generation %}a{{ n }}{% set n = 1 %}{{ n }}{% endgeneration %}{{ n }}", "{% generation %}\n  x\n{% endgeneration %}\ny", "{% print n %}", "{% print n, s %}", "{% do list.append(1) %}", "{% include 'x' %}", "{% import 'x' as y %}", "{% extends 'x' %}",
    "{%- for p in people -%}\n  {{ p.name }}: {{ p['age'] }}\n{%- endfor -%}", "{% for p in people %}\n    {{- p.name }}\n    {%- if not loop.last %}, {% endif %}\n{% endfor %}", "{% for p in people|sort(attribute='name') %}{{ p.name }}{% endfor %}", "{% for g, ps in people|groupby('age') %}{{ g }}:{{ ps|map(attribute='name')|join(',') }};{% endfor %}",
    "{% set m = words|map('upper') %}{{ m|join }}|{{ m|join }}", "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.current }}{{ c.next() }}{{ c.next() }}{{ c.reset() }}{{ c.current }}", "{% set j = joiner() %}{{ j() }}a{{ j() }}b{{ j() }}c",
    "{% if missing %}a{% endif %}{% if missing.x is defined %}b{% endif %}", "{% if map.nope.x is defined %}b{% endif %}", "{% if 'x' in map and map.x.y %}a{% endif %}b", "{{ missing|default(missing2)|default('z') }}", "{{ (missing|default({})).x is defined }}",
    "{% if (n == 7) != (f == 2.5) %}a{% else %}b{% endif %}", "{{ n }}{{- n }}{{ n -}} \n {{ n }}", "{{-n}}{{+n}}", "{{ -n -}} x", "{% if yes -%}\n\n  a\n\n{%- endif %}\n\nb", "<s>{% if yes %} \n a{% endif %}\n\n", "{%if yes%}x{%endif%}", "{%-if yes-%}x{%-endif-%}",
    "\t{% if yes %}\t\nx\t{% endif %}\t\ny", "\u00a0{% if yes %}x{% endif %}", "a\u2028  {% if yes %}x{% endif %}", "{{\n n\n}}\n{%\nif yes\n%}\nx{% endif %}", "{% set x = {\n 'a': 1,\n 'b': [1,\n 2]\n} %}{{ x }}", "{{ 'a\\\nb' }}",
    "{% for x in list %}{{ x }}{{ ',' if not loop.last }}{% endfor %}", "{% for x in list %}\n{{ x }}\n{% endfor %}\n", "{% for x in list -%}\n{{ x }}\n{%- endfor %}\n", "{% set x = 5 if missing else 6 %}{{ x }}", "{{ 'a' if missing is defined else 'b' }}", "{% set x = range(3)|list %}{{ x }}{{ x|length }}",
    "{% autoescape true %}{% endautoescape %}"[:0] + "{% set sep = joiner('|') %}{% for x in list %}{{ sep() }}{{ x }}{% endfor %}", "{% for key, value in {'b': 1, 'a': 2}|dictsort %}{{ key }}{{ value }}{% endfor %}", "{% set a = [1, 2] %}{% set b = a + [3] %}{{ a }}{{ b }}", "{% for m in people[1:] %}{{ m.name }}{% endfor %}", "{{ people[-1]['name'] }}{{ people[0].name[0] }}",
    "{%- set ns = namespace(found=false) -%}{%- for p in people -%}{%- if p.role == 'assistant' and not ns.found -%}{%- set ns.found = true -%}{{ p.name }}{%- endif -%}{%- endfor -%}{{ ns.found }}",
    "{% macro render(items, depth=0) %}{% for i in items %}{{ '  ' * depth }}{{ i.t }}\n{% if i.c %}{{ render(i.c, depth + 1) }}{% endif %}{% endfor %}{% endmacro %}{{ render([{'t': 'a', 'c': [{'t': 'b'}]}, {'t': 'c'}]) }}",
]


class Generator:
    """Random expressions over VARIABLES; most of them are well typed, some are not."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, *choices):
        return self.random.choice(choices)

    def expression(self, depth):
        return self.pick(self.number, self.number, self.string, self.string, self.boolean, self.boolean, self.sequence, self.anything)(depth)

    def anything(self, depth):
        if depth <= 0:
            return self.pick("n", "s", "nothing", "missing", "map", "list", "yes", "f", "words")
        return self.pick(
            f"({self.expression(depth - 1)} if {self.boolean(depth - 1)} else {self.expression(depth - 1)})",
            f"{self.atom(depth)}|default({self.expression(depth - 1)})",
            f"({self.expression(depth - 1)} or {self.expression(depth - 1)})",
            f"({self.expression(depth - 1)} and {self.expression(depth - 1)})",
            f"{self.sequence(depth - 1)}|{self.pick('first', 'last', 'min', 'max', 'sum')}",
            f"{self.expression(depth - 1)} {self.pick('+', '-', '*', '~', '%', '//')} {self.expression(depth - 1)}",
            f"{{'k': {self.expression(depth - 1)}, {self.number(0)}: {self.expression(depth - 1)}}}",
        )

    def atom(self, depth):
        return f"({self.expression(depth - 1)})"

    def number(self, depth):
        if depth <= 0:
            return self.pick("n", "neg", "f", "0", "1", "2", "3", "10", "1.5", "0.1", "-1", "100", "yes")
        a, b = self.number(depth - 1), self.number(depth - 1)
        return self.pick(
            f"({a} + {b})", f"({a} - {b})", f"({a} * {b})", f"({a} / {b})", f"({a} // {b})", f"({a} % {b})",
            f"(-{a})", f"({a})|abs", f"({a})|int", f"({a})|float", f"({a})|round({self.pick(0, 1, 2)})",
            f"({self.string(depth - 1)})|length", f"({self.sequence(depth - 1)})|length", f"({self.string(depth - 1)}).find({self.string(0)})",
            f"({self.string(depth - 1)}).count({self.string(0)})",
        )

    def string(self, depth):
        if depth <= 0:
            return self.pick("s", "u", "empty", "'a'", "'o'", "' x '", "\"it's\"", "'l'", "text", "'A,b,C'", "'12'", "'<&>'", "'世'")
        a, b = self.string(depth - 1), self.string(0)
        index = self.random.randint(-4, 4)
        slices = self.pick(f"{index}:", f":{index}", f"{index}:{self.random.randint(-4, 8)}", "::-1", f"::{self.pick(2, -2, 3)}", f"{index}")
        return self.pick(
            f"({a} + {b})", f"({a} ~ {self.expression(depth - 1)})", f"({a})|{self.pick('upper', 'lower', 'title', 'capitalize', 'trim', 'reverse', 'escape', 'tojson', 'string', 'indent', 'urlencode')}",
            f"({a}).{self.pick('upper', 'lower', 'strip', 'lstrip', 'rstrip', 'title', 'capitalize', 'swapcase')}()", f"({a}).replace({b}, {self.string(0)})",
            f"({a})[{slices}]", f"({a})[{slices}]", f"({self.expression(depth - 1)})|string", f"({self.expression(depth - 1)})|tojson", f"{b}.join({self.sequence(depth - 1)}|map('string'))",
            f"({self.sequence(depth - 1)})|join({b})", f"({a} * {self.pick(0, 1, 2, 3)})", f"({a})|center({self.random.randint(0, 12)})", f"({a})|truncate({self.random.randint(3, 10)}, {self.pick('true', 'false')})",
            f"('%s %s' % ({self.expression(depth - 1)}, {self.number(depth - 1)}))", f"('%.2f' % {self.number(depth - 1)})", f"({a}).strip({b})",
        )

    def boolean(self, depth):
        if depth <= 0:
            return self.pick("yes", "no", "n > 3", "s", "missing is defined", "nothing is none", "f == 2.5")
        return self.pick(
            f"(not {self.boolean(depth - 1)})", f"({self.boolean(depth - 1)} and {self.boolean(depth - 1)})", f"({self.boolean(depth - 1)} or {self.boolean(depth - 1)})",
            f"({self.number(depth - 1)} {self.pick('<', '<=', '>', '>=', '==', '!=')} {self.number(depth - 1)})", f"({self.string(depth - 1)} {self.pick('<', '<=', '>', '>=', '==', '!=', 'in', 'not in')} {self.string(depth - 1)})",
            f"({self.number(depth - 1)} < {self.number(depth - 1)} <= {self.number(depth - 1)})", f"({self.expression(depth - 1)} {self.pick('in', 'not in')} {self.sequence(depth - 1)})", f"({self.sequence(depth - 1)} {self.pick('==', '!=', '<')} {self.sequence(depth - 1)})",
            f"(({self.expression(depth - 1)}) is {self.pick('', 'not ')}{self.pick('defined', 'none', 'string', 'number', 'mapping', 'sequence', 'iterable', 'boolean', 'true', 'false', 'integer', 'float', 'odd', 'even', 'upper', 'lower')})",
            f"({self.string(depth - 1)}).{self.pick('startswith', 'endswith')}({self.string(0)})", f"({self.string(depth - 1)}).{self.pick('isdigit', 'isalpha', 'isspace', 'isupper', 'islower', 'isalnum')}()",
        )

    def sequence(self, depth):
        if depth <= 0:
            return self.pick("list", "words", "[]", "[1, 2, 3]", "['a', 'b']", "(1, 'x')", "[none, 1.5]", "range(4)|list", "map|list", "people|map(attribute='name')|list")
        a = self.sequence(depth - 1)
        return self.pick(
            f"[{self.expression(depth - 1)}, {self.expression(depth - 1)}]", f"({a} + {self.sequence(depth - 1)})", f"({a})|sort|list", f"({a})|unique|list", f"({a})|reverse|list", f"({a})|list",
            f"({a})[{self.random.randint(-3, 3)}:]", f"({a})[::{self.pick(-1, 2)}]", f"({a})|map('{self.pick('upper', 'string', 'length', 'tojson')}')|list", f"({a})|{self.pick('select', 'reject')}('{self.pick('string', 'number', 'defined', 'none', 'odd')}')|list",
            f"({self.string(depth - 1)}).split({self.pick('', repr('o'), repr(','), repr('l'))})", f"({self.string(depth - 1)})|list", f"({a})|batch({self.pick(1, 2, 3)})|list", f"({a} * {self.pick(0, 1, 2)})", f"({self.string(depth - 1)}).splitlines()",
        )


def write(name, vectors):
    lines = ",\n".join(json.dumps(v, ensure_ascii=True) for v in vectors)
    (RESOURCES / name).write_text("[\n" + lines + "\n]\n")
    failed = sum(v["text"] is None for v in vectors)
    print(name, len(vectors), "of them errors:", failed)


def used(template, variables):
    """The variables that a template mentions, to keep the file small."""
    return {k: v for k, v in variables.items() if k in template}


# Where we differ on purpose: nobody needs how generators, functions and escaped texts are printed.
def comparable(v):
    text = v["text"] or ""
    return "<generator" not in text and " at 0x" not in text and "<built-in" not in text and "Markup(" not in text and "<function" not in text and len(text) < 2000


def main():
    language = [vector("{{ " + e + " }}") for e in EXPRESSIONS.replace('"a\nb"', '"a\\nb"').strip().split("\n")]
    language += [vector(t) for t in STATEMENTS]
    language = [{**v, "variables": used(v["template"], v["variables"])} for v in language if comparable(v)]
    write("language.json", language)

    generator = Generator(20241124)
    generated = []
    while len(generated) < 1500:
        template = "{{ " + generator.expression(generator.random.choice((1, 2, 2, 3, 3))) + " }}"
        v = vector(template)
        # Half of the errors are enough.
        if comparable(v) and (v["text"] is not None or generator.random.random() < 0.5):
            generated.append({**v, "variables": used(template, VARIABLES)})
    write("generated.json", generated)


if __name__ == "__main__":
    main()
