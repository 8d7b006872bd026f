const SPEAKER = /^(?:system|user|assistant|tool|function|developer|model|human|ai|gpt|bot|ipython)$/i

/** Values that programs pass to one another in the transcripts of chats with models, by the key they are under. */
const PROTOCOL: ReadonlyMap<string, RegExp> = new Map([
  ['role', SPEAKER],
  ['from', SPEAKER],
  ['object', /^[a-z]+(?:[._][a-z]+)*$/],
  [
    'type',
    /^(?:function|tool|message|text|image|image_url|(?:input|output)_(?:text|image|file|audio)|(?:server_)?tool_(?:use|call|result)|function_call(?:_output)?|human|ai|constructor|custom_tool_call|reasoning|thinking|ephemeral|json_(?:object|schema)|object|string|array|number|integer|boolean|null)$/,
  ],
  ...'finish_reason stop_reason stop_sequence system_fingerprint service_tier tool_call_id tool_use_id call_id previous_response_id tool_choice reasoning_effort finishReason stopReason toolCallId'
    .split(' ')
    .map((key) => [key, /^/] as const),
])
/** Keys that stand beside the name of the model that is talked to. */
const BESIDE_MODEL = [
  'messages',
  'candidates',
  'choices',
  'usage',
  'role',
  'object',
  'prompt_tokens',
  'temperature',
  'max_tokens',
]

/** Whether a string in JSON is such a value: `"role": "assistant"`. */
export function isProtocolField(key: string, value: string, holder: object): boolean {
  if (key === 'model' || key === 'modelVersion') return BESIDE_MODEL.some((beside) => beside in holder)
  return PROTOCOL.get(key)?.test(value) === true && (key !== 'object' || isAnswer(holder))
}

/** What an API answers with names its kind beside what it holds. */
function isAnswer(holder: object): boolean {
  return ['choices', 'data', 'model', 'system_fingerprint', 'usage', 'output', 'created'].some(
    (key) => key in holder,
  )
}
