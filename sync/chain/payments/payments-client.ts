import { type AxiosInstance, create, isAxiosError } from 'axios'
import type { z } from 'zod'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import { problemSchema } from '../../../shared/wire/errors.ts'
import { type CardForm, type CardToken, cardTokenSchema } from './card-form.ts'
import {
  type AuthoriseRequest,
  type Payment,
  type PaymentRefusal,
  type PaymentsPort,
  type Refund,
  paymentRefusalSchema,
  paymentSchema,
  refundSchema,
} from './payments-port.ts'

/** Longer than the service itself waits for its provider. */
const ANSWER_TIMEOUT_MS = 30_000

export interface PaymentsClientOptions {
  /** Where the payment service is, e.g. `http://127.0.0.1:4710`. */
  readonly paymentsUrl: string
  readonly secret: string
}

/**
 * The payment service in another process. No answer, a broken one and a fault over there are PAYMENT_OUTCOME_UNKNOWN: it
 * may have been done. What the service refuses for reasons of ours (the secret, a path) throws. Rule PAY-11.
 */
export class PaymentsClient implements PaymentsPort, CardForm {
  readonly #http: AxiosInstance

  constructor({ paymentsUrl, secret }: PaymentsClientOptions) {
    this.#http = create({
      baseURL: new URL('/internal/v1/', paymentsUrl).href,
      headers: { authorization: `Bearer ${secret}` },
      timeout: ANSWER_TIMEOUT_MS,
      maxRedirects: 0,
      proxy: false,
      validateStatus: () => true,
    })
  }

  authorise(request: AuthoriseRequest): Promise<Result<Payment, PaymentRefusal>> {
    const { key, amountMinor, currency, cardToken, captureNow } = request
    return this.#call('POST', ['payments'], paymentSchema, key, { key, amountMinor, currency, cardToken, captureNow })
  }

  capture(key: string): Promise<Result<Payment, PaymentRefusal>> {
    return this.#call('POST', ['payments', key, 'capture'], paymentSchema, key, {})
  }

  refund(paymentId: string, n: number, amountMinor: number): Promise<Result<Refund, PaymentRefusal>> {
    const key = `${paymentId}:${n}`
    return this.#call('PUT', ['refunds', paymentId, `${n}`], refundSchema, key, { amountMinor })
  }

  cancelOrTell(key: string): Promise<Result<Payment, PaymentRefusal>> {
    return this.#call('POST', ['payments', key, 'cancel-or-tell'], paymentSchema, key, {})
  }

  get(key: string): Promise<Result<Payment, PaymentRefusal>> {
    return this.#call('GET', ['payments', key], paymentSchema, key)
  }

  /** The sandbox's form over there; `null` also where it takes no test cards or is away. */
  async tokenise(cardNumber: string): Promise<CardToken | null> {
    const { status, data } = await this.#http
      .request<unknown>({ method: 'POST', url: '../../sandbox/v1/tokens', data: { cardNumber } })
      .catch((error: unknown) => {
        if (isAxiosError(error)) return { status: 0, data: null }
        throw error
      })
    return status === 200 ? cardTokenSchema.parse(data) : null
  }

  async #call<T>(
    method: string,
    path: readonly string[],
    schema: z.ZodType<T>,
    key: string,
    data?: object,
  ): Promise<Result<T, PaymentRefusal>> {
    const unknown = refuse<PaymentRefusal>({ code: 'PAYMENT_OUTCOME_UNKNOWN', params: { key } })
    let status: number
    let body: unknown
    try {
      const url = path.map(encodeURIComponent).join('/')
      ;({ status, data: body } = await this.#http.request<unknown>({ method, url, ...(data && { data }) }))
    } catch (error) {
      if (isAxiosError(error)) return unknown
      throw error
    }
    if (status === 200) {
      const read = schema.safeParse(body)
      return read.success ? ok(read.data) : unknown
    }
    const refusal = paymentRefusalSchema.safeParse(body)
    if (refusal.success) return refuse(refusal.data)
    if (status >= 500) return unknown
    const problem = problemSchema.safeParse(body)
    throw new Error(`the payment service answers ${status} ${problem.success ? problem.data.code : ''}`)
  }
}
