// Marks of programs that fill texts in: templates of web pages and e-mails, and those that models read chats in.

/** `{{name}}`, `{{#if paid}}`, `{{{raw}}}`, `{% for x in list %}`, `<%= name %>`. */
const FILLED_IN = /\{\{[^{}\n]{0,300}\}\}\}?|\{%[^%{}\n]{0,300}%\}|<%[^%<>\n]{0,300}%>/g

const ROLE = '(?:system|user|assistant|tool|function|developer|model|human|ipython)'
const MARK_OF_TURN = new RegExp(
  [
    // `<|im_start|>user`, `<|start_header_id|>assistant<|end_header_id|>`, `<|eot_id|>`
    `<[|｜][\\w▁]{1,30}[|｜]>(?:${ROLE}\\b)?`,
    `<(?:start|end)_of_turn>(?:${ROLE}\\b)?`,
    '\\[/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\\]',
    '<</?SYS>>',
    '</?(?:tool|function)_(?:calls?|results?|responses?|use|outputs?)>',
    '</?(?:antml:)?(?:invoke|parameter)(?=[\\s>])',
    '</?(?:think|thinking|scratchpad|system-reminder)>',
  ].join('|'),
  'gi',
)
const ROLE_OF_LINE = /^(?:system|user|assistant|human|ai|bot)\s{0,3}:(?=\s)/gim

/** The text without what templates fill in and without the marks between the turns of a chat. */
export function withoutTemplateMarks(text: string): string {
  if (!/[{<[]/.test(text) && !text.includes('\n')) return text
  let bare = text
  if (/\{[{%]|<%/.test(bare)) bare = bare.replace(FILLED_IN, ' … ')
  if (/<[|｜<]|[<[]\/?[a-z]+(?:_|[>-]|\sname=)|\[\/?INST/i.test(bare)) bare = bare.replace(MARK_OF_TURN, '\n')
  return USER.test(bare) && MODEL.test(bare) ? bare.replace(ROLE_OF_LINE, '') : bare
}

const USER = /^(?:user|human)\s{0,3}:\s/im
const MODEL = /^(?:assistant|ai|bot)\s{0,3}:\s/im
