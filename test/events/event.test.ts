import { describe, expect, test } from 'vitest'
import { parseFrame } from '../../src/events/event.ts'

const ID = '0f8fad5b-d9cb-469f-a165-70867728950e'

describe('the data of a frame', () => {
  test.each(['breadcrumb.updated', 'breadcrumb.created', 'bc.updated', 'bc.created'])(
    'of type %s is an event, of which id, owner and schema are kept',
    (type) => {
      const data = { type, breadcrumb_id: ID, owner_id: 'owner', schema_name: 'note.v1', version: 3 }
      expect(parseFrame(JSON.stringify(data))).toEqual({
        kind: 'event',
        event: { id: ID, ownerId: 'owner', schemaName: 'note.v1', version: 3 },
      })
    },
  )

  test('may be thin, and have its id in capitals', () => {
    const data = { type: 'bc.updated', breadcrumb_id: ID.toUpperCase(), schema_name: null }
    expect(parseFrame(JSON.stringify(data))).toEqual({
      kind: 'event',
      event: { id: ID, ownerId: undefined, schemaName: undefined, version: undefined },
    })
  })

  test.each([
    ['{"type":"ping","ts":"2026-11-23T10:00:00Z"}', 'ping'],
    ['{"type":"bread.baked"}', 'unknown'],
    ['{"type":7}', 'bad'],
    ['{}', 'bad'],
    ['null', 'bad'],
    ['"ping"', 'bad'],
    ['{"type":', 'bad'],
    ['{"type":"bc.updated"}', 'bad'],
    [`{"type":"bc.updated","breadcrumb_id":["${ID}"]}`, 'bad'],
    [`{"type":"bc.updated","breadcrumb_id":"x${ID}"}`, 'bad'],
    [`{"type":"bc.updated","breadcrumb_id":"${ID}0"}`, 'bad'],
    [`{"type":"bc.updated","breadcrumb_id":"${ID.replace('f', 'g')}"}`, 'bad'],
  ])('%s is %s', (data, kind) => {
    expect(parseFrame(data)).toEqual({ kind })
  })
})
