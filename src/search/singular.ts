/**
 * What a word in lower case stands for that the lexicon does not list: itself in the singular, the first group. A
 * regular expression that PostgreSQL and JavaScript read alike.
 */
export const PLURAL = '^(.{2,}[bcdfgklmnrt])s$'
