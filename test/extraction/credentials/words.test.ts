import { expect, it } from 'vitest'
import { withoutCredentials } from '../../../src/extraction/credentials/credentials.ts'
import { withoutMnemonics } from '../../../src/extraction/credentials/words.ts'

const WORDS = 'legal winner thank year wave sausage worth useful ability zebra oxygen yellow'.split(' ')
const WALLET = WORDS.join(' ')
const numbered = (between: string) => WORDS.map((word, at) => `${at + 1}. ${word}`).join(between)

it.each([
  `My seed phrase is ${WALLET}. Keep it safe.`,
  `My 12-word recovery phrase for the wallet is ${WALLET} and nobody has it`,
  `Seed phrase - ${WALLET}.`,
  `seed phrase (${WALLET}) was lost`,
  `use ${WALLET} as the seed phrase`,
  `Here is my mnemonic:\n\n${WALLET}\n\nThanks`,
  `Seed words: ${WORDS.join(', ')}.`,
  `Seed words: ${numbered(' ')}`,
  `Seed words:\n${numbered('\n')}\n`,
  `Seed words:\n- ${WORDS.join('\n- ')}\n`,
  `SEED PHRASE: ${WALLET.toUpperCase()}.`,
  `Seed phrase: ${WALLET} ${WALLET}!`,
])('the words of a wallet are taken out: %j', (text) => {
  const left = withoutCredentials(text)
    .toLowerCase()
    .split(/[^a-z]+/)
  expect(left.filter((word) => WORDS.includes(word))).toEqual([])
})

it.each([
  `Lyrics: ${WALLET}`,
  'Your seed phrase has twelve words which only your wallet should ever show and nobody else must know.',
  'A mnemonic of eleven words: legal winner thank year wave sausage worth useful ability zebra oxygen, no more.',
])('other words stay: %s', (text) => expect(withoutMnemonics(text, '…')).toBe(text))

it('a passphrase ends with its sentence', () => {
  expect(withoutCredentials('The passphrase is correct horse battery staple. Keep it.')).toMatch(
    /^The passphrase is\s+…\s+\. Keep it\.$/,
  )
})
