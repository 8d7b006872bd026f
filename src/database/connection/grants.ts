/** What the role that runs the tool needs in the schema that another role made. */
export const SCHEMA_GRANTS = [
  'GRANT USAGE ON SCHEMA rcrt_entities TO <role>;',
  'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA rcrt_entities TO <role>;',
]

/** Lines after the first stand below the text that follows `hint: `. */
export const HINT_BREAK = '\n      '

/** All that the role that runs the tool needs, as a hint. */
export const GRANTS = [
  'let the owner of the tables run, for the role of this tool:',
  'GRANT SELECT ON breadcrumbs TO <role>;',
  'GRANT UPDATE (entities, entity_keywords) ON breadcrumbs TO <role>;',
  ...SCHEMA_GRANTS,
].join(HINT_BREAK)
