import { describe, expect, it, test } from 'vitest'
import { createExtractor } from '../../../src/extraction/extractor.ts'

const extractor = createExtractor()
const keywordsOf = (text: string): readonly string[] => extractor.extractText(text).keywords

describe('a question has the stems of the text that answers it', () => {
  it.each([
    [
      'Die Verteidigungen der Mannschaften ließen in diesem Jahr nur wenige Punkte zu.',
      'Wie viele Punkte ließ die Verteidigung zu?',
      ['punkt', 'verteid'],
    ],
    [
      'Los servidores nuevos trabajan con las bases de datos antiguas.',
      '¿Qué servidor trabaja con la base de datos?',
      ['servidor', 'bas', 'dat'],
    ],
    ['Новые серверы работают с базами данных.', 'Как работает этот сервер?', ['сервер', 'работа']],
    ['تعمل الخوادم الجديدة مع قواعد البيانات في المدرسة', 'كيف تعمل قواعد البيانات؟', ['قواعد']],
  ])('%s', (text, question, shared) => {
    const found = new Set(keywordsOf(text))
    expect(keywordsOf(question).filter((keyword) => found.has(keyword))).toEqual(
      expect.arrayContaining(shared),
    )
  })
})

const GERMAN =
  'Die Agentin hat den Context des Toolrunners geprüft, aber das Deployment von user.message.v1 mit Docker schlug fehl: siehe maxConnections.'

test('stop words and phrases do not come out', () => {
  const { entities, keywords } = extractor.extractText(GERMAN)
  expect(entities.term).toBeUndefined()
  expect(keywords.filter((keyword) => keyword.includes(' '))).toEqual([])
  for (const word of ['die', 'der', 'den', 'des', 'aber', 'mit', 'das', 'von'])
    expect(keywords).not.toContain(word)
})

test('English words, the vocabulary and code inside come out as elsewhere', () => {
  const { entities, keywords } = extractor.extractText(GERMAN)
  expect(keywords).toEqual(expect.arrayContaining(['context', 'deployment', 'docker', 'maxconnections']))
  expect(entities.schema).toEqual(['user.message.v1'])
  expect(entities.identifier).toEqual(['maxConnections'])
})

test('an English paragraph between others is read as English', () => {
  const { keywords } = extractor.extractText(
    `${GERMAN}\n\nThe context builder keeps idle connections open.\n\n${GERMAN}`,
  )
  expect(keywords).toEqual(expect.arrayContaining(['idle connection', 'connection', 'keep']))
})

it.each([
  ['PostgreSQL에서 pgvector를 쓰고 Docker로 배포합니다', ['docker', 'pgvector', 'postgresql']],
  ['نستخدم Docker وPostgreSQL والAPI', ['api', 'docker', 'postgresql']],
  ["Docker'ı sunucuda kurmak için API'nin adresini girin ve sonra bekleyin", ['api', 'docker']],
  ["Les utilisateurs de l'API doivent créer l'embedding avec le serveur", ['api', 'embedding']],
  ["L'API crée l'embedding d'un agent", ['agent', 'api', 'embedding']],
  ['使用Docker部署PostgreSQL数据库', ['docker', 'postgresql']],
  ['ใช้Dockerกับ PostgreSQL', ['docker', 'postgresql']],
  ['Настройка Dockerа на сервере', ['docker']],
])('a word is found that is glued to another script or an apostrophe: %s', (text, words) => {
  expect(keywordsOf(text)).toEqual(expect.arrayContaining(words))
})

it.each([
  "L'API crée l'embedding d'un agent.",
  "L'outil crée l'index de la base de données.",
  "Qu'est-ce qu'un agent ?",
])('articles before an apostrophe tell a language, and are in no phrase and no name: %s', (text) => {
  const { entities, keywords } = extractor.extractText(text)
  expect(entities).not.toHaveProperty('term')
  expect(JSON.stringify({ entities, keywords })).not.toMatch(/['’]/)
})

test('names are told by capitals, but not where every noun has one', () => {
  const names = (text: string) => extractor.extractText(text).entities.name
  expect(names('Los datos que pidió Grafana Labs están en el servidor de Kubernetes')).toEqual([
    'Grafana Labs',
    'Kubernetes',
  ])
  expect(names('Wie viele Bälle hat Josh Norman in der Saison gefangen?')).toEqual(['Josh Norman'])
})

test('personal content in another language names nobody', () => {
  const { entities, keywords } = extractor.extract({
    title: 'Anruf',
    context: 'Frau Erika Mustermann hat gestern wegen ihrer Rechnung angerufen und war nicht zufrieden.',
    sensitivity: 'pii',
  })
  expect(entities.name).toBeUndefined()
  expect(keywords.filter((keyword) => /erika|mustermann/.test(keyword))).toEqual([])
})
