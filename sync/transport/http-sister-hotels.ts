import { type AxiosInstance, create } from 'axios'
import type { z } from 'zod'
import { type Result, ok, refuse } from '../../shared/base/result.ts'
import { problemSchema } from '../../shared/wire/errors.ts'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../shared/wire/protocol.ts'
import {
  type SisterBooked,
  type SisterBooking,
  type SisterList,
  type SisterSearch,
  sisterBookedSchema,
  sisterListSchema,
} from '../../shared/wire/sister-hotels.ts'
import { RESPONSE_INVALID, type SyncFault } from '../engine/fault.ts'
import type { SisterFault, SisterHotelsPort } from '../engine/sister-hotels-port.ts'
import { faultOfAnswer, faultOfError } from './fault-of-answer.ts'

/** A person waits, and a desk that is attached waits six seconds for its hub: this is given up before. */
const ANSWER_TIMEOUT_MS = 5_000

export interface HttpSisterHotelsOptions {
  /** Where the chain is, e.g. `https://chain.example`. */
  readonly chainUrl: string
  /** The terminal's token, asked for at each request; `null` before it has enrolled. */
  readonly token: () => string | null
}

/** Near hotels over HTTP. Every answer is checked against its schema, every failure classed here and once. */
export class HttpSisterHotels implements SisterHotelsPort {
  readonly #http: AxiosInstance
  readonly #token: () => string | null

  constructor({ chainUrl, token }: HttpSisterHotelsOptions) {
    this.#token = token
    this.#http = create({
      baseURL: new URL('/sync/v1/', chainUrl).href,
      timeout: ANSWER_TIMEOUT_MS,
      maxRedirects: 0,
      validateStatus: () => true,
      transitional: { clarifyTimeoutError: true },
    })
  }

  find(search: SisterSearch): Promise<Result<SisterList, SisterFault>> {
    return this.#ask('sister-hotels', search, sisterListSchema)
  }

  book(booking: SisterBooking): Promise<Result<SisterBooked, SisterFault>> {
    return this.#ask('sister-hotels/book', booking, sisterBookedSchema)
  }

  async #ask<T>(url: string, body: object, schema: z.ZodType<T>): Promise<Result<T, SisterFault>> {
    try {
      const headers = { authorization: `Bearer ${this.#token() ?? ''}`, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) }
      const { status, data, headers: answered } = await this.#http.post<unknown>(url, body, { headers })
      if (status < 200 || status > 299) {
        const params = problemSchema.safeParse(data).data?.params ?? {}
        return refuse({ ...faultOfAnswer(status, data, answered['retry-after']), params })
      }
      const parsed = schema.safeParse(data)
      return parsed.success ? ok(parsed.data) : refuse(withoutParams(RESPONSE_INVALID))
    } catch (error) {
      return refuse(withoutParams(faultOfError(error)))
    }
  }
}

function withoutParams(fault: SyncFault): SisterFault {
  return { ...fault, params: {} }
}
