import { isRetriable } from './sqlstate.ts'

const MAX_TRIES = 8

/** Tries a transaction again while it fails by deadlock or serialisation. */
export async function retrying<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await transaction()
    } catch (error) {
      if (tries === MAX_TRIES || !isRetriable(error)) throw error
    }
  }
}
