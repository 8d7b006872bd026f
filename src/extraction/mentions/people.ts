import type { Token } from '../reading/scanner.ts'

/** Keys of JSON whose values name people or tell how to reach them. */
const PERSON_KEY =
  /^(?:(?:first|last|full|given|family|middle|maiden|nick|user|display|legal|preferred|contact|customer|client|patient|caller|author|sender|recipient|employee|owner|assignee|reporter|host|guest)[_ -]?names?|names?|surname|customer|client|patient|contact|caller|author|sender|recipient|employee|assignee|reporter|guest|attendees?|participants?|person|people|signature|signed[_ -]?by|from|to|cc|bcc|(?:tele)?phone(?:[_ -]?number)?|mobile|tel|fax|e?mail|address|street)$/i
/** More words than names have: a sentence. */
const LONGEST_NAME = 6

/** Given names of many people that are no other words; whoever writes without capitals means one of them. */
const GIVEN_NAMES =
  'aaron adam ahmed aisha alan albert alejandro alex alexander ali alice amanda amy ana andrea andrew angela anita anna anne anthony antonio arthur barbara ben benjamin brian carlos carol carolina catherine charles charlotte chen chloe chris christian christina christopher claire claudia daniel david deborah dennis diana donna dorothy edward elena elizabeth emily emma eric erik eva fatima fernando francesca francisco gabriel george giovanni giulia gary gregory hannah hans harold heather helen henry hiroshi hugo ian ibrahim ingrid isabella ivan jacob james jane janet jason javier jeff jennifer jeremy jessica joan john johannes jonathan jorge jose joseph joshua joyce juan judith julia julie karen katherine kathleen keith kelly kenneth kevin kumar larry laura lars lauren linda lisa lucia luis lukas magdalena margaret maria marie mario martin martha mary matthew mehmet melissa michael michelle miguel mohamed mohammed monika natalia nancy nicholas nicole nina noah oliver olivia omar pablo pamela patricia patrick paul paula pedro peter philip priya rachel rahul ralph ramesh raymond rebecca ricardo richard robert roberto roger ronald ruth samantha samuel sandra sara sarah sean sergei sharon shirley simon sofia sophia sophie stefan stephanie stephen steven susan svetlana teresa thomas timothy tomas ursula valentina victoria virginia walter wang wei william xavier yuki yusuf zhang'

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}]+)*/gu
const NAME = `\\p{L}[\\p{L}\\p{M}.'’-]{0,40}`
/** Where people are named, in whatever letters: after titles, greetings and labels, in addresses and mentions. */
const PLACES: readonly RegExp[] = [
  new RegExp(
    `\\b(?:mr|mrs|ms|mx|dr|prof|herr|frau|mme|mlle|sra?|señora?)\\.?\\s{1,3}(${NAME}(?:\\s${NAME})?)`,
    'giu',
  ),
  new RegExp(`\\b(?:dear|hi|hello|hey|name\\s{1,3}is|named)\\s{1,3}(${NAME}(?:\\s\\p{Lu}${NAME})?)`, 'giu'),
  /\b(?:names?|customer|client|patient|contact|caller|attn|sender|recipient|author|assignee|reporter|employee|guest|from|to|cc|bcc)["'*]{0,3}\s{0,3}[:=]\s{0,3}["'*]{0,3}([^\n,;:<>"'{}()*[\]|]{2,60})/giu,
  /\b(?:regards|sincerely|cheers|wishes|yours|thanks|thank you)[,!.]?\s{0,5}\n\s{0,5}([^\n]{2,40})/giu,
  new RegExp(
    `(?<![\\p{L}\\p{N}])((?:${NAME},\\s)?(?:${GIVEN_NAMES.replaceAll(' ', '|')})(?:[\\s_.+|/–…-]{1,3}${NAME})?)`,
    'giu',
  ),
  /([\w.+%-]{1,64})@[\w-]{1,63}\.\w/g,
  /(?<![\w.])@(\w{2,39})/g,
]

/** Whether the last key of a path says that its value, a few words, names somebody. */
export function namesPerson(path: string, value: string): boolean {
  return (
    PERSON_KEY.test(path.slice(path.lastIndexOf('.') + 1)) && (value.match(WORD)?.length ?? 0) <= LONGEST_NAME
  )
}

/** Words, in lower case, that stand where people are named. */
export function peopleIn(text: string): string[] {
  return PLACES.flatMap((place) => [...text.matchAll(place)]).flatMap(([, named = '']) =>
    (named.match(WORD)?.length ?? 0) <= LONGEST_NAME ? wordsOf(named) : [],
  )
}

/** The words of a name, in lower case, and their singulars, under which keywords would have them. */
export function wordsOf(name: string): string[] {
  const words =
    name
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .replaceAll('_', ' ')
      .toLowerCase()
      .match(WORD) ?? []
  return words.flatMap((word) => [word, ...word.split(/['’-]/), word.replace(/['’]?s$/, '')])
}

/** Words of titles and headings that name nobody, however they are written: those that an office files things under. */
const MATTERS = new Set(
  'account accounts action actions address agenda agent agents agreement alert amount analysis answer api app appeal application appointment approval archive article assessment asset attachment audit backup balance bank benefit bill billing board booking brief budget bug build calendar call campaign cancellation case catalog change changes charge chat checklist claim client clients code comment committee company complaint concern config confirmation contact contract conversation cost course credit customer customers daily dashboard data database date deadline decision default definition delivery deploy deployment description design desk detail details discount discussion document documents draft due duty education email employee employees entry error estimate event events exam example exchange expense expenses export feature feedback file files final finance form forms general goal goals group guest guide health help history hiring home human import incident info information inquiry insurance intake interview introduction inventory invitation invoice invoices issue issues item items job key kickoff knowledge lead leads leave lease letter license list loan log logs mail maintenance manager medical meeting meetings member members memo memory message messages minutes monthly new news note notes notice notification number offer office onboarding order orders overview owner package page paper participants party password patient patients pay payment payments payroll pending people performance permission phone photo plan plans policy portal post prescription presentation price private process product profile progress project proposal purchase quarterly query question questions quote reason receipt recent record records recruiting reference refund refunds register registration release reminder renewal rent repair reply report reports request requests requirements reservation resource resources response result results resume review reviews risk role roster rules salary sale sales schedule schema search secret section security service services session settings shift shipment shipping sick sign signature signup site staff standup start statement status step steps stock story subject subscription summary support survey sync system table tag tags target task tasks tax team teams template term terms test tests ticket tickets time title todo token tool tools topic topics training transcript transfer travel trip update updates upload urgent user users vacation vendor version visit visitor visitors weekly welcome work workflow year yearly'.split(
    ' ',
  ),
)
/** Endings of words for what is done and how it is, which are in no name. */
const MATTER_ENDING = /(?:tions?|sions?|ments?|ness|ology|ography|ability|ibility|ization)$/

function mayName(word: string): boolean {
  return !MATTERS.has(word) && !MATTER_ENDING.test(word)
}

/**
 * Words with capital letters that may name somebody, also in titles and lists, where capitals tell nothing else: two
 * and more in a row, or one inside a sentence or title, or one that is no word of the dictionary.
 */
export function capitalsIn(tokens: readonly Token[]): Token[] {
  return tokens.filter(({ word }, at) => {
    if (!isCapitalised(tokens[at]) || word.stop || !mayName(word.lower)) return false
    if (!word.known || !opensSentence(tokens, at)) return true
    return isCapitalised(tokens[at - 1]) || isCapitalised(tokens[at + 1])
  })
}

function isCapitalised(token: Token | undefined): boolean {
  return token !== undefined && token.kind !== 'mark' && /^\p{Lu}/u.test(token.word.text)
}

function opensSentence(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]
  return before === undefined || (before.kind === 'mark' && before.word.text === '.')
}
