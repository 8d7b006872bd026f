// biome-ignore lint: tuning
export const P: Record<string, number> = { full: 0.8, sub: 0.4, surf: 0.5, adj: 0.6, verb: 1, noun: 1, name: 1.5, ident: 0.8, part: 0.3, hyph: 0.6, unk: 1.2, gen: 1, codeword: 0.25, codeid: 0.5, head: 2, ph: 1, glue: 0.4, genw: 0.3 }
