import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PROTOCOL_VERSION } from '../../../shared/wire/protocol.ts'
import { sisterSearchSchema } from '../../../shared/wire/sister-hotels.ts'
import { ChainQuestions } from '../../../sync/transport/chain-questions.ts'
import { HttpSisterHotels } from '../../../sync/transport/http-sister-hotels.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import { TODAY } from '../../support/small-hotel.ts'

const SEARCH = sisterSearchSchema.parse({ arrival: TODAY, departure: addDays(TODAY, 1), adults: 1 })

describe('near hotels over HTTP', () => {
  let server: Server
  let chainUrl: string
  let answer: { status: number; body: string; headers?: Record<string, string> }
  const asked: { url: string | undefined; authorization: string | undefined; protocol: unknown; body: string }[] = []

  beforeEach(async () => {
    asked.splice(0)
    server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        const { url, headers } = request
        asked.push({ url, authorization: headers.authorization, protocol: headers['keyrack-protocol'], body })
        response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(answer.body)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    chainUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on a port
  })
  afterEach(async () => {
    if (server.listening) await new Promise((resolve) => server.close(resolve))
  })

  const find = () => new HttpSisterHotels(new ChainQuestions({ chainUrl, token: () => 'token-1' })).find(SEARCH)

  test('SIS-07 it asks as the terminal, and takes only an answer of the right shape', async () => {
    answer = { status: 200, body: '{"hotels":[]}' }
    expect(await find()).toEqual({ ok: true, value: { hotels: [] } })
    expect(asked).toEqual([
      {
        url: '/sync/v1/sister-hotels',
        authorization: 'Bearer token-1',
        protocol: String(PROTOCOL_VERSION),
        body: JSON.stringify(SEARCH),
      },
    ])
    for (const body of ['{"hotels":[{}]}', '<html>sign in</html>']) {
      answer = { status: 200, body }
      expect(await find()).toEqual({ ok: false, error: { code: 'RESPONSE_INVALID', retry: 'backoff', params: {} } })
    }
  })

  test('SIS-07 a refusal comes with its parameters; what stands in between is passing', async () => {
    const problem = {
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      code: 'NO_AVAILABILITY',
      params: { roomTypeId: 'DBL', night: TODAY },
      retry: 'never',
    }
    answer = { status: 409, body: JSON.stringify(problem) }
    expect(await find()).toEqual({
      ok: false,
      error: { code: 'NO_AVAILABILITY', retry: 'never', params: problem.params },
    })
    answer = { status: 502, body: 'bad gateway', headers: { 'retry-after': '3' } }
    expect(await find()).toEqual({
      ok: false,
      error: { code: 'HTTP_502', retry: 'backoff', retryAfterMs: 3_000, params: {} },
    })
  })

  test('SIS-07 where nobody listens the line is down', async () => {
    await new Promise((resolve) => server.close(resolve))
    expect(await find()).toEqual({ ok: false, error: { code: 'LINE_DOWN', retry: 'backoff', params: {} } })
  })
})
