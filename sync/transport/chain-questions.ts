import { type AxiosInstance, create } from 'axios'
import type { z } from 'zod'
import { type Result, ok, refuse } from '../../shared/base/result.ts'
import { problemSchema } from '../../shared/wire/errors.ts'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../shared/wire/protocol.ts'
import { RESPONSE_INVALID, type SyncFault } from '../engine/fault.ts'
import type { QuestionFault } from '../engine/question-fault.ts'
import { faultOfAnswer, faultOfError } from './fault-of-answer.ts'

/** A person waits, and a desk that is attached waits six seconds for its hub: this is given up before. */
const ANSWER_TIMEOUT_MS = 5_000

export interface ChainQuestionsOptions {
  /** Where the chain is, e.g. `https://chain.example`. */
  readonly chainUrl: string
  /** The terminal's token, asked for at each request; `null` before it has enrolled. */
  readonly token: () => string | null
}

/** What a desk asks the chain over HTTP while a person waits. Every answer is checked, every failure classed here and once. */
export class ChainQuestions {
  readonly #http: AxiosInstance
  readonly #token: () => string | null

  constructor({ chainUrl, token }: ChainQuestionsOptions) {
    this.#token = token
    this.#http = create({
      baseURL: new URL('/sync/v1/', chainUrl).href,
      timeout: ANSWER_TIMEOUT_MS,
      maxRedirects: 0,
      validateStatus: () => true,
      transitional: { clarifyTimeoutError: true },
    })
  }

  async ask<T>(url: string, body: object, schema: z.ZodType<T>): Promise<Result<T, QuestionFault>> {
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

function withoutParams(fault: SyncFault): QuestionFault {
  return { ...fault, params: {} }
}
