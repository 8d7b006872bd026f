import { expect, it } from 'vitest'
import {
  isOrdinaryName,
  isRandom,
  isUnpronounceable,
  looksDrawn,
  withoutRandomParts,
} from '../../../src/extraction/credentials/random.ts'
import {
  behindMarking,
  behindOpening,
  endOfPart,
  endOfQuoted,
  endOfSigned,
  isPlaceholder,
} from '../../../src/extraction/credentials/values.ts'
import { endOfWords } from '../../../src/extraction/credentials/words.ts'

it.each([
  ['"x', 1],
  ['\\"x', 2],
  ['“x', 1],
  ['&quot;x', 6],
  ['%22x', 3],
  ['**(["x', 5],
  ['x"', 0],
])('quotes, brackets and emphasis open a value: %j', (text, at) => expect(behindOpening(text, 0)).toBe(at))

it.each([
  ['"x', 1],
  ['**x', 2],
  ['***«x', 4],
  ['(x', 0],
  ['[x', 0],
])('quotes and emphasis mark a value in a sentence: %j', (text, at) =>
  expect(behindMarking(text, 0)).toBe(at),
)

it.each([
  ['"two words" more', 'two words'],
  ["'two words' more", 'two words'],
  ['`x` y', 'x'],
  ['“two words” more', 'two words'],
  ['„two words“ more', 'two words'],
  ['„two words” more', 'two words'],
  ['«two words» more', 'two words'],
  ['»two words« more', 'two words'],
  ['‘two words’ more', 'two words'],
  ['"it says \\"x\\" here" more', 'it says \\"x\\" here'],
  ['"ends in \\\\" more"', 'ends in \\\\'],
  ['\\"two words\\" more', 'two words', 2],
])('what stands in quotes ends at the quote that closes them: %j', (text, inside, start = 1) => {
  expect(text.slice(start, endOfQuoted(text, start))).toBe(inside)
})

it.each(['"open\nnext"', '"open', 'x"y"', '”x”', `"${'x'.repeat(400)}"`])(
  'what is not closed in its line, or is too long, does not end: %j',
  (text) => expect(endOfQuoted(text, 1)).toBeUndefined(),
)

it('the longest in quotes has 399 characters', () => {
  expect(endOfQuoted(`"${'x'.repeat(399)}"`, 1)).toBe(400)
})

it.each([
  ['hunter2b, more', 'hunter2b'],
  ['hunter2b; x=1', 'hunter2b'],
  ['Xk9,hunter2b more', 'Xk9,hunter2b'],
  ['Xk9<hunter2b', 'Xk9<hunter2b'],
  ['hunter2b</password>', 'hunter2b'],
  ['hunter2b<br>x', 'hunter2b'],
  ['hunter2b,user=ada', 'hunter2b'],
  ['hunter2b; "user": ada', 'hunter2b'],
  ['hunter2b|user:ada', 'hunter2b'],
  ['hunter2b\\nuser=ada', 'hunter2b'],
  ['hunter2b\\r\\n', 'hunter2b'],
  ['hunter2b\\n more', 'hunter2b'],
  ['a1(b2)c3 x', 'a1(b2)c3'],
  ['hunter2b)', 'hunter2b'],
  ['hunter2b\\",x', 'hunter2b'],
  ['hunter2b","x', 'hunter2b'],
  ["hunter2b','x", 'hunter2b'],
])('a value with signs in it goes on to where it ends: %j', (text, value) => {
  const part = endOfPart(text, 0) ?? 0
  expect(text.slice(0, endOfSigned(text, 0, part))).toBe(value)
})

it('no value begins at a space or a sign', () => {
  for (const text of [' x', ',x', '"x', '']) expect(endOfPart(text, 0), text).toBeUndefined()
})

it.each(
  'string str number boolean bool int integer null none undefined true false required optional secret any unknown object text varchar char byte bytes env process.env.X os.environ config.x self.x this.x req.body.x option.x options.x $x new await the a an your if in and or is not for to getX AccessToken %s ? string; *** .... 123456 your-password your_key MY_PASSWORD … xxxx'.split(
    ' ',
  ),
)('%s stands for a value, and is none', (value) => expect(isPlaceholder(value)).toBe(true))

it.each('hunter2b swordfish stringy news this.x.y1 1234567890 Password mY_PASS X_ Token2'.split(' '))(
  '%s may be a value',
  (value) => expect(isPlaceholder(value)).toBe(false),
)

it.each([
  ['correct horse battery staple', 'password', 28],
  ['correct horse battery', 'password', undefined],
  ['correct horse battery', 'phrase', 21],
  ['correct horse battery staple\nnext', 'password', 28],
  ['correct horse battery staple. \nnext', 'password', 28],
  ['correct horse battery staple, next', 'password', undefined],
  ['qwfp luyz neio', 'password', 14],
  ['one k9 other', 'password', 12],
  ['one krk other', 'password', 13],
  ['one qzkxvmplw other', 'password', 19],
  ['it is not the one', 'password', undefined],
  ['correct horse battery staple', 'secret', undefined],
  ['aaaa-bbbb-cccc', 'password', 14],
  ['correct horse battery staple. Keep it', 'password', 28],
] as const)('%j of the kind %s is a secret of several words to %s', (text, secrecy, end) => {
  expect(endOfWords(text, 0, secrecy)).toBe(end)
})

it.each([
  ['aB3dE5fG7hJ9kL1mN3pQ', true],
  ['aB3dE5fG7hJ9kL1mN3p', false],
  ['qzkxvmplwrtbncyhsdgf', true],
  ['internationalisation-of-documents', false],
  ['PBKDF2WithHmacSHA256andMoreWords', false],
  ['9f8c1e7ab4d2063f5e9b7c1d8a3f60e2', true],
  ['aB3dE5fG-7hJ9kL1m-N3pQ5rS7', true],
  ['aB3dE5fG-documents-7hJ9kL', false],
  ['12345678901234567890', false],
])('%s is drawn at random: %s', (run, isOne) => expect(isRandom(run)).toBe(isOne))

it.each([
  ['documents/aB3dE5fG7hJ9kL1m', 'documents/…'],
  ['aB3dE5fG7hJ9kL1m/qzkxvmplwrtbncyh', '…'],
  ['documents/aB3dE5f', 'documents/…'],
  ['documents/aB3dE5', 'documents/aB3dE5'],
  ['documents/qzkxvmplwrtbncyh', 'documents/…'],
  ['documents/qzkxvmplwrtbncy', 'documents/qzkxvmplwrtbncy'],
])('of a run, its random parts go and its words stay: %s', (run, clean) => {
  expect(withoutRandomParts(run, '…')).toBe(clean)
})

it.each([
  ['x7q2k9z4', true],
  ['x7q2k9z', false],
  ['qzkxvmpl', false],
  ['12345678', false],
  ['documents-x7q2k9', false],
  ['ab-x7q2k9', true],
  ['version2', false],
  ['docker27', false],
  ['my_table42', false],
])('%s looks drawn: %s', (value, isOne) => expect(looksDrawn(value)).toBe(isOne))

it.each([
  ['max_connections', true],
  ['createTool', true],
  ['api-gateway', true],
  ['docker', false],
  ['a_b', false],
  ['qzkxv_mplwrtbnc', false],
  ['max_connections2', false],
  ['CREATE', false],
  ['9max_connections', false],
  ['9createTool', false],
])('%s is the name of something: %s', (value, isOne) => expect(isOrdinaryName(value)).toBe(isOne))

it.each([
  ['qzkxvmpl', true],
  ['qzkxvmp', false],
  ['document', false],
  ['qzkxvmp1', false],
])('%s can not be spoken: %s', (value, isOne) => expect(isUnpronounceable(value)).toBe(isOne))
