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
